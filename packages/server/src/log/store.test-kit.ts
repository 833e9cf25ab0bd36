import { applyEvent, type Session, WALL_MESSAGES, type Wall } from '@guestwall/protocol'
import { aSession } from '@guestwall/protocol/testing'
import fc from 'fast-check'
import { expect } from 'vitest'
import { GUEST_VIEW, HOST_VIEW, seenEvent, WALL_VIEW } from './decide/audience.ts'
import type { KeyedCommand, MessageAction } from './decide/command.ts'
import type { Committed, Store } from './store.ts'

/** The functions that the contracts of a store share. */

export const HOST = { id: 'host', name: 'Host', role: 'host' } as const

// With a prefix of two letters, an id is also long enough for a key.
let lastId = 100_000
export const newId = () => `id${(lastId += 1)}`

export async function createSession(store: Store, change: Partial<Session> = {}): Promise<Session> {
  const id = newId()
  const session = aSession({ id, code: `C${id}`, ...change })
  expect(await store.createSession({ session, epoch: `epoch-${id}` })).toBe(true)
  return session
}

/** Random acts of a host on messages, and changes of the mode; `at` chooses among the messages that are there. */
export const MODERATION_STEPS = [
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      at: fc.nat(),
      action: fc.constantFrom<MessageAction>('approve', 'reject', 'restore', 'hold', 'pin', 'unpin'),
      from: fc.constantFrom('pending' as const, 'shown' as const, undefined),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('moderate' as const), moderation: fc.constantFrom('off' as const, 'approve' as const) }),
  },
] as const

/** Appends commands of one session in one batch. */
export async function appendAll(store: Store, commands: readonly KeyedCommand[], now = '2026-11-22T10:00:00.000Z'): Promise<Committed> {
  const { sessionId } = (commands[0] as KeyedCommand).actor
  const committed = await store.append(sessionId, { commands, now, newIds: commands.map(newId) })
  if (committed === null) throw new Error('no such session')
  return committed
}

/** Whether the walls that the store reads from its tables are the fold over its log, for every role (LOG-3). */
export async function expectFold(store: Store, session: Session): Promise<void> {
  const log = await store.readEvents(session.id, 0, 10_000)
  const walls = await store.readWalls(session.id)
  if (log === null || walls === null) throw new Error('gone')
  for (const view of [GUEST_VIEW, WALL_VIEW, HOST_VIEW]) {
    let wall: Wall = { session, messages: [], messageCount: 0, votes: [] }
    for (const logged of log.events) {
      const seen = seenEvent(view, logged)
      if (seen !== null) wall = applyEvent(wall, seen)
    }
    const stored = walls.walls[view.role]
    expect(stored.votes).toEqual(wall.votes)
    expect(stored.session).toEqual(wall.session)
    expect(stored.messageCount).toBe(wall.messageCount)
    // The fold holds at least as many as fit after removals; the tables fill up with older ones.
    const common = stored.messages.slice(-wall.messages.length || stored.messages.length)
    expect(wall.messages.slice(-WALL_MESSAGES)).toEqual(common.slice(-wall.messages.length || 0))
  }
}
