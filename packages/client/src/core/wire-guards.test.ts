import {
  type Ballot,
  CastBallotSchema,
  JoinedSchema,
  knownEvent,
  OnlinePageSchema,
  type PollAnswer,
  PollAnswerSchema,
  PostedMessageSchema,
  ProblemSchema,
  type ServerFrame,
  ServerFrameSchema,
  type Session,
  type Vote,
  type VotePayload,
  type Wall,
  type WallEvent,
  type WallMessage,
} from '@guestwall/protocol'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isCast,
  isJoined,
  isKnownEvent,
  isOnlinePage,
  isPollAnswer,
  isPosted,
  isProblem,
  isServerFrame,
  isUnknownFrame,
} from './wire-guards.ts'

type Fields<Value> = { [Name in keyof Value]: Arbitrary<Value[Name]> }
const recordOf = <Value>(fields: Fields<Value>) => fc.record(fields) as Arbitrary<Value>

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,36}$/)
const key = fc.stringMatching(/^[A-Za-z0-9_-]{8,64}$/)
const count = fc.nat({ max: 1_000_000 })
const at = fc.integer({ min: 0, max: 4e12 }).map((ms) => new Date(ms).toISOString())
const list = <Value>(item: Arbitrary<Value>) => fc.array(item, { maxLength: 3 })

const message = recordOf<WallMessage>({
  id,
  guestId: id,
  guestName: fc.string(),
  content: fc.string(),
  status: fc.constantFrom('shown', 'pending', 'rejected', 'removed'),
  pinned: fc.boolean(),
  createdAt: at,
  eventId: count,
  key,
})
const voteState = fc.constantFrom('draft', 'open', 'closed')
const tally = recordOf<VotePayload>({ voteId: id, version: count, state: voteState, counts: fc.dictionary(id, count), ballots: count })
const vote = recordOf<Vote>({
  id,
  question: fc.string(),
  options: list(recordOf({ id, label: fc.string() })),
  maxChoices: count,
  state: voteState,
  results: fc.constantFrom('always', 'afterVoting', 'afterClose', 'never'),
  changeable: fc.boolean(),
  revealed: fc.option(fc.boolean(), { nil: undefined }),
  tally: fc.option(tally),
})
const ballot = recordOf<Ballot>({ voteId: id, optionIds: list(id) })
const session = recordOf<Session>({
  id,
  code: fc.string(),
  title: fc.string(),
  subtitle: fc.string(),
  state: fc.constantFrom('scheduled', 'open', 'ended'),
  moderation: fc.constantFrom('off', 'approve', 'closed'),
  slowModeSeconds: count,
  layout: fc.constantFrom('masonry', 'danmaku', 'spotlight', 'results', 'idle'),
  theme: fc.constantFrom('linen', 'cinnabar', 'night', 'contrast'),
  createdAt: at,
})
const wall = recordOf<Wall>({ session, messages: list(message), messageCount: count, votes: list(vote) })

const left = recordOf({ id, wasShown: fc.boolean() })
const EVENT_DATA: { [Type in WallEvent['type']]: Arbitrary<Extract<WallEvent, { type: Type }>['data']> } = {
  'message.created': message,
  'message.shown': message,
  'message.rejected': left,
  'message.removed': left,
  'message.pinned': message,
  'message.unpinned': recordOf({ id }),
  'vote.created': vote,
  'vote.opened': vote,
  'vote.tally': tally,
  'vote.closed': vote,
  'vote.revealed': vote,
  'session.changed': session,
  'session.ended': session,
  'guest.removed': recordOf({ guestId: id }),
}
const isKnown = (type: unknown) => Object.hasOwn(EVENT_DATA, String(type))
const newerEvent = recordOf({ id: count, type: fc.constantFrom('balloon.rose', 'constructor', ''), at, data: fc.jsonValue() })
const event = fc.oneof(
  newerEvent,
  ...Object.entries(EVENT_DATA).map(([type, data]) =>
    fc.record({ id: count, type: fc.constant(type), at, data: data as Arbitrary<unknown> }),
  ),
)

const position = { epoch: id, lastEventId: count }
const slice = { from: count, to: count, events: list(event) }
const optional = <Value>(value: Arbitrary<Value>) => fc.option(value, { nil: undefined })
const guest = recordOf({ id, name: fc.string() })
const onlinePage = recordOf({ count, guests: list(recordOf({ id, name: fc.string(), since: at })), nextCursor: fc.option(fc.string()) })

