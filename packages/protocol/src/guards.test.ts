import fc from 'fast-check'
import type * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { ProblemSchema } from './errors.ts'
import { knownEvent } from './events/event.ts'
import { ServerFrameSchema } from './frames/server-frame.ts'
import { isCast, isJoined, isKnownEvent, isOnlinePage, isPollAnswer, isPosted, isProblem, isServerFrame } from './generated/guards.ts'
import { EVENTS } from './generated/events.ts'
import { OnlinePageSchema } from './guest.ts'
import { CastBallotSchema, JoinedSchema, PollAnswerSchema, PostedMessageSchema } from './http.ts'
import { arbitraryOf } from './testing/arbitrary-of.test-kit.ts'

const isKnown = (type: unknown) => Object.hasOwn(EVENTS, String(type))

type Path = readonly string[]
type Tree = Record<string, unknown>

/** Every place in `value`: fields, items, fields of items. */
function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [[name], ...pathsOf(inner).map((rest) => [name, ...rest])])
}

function parentAt(value: unknown, path: Path): Tree {
  return path.slice(0, -1).reduce((inner, name) => inner[name] as Tree, value as Tree)
}

const DROPPED = Symbol('dropped')
const STRAYS = [DROPPED, null, true, 7, '7', Number.NaN, -1, 1.5, [], {}]

/** `value` with the field at `path` dropped or replaced; `null` where that makes nothing malformed. */
function mutated(value: unknown, path: Path, stray: unknown): unknown {
  const copy = structuredClone(value)
  const parent = parentAt(copy, path)
  const name = path.at(-1) as string
  // Another word in place of a word is a newer server's, not a malformed one's.
  if (typeof stray === 'string' && typeof parent[name] === 'string') return null
  // JSON has no list with a hole.
  if (stray === DROPPED && Array.isArray(parent)) return null
  if (stray === DROPPED) delete parent[name]
  else parent[name] = stray
  return copy
}

/** Events whose data this client does not read. */
const UNREAD_DATA: readonly unknown[] = ['settings.changed', 'screen.changed', 'guest.changed', 'guest.removed', 'credential.changed']

/** Fields that this client does not read. */
function isUnread(value: unknown, path: Path): boolean {
  const parent = parentAt(value, path)
  const name = path.at(-1) as string
  // For hosts: the pages of guests do not read it.
  if (path.some((part) => ['nameErased', 'held', 'decided', 'beforeBan', 'by'].includes(part))) return true
  // The entry for photos checks it.
  if (path.includes('photo')) return true
  // The entry for reactions reads them, and passes none on.
  if ((value as Tree)['type'] === 'reactions') return path[0] !== 'type'
  // Pages read it with care.
  if (path.includes('look')) return true
  if ('newcomersWait' in parent || path.includes('filter')) return true
  if ('control' in parent || path.includes('control') || path.includes('change')) return true
  if (name === 'wasDraft' || (name === 'guestId' && Object.keys(parent).length === 1)) return true
  if ('lastUsedAt' in parent || 'isRenamed' in parent) return true
  if ('slowModeSeconds' in parent) return name !== 'id' && name !== 'state'
  if ('retryable' in (value as Tree) && 'status' in (value as Tree)) return ['type', 'status', 'message', 'state'].includes(path[0] ?? '')
  if ('type' in parent && 'data' in parent) return name === 'data' && (UNREAD_DATA.includes(parent['type']) || !isKnown(parent['type']))
  if ((value as Tree)['type'] === 'places') return true
  return (value as Tree)['type'] === 'ack' && ['online', 'reported', 'places', 'reaction', 'reactions'].includes(path[0] ?? '')
}

/** Values that the protocol accepts, with whole known events. */
function fits(schema: v.GenericSchema, input: unknown): boolean {
  const isInForm = (schema['~standard'].validate(input) as { issues?: unknown }).issues === undefined
  const events = isInForm ? (input as { events?: Parameters<typeof knownEvent>[0][] }).events : undefined
  return isInForm && (events ?? []).every((each) => !isKnown(each.type) || knownEvent(each) !== null)
}

const CASES: readonly (readonly [string, (input: unknown) => boolean, v.GenericSchema])[] = [
  ['frames', isServerFrame, ServerFrameSchema],
  ['poll answers', isPollAnswer, PollAnswerSchema],
  ['pages of guests online', isOnlinePage, OnlinePageSchema],
  ['problems', isProblem, ProblemSchema],
  ['joins', isJoined, JoinedSchema],
  ['posted messages', isPosted, PostedMessageSchema],
  ['cast ballots', isCast, CastBallotSchema],
]

describe.each(CASES)('guards and schemas: %s', (_, isOurs, schema) => {
  const arbitrary = arbitraryOf(schema)

  it('[CONN-7] both take what is ours', () => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        expect([fits(schema, value), isOurs(value)]).toEqual([true, true])
      }),
      { seed: 17, numRuns: 300 },
    )
  })

  it('[CONN-7] what the schema refuses in a field that is read, the guard refuses', () => {
    let refusals = 0
    fc.assert(
      fc.property(arbitrary, fc.nat(), fc.constantFrom(...STRAYS), (value, at, stray) => {
        const paths = pathsOf(value)
        const path = paths[at % paths.length]
        if (path === undefined || isUnread(value, path)) return
        const input = mutated(value, path, stray)
        if (input === null || fits(schema, input)) return
        refusals += 1
        expect([path.join('.'), stray, isOurs(input)]).toEqual([path.join('.'), stray, false])
      }),
      { seed: 17, numRuns: 4_000 },
    )
    expect(refusals).toBeGreaterThan(500)
  })

  it("[CONN-7] neither takes what is nobody's", () => {
    for (const foreign of [null, undefined, 7, 'text', [], {}, { portal: true }, { type: 7 }])
      expect([foreign, isOurs(foreign)]).toEqual([foreign, false])
  })
})

describe('what a newer server says', () => {
  it('[SYNC-2] an event of an unknown type passes and stays unknown, also under a name that every object has', () => {
    for (const type of ['balloon.rose', 'constructor', '__proto__', 'toString']) {
      const newer = { id: 1, type, at: '2026-11-22T10:00:00.000Z', data: null }
      expect(isServerFrame({ type: 'events', from: 0, to: 1, events: [newer] })).toBe(true)
      expect(isKnownEvent(newer)).toBe(false)
    }
  })

  it('[CONN-7] a frame of an unknown type passes, also under a name that every object has', () => {
    for (const type of ['fireworks', 'constructor', '__proto__']) expect(isServerFrame({ type })).toBe(true)
    expect(isServerFrame({ type: 'events', from: 'x' })).toBe(false)
  })
})
