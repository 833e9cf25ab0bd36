import type { Session } from '@guestwall/protocol'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRedis, type TestRedis } from '../../../tests/support/redis.ts'
import type { Bus } from '../src/cluster/bus/bus.ts'
import { slice, until } from '../src/cluster/bus/bus.contract.ts'
import { InProcessBus } from '../src/cluster/bus/in-process-bus.ts'
import { RedisBus } from '../src/cluster/bus/redis-bus.ts'
import type { LogEvent, LogSlice } from '../src/domain/log-event.ts'
import type { CommandResult, KeyedCommand } from '../src/log/decide/command.ts'
import type { Outcome } from '../src/domain/outcome.ts'
import type { LiveSession } from '../src/feed/live-session.ts'
import { LiveSessions } from '../src/feed/live-sessions.ts'
import { RedisLink } from '../src/cluster/redis/redis-link.ts'
import { appendAll, createSession, newId } from '../src/log/store.test-kit.ts'
import type { Store } from '../src/log/store.ts'
import { StoreUnavailable } from '../src/storage/storage.ts'
import { systemClock, systemRandom } from '../src/system.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '../src/testing/memory-store.ts'

/** Live sessions where the bus does what a bus may do. */

let redis: TestRedis
const links: RedisLink[] = []
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(async () => {
  await Promise.all(links.map((link) => link.close()))
  await redis.dispose()
})

async function bus(server: string): Promise<RedisBus> {
  const link = await RedisLink.open(redis.url, systemClock, () => {}, systemRandom.id())
  links.push(link)
  return new RedisBus(link, server, systemClock)
}

const say = ({ id }: Session, content = newId()): KeyedCommand => ({
  kind: 'sendMessage',
  actor: { sessionId: id, id: 'guest', name: 'guest', role: 'guest' },
  key: `key-of-${content.replaceAll(' ', '-')}`,
  bodyHash: content,
  content,
  guestName: 'guest',
})

const remove = ({ id }: Session, sent: Outcome<CommandResult> | undefined): KeyedCommand => {
  const messageId = (sent?.ok === true && sent.value.message?.id) || ''
  const actor = { sessionId: id, id: 'host', name: 'Host', role: 'host' } as const
  return { kind: 'removeMessage', actor, key: newId(), bodyHash: messageId, messageId }
}

function live(store: Store, over: Bus) {
  const lost: string[] = []
  const clock = new VirtualClock()
  const sessions = new LiveSessions({
    store,
    bus: over,
    clock,
    onUnpublished: () => {},
    onLostCommits: (sessionId, epoch) => void lost.push(`${sessionId} ${epoch}`),
  })
  return { sessions, lost, clock }
}

test('[LOG-3] events that a head check finds are read from the store', async () => {
  const store = new MemoryStore()
  const session = await createSession(store)
  const { sessions } = live(store, new InProcessBus())
  const held = await sessions.hold(session.id)
  // Committed by another server, whose news was lost.
  await appendAll(store, [say(session), say(session)])
  await sessions.checkHeads()
  await until(() => held?.session.head === 2)
})

test('[LOG-5] data that may be old is compared with the store before it is sent: slices, pages, walls and events', async () => {
  const store = new MemoryStore()
  const session = await createSession(store)
  const doubt = { sinceMs: Number.NEGATIVE_INFINITY }
  const doubting: Bus = Object.assign(new InProcessBus(), { staleSinceMs: () => doubt.sinceMs })
  const { sessions, clock } = live(store, doubting)
  const said = await appendAll(store, [say(session, 'a body'), say(session, 'a wish')])
  const held = (await sessions.hold(session.id))?.session as LiveSession
  const view = held.viewOf('guest', 'g1')
  const shown = () => `${held.slice(0, view)?.events.join()} ${held.snapshot(view).json}`
  expect(shown()).toContain('"content":"a body"')
  // Another server removes it, and no hint reaches this one.
  await appendAll(store, [remove(session, said.outcomes[0])])
  clock.advance(10)
  doubt.sinceMs = clock.now()
  expect(held.slice(0, view)).toBeNull()
  expect((await held.readPage(0, view)).events.join()).not.toContain('"content":"a body"')
  // News from before the removal, that lay unread.
  held.apply({
    ...said.slice,
    from: 2,
    to: 3,
    events: [{ ...(said.slice.events[0] as LogEvent), event: { ...(said.slice.events[0] as LogEvent).event, id: 3 } }],
  })
  expect(held.head).toBe(2)
  expect((await sessions.hold(session.id))?.session).toBe(held)
  expect(held.head).toBe(3)
  expect(shown()).not.toContain('"content":"a body"')
  // And it is said that it may be old, where the store does not answer.
  clock.advance(10)
  doubt.sinceMs = clock.now()
  store.readEvents = () => Promise.reject(new StoreUnavailable('away'))
  await expect(sessions.hold(session.id)).rejects.toThrow(StoreUnavailable)
})