const FRAMES: { [Type in ServerFrame['type']]: Fields<Omit<Extract<ServerFrame, { type: Type }>, 'type'>> } = {
  welcome: {
    ...position,
    guest,
    token: fc.string(),
    role: fc.constantFrom('guest', 'host', 'wall'),
    recovered: fc.boolean(),
    heartbeatMs: count,
  },
  events: slice,
  snapshot: { ...position, wall },
  ack: {
    ref: count,
    message: optional(message),
    ballot: optional(ballot),
    online: optional(onlinePage),
  },
  error: { ref: optional(count), code: fc.string(), message: fc.string(), retryable: fc.boolean(), retryAfterMs: optional(count) },
  online: { count },
  heartbeat: {},
  pong: {},
  goodbye: { reason: fc.string(), reconnectInMs: count },
}
const frame = fc.oneof(...Object.entries(FRAMES).map(([type, fields]) => fc.record({ type: fc.constant(type), ...fields })))

const online = recordOf({ count })
const pollAnswer: Arbitrary<unknown> = fc.oneof(
  recordOf<Extract<PollAnswer, { snapshot: unknown }>>({ snapshot: recordOf({ ...position, wall }), online }),
  fc.record({ ...slice, epoch: id, hasMore: fc.boolean(), online }),
)
const problem = recordOf({
  type: fc.string(),
  title: fc.string(),
  status: count,
  code: fc.string(),
  retryable: fc.boolean(),
  retryAfterMs: optional(count),
})

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

/** Fields that this client does not read. */
function isUnread(value: unknown, path: Path): boolean {
  const parent = parentAt(value, path)
  const name = path.at(-1) as string
  if ('slowModeSeconds' in parent) return name !== 'id' && name !== 'state'
  if ('status' in parent && 'retryable' in parent) return name === 'type' || name === 'status'
  if ('type' in parent && 'data' in parent) return name === 'data' && !isKnown(parent['type'])
  return (value as Tree)['type'] === 'ack' && path[0] === 'online'
}

interface Schema {
  readonly '~standard': { readonly validate: (input: unknown) => unknown }
}

/** What the protocol takes, known events whole. */
function fits(schema: Schema, input: unknown): boolean {
  const isInForm = (schema['~standard'].validate(input) as { issues?: unknown }).issues === undefined
  const events = isInForm ? (input as { events?: Parameters<typeof knownEvent>[0][] }).events : undefined
  return isInForm && (events ?? []).every((each) => !isKnown(each.type) || knownEvent(each) !== null)
}

const CASES: readonly (readonly [string, (input: unknown) => boolean, Schema, Arbitrary<unknown>])[] = [
  ['frames', isServerFrame, ServerFrameSchema, frame],
  ['poll answers', isPollAnswer, PollAnswerSchema, pollAnswer],
  ['pages of names', isOnlinePage, OnlinePageSchema, onlinePage],
  ['problems', isProblem, ProblemSchema, problem],
  ['joins', isJoined, JoinedSchema, recordOf({ guest, token: fc.string() })],
  ['posted messages', isPosted, PostedMessageSchema, recordOf({ message })],
  ['cast ballots', isCast, CastBallotSchema, recordOf({ ballot })],
]

describe.each(CASES)('guards and schemas: %s', (_, isOurs, schema, arbitrary) => {
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
      { seed: 17, numRuns: 3_000 },
    )
    expect(refusals).toBeGreaterThan(500)
  })

  it("[CONN-7] neither takes what is nobody's", () => {
    for (const foreign of [null, undefined, 7, 'text', [], {}, { portal: true }, { type: 'portal' }, { type: 7 }])
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

  it('[CONN-7] a frame of an unknown type is unknown, not malformed', () => {
    for (const type of ['fireworks', 'constructor', '__proto__']) {
      expect(isServerFrame({ type })).toBe(false)
      expect(isUnknownFrame({ type })).toBe(true)
    }
    expect(isUnknownFrame({ type: 'events', from: 'x' })).toBe(false)
    expect(isUnknownFrame({ portal: true })).toBe(false)
  })
})