test('[SYNC-2] events that arrive while the log is read are kept when the answer is older', async () => {
  const store = new MemoryStore()
  const session = await createSession(store)
  const { sessions } = live(store, new InProcessBus())
  const held = await sessions.hold(session.id)
  const epoch = `epoch-${session.id}`
  await appendAll(store, [say(session)])
  /** The store answers what it knew when it was asked, and late. */
  const answers: (() => void)[] = []
  const { readEvents } = store
  store.readEvents = async (...asked): Promise<LogSlice | null> => {
    const answer = await readEvents.apply(store, asked)
    await new Promise<void>((resolve) => answers.push(resolve))
    return answer
  }
  const hint = (head: number) => held?.session.apply({ epoch, from: head, to: head, events: [] })
  hint(1)
  await until(() => answers.length === 1)
  answers.shift()?.()
  // The first answer had one event; before it is applied, the next question is under way, or a hint arrives.
  await until(() => held?.session.head === 1)
  await appendAll(store, [say(session)])
  hint(2)
  await until(() => {
    answers.shift()?.()
    return held?.session.head === 2
  })
  // The answer to this one is without the third event, whose hint arrives before the answer.
  hint(3)
  await until(() => answers.length === 1)
  await appendAll(store, [say(session)])
  hint(3)
  await until(() => {
    answers.shift()?.()
    return held?.session.head === 3
  })
})

test('[LOG-4] [LOG-1] a log that is shorter than Redis knows is not served under its epoch: the loss is reported, and the next request gets the new one', async () => {
  const store = new MemoryStore()
  const session = await createSession(store)
  await appendAll(store, [say(session)])
  const epoch = `epoch-${session.id}`
  const [before, after] = await Promise.all([bus('before'), bus('after')])
  before.publish(session.id, { ...slice(0, 5), epoch })
  await until(async () => (await after.knownHead(session.id, epoch)) === 5)
  const { sessions, lost } = live(store, after)
  await expect(sessions.hold(session.id)).rejects.toThrow(StoreUnavailable)
  expect(lost).toEqual([`${session.id} ${epoch}`])
  await store.beginEpoch(session.id, epoch, 'the-new-epoch')
  const held = await sessions.hold(session.id)
  expect(held?.session).toMatchObject({ epoch: 'the-new-epoch', head: 1 })
  expect(lost).toHaveLength(1)
})

test('[LOG-5] Redis forwards messages and keeps no body in any key of any type', async () => {
  const [here, there] = await Promise.all([bus('speaker'), bus('hearer')])
  const heard: number[] = []
  there.onSlice((_, { to }) => heard.push(to))
  await there.follow('bodies')
  here.publish('bodies', slice(0, 3))
  here.publish('bodies', slice(3, 4, 'message.removed'))
  await until(() => heard.at(-1) === 4)
  const asked = new Redis(redis.url)
  const keys = await asked.keys('*')
  expect(keys).toContain('guestwall:{bodies}:heads')
  const dumps = await Promise.all(keys.map((key) => asked.dumpBuffer(key)))
  asked.disconnect()
  expect(Buffer.concat(dumps.flatMap((dump) => dump ?? [])).toString('latin1')).not.toContain('wish')
})

test('a message on the channel of a session that is no hint is ignored', async () => {
  const [here, there] = await Promise.all([bus('speaks'), bus('hears')])
  const heard: number[] = []
  there.onSlice((_, { to }) => heard.push(to))
  await there.follow('noise')
  const stranger = new Redis(redis.url)
  await stranger.spublish('guestwall:{noise}:news', 'not a hint')
  here.publish('noise', slice(0, 1))
  await until(() => heard.length > 0)
  expect(heard).toEqual([1])
  stranger.disconnect()
})
