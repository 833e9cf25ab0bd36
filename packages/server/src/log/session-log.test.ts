import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../domain/actor.ts'
import type { KeyedCommand } from './decide/command.ts'
import type { Random } from '../domain/ports.ts'
import type { Batch, Committed } from './store.ts'
import { aSession, VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '../testing/memory-store.ts'
import { MAX_GUEST_COMMANDS, MAX_HOST_COMMANDS, MAX_COMMANDS_PER_GUEST } from './command-queue.ts'
import { SessionLog } from './session-log.ts'

const SESSION = aSession({ id: 's' })
const HOST: Actor = { sessionId: 's', id: 'host', name: 'Host', role: 'host' }

/** A store whose next transaction begins only when it is let through. */
class HeldStore extends MemoryStore {
  readonly batches: string[][] = []
  #through: (() => void)[] = []

  override async append(sessionId: string, batch: Batch): Promise<Committed | null> {
    this.batches.push(batch.commands.map((command) => ('key' in command ? command.key : command.kind)))
    await new Promise<void>((resolve) => this.#through.push(resolve))
    return super.append(sessionId, batch)
  }

  /** Lets through what waits, and what comes to wait meanwhile, until nothing does. */
  async letAllThrough(): Promise<void> {
    while (this.#through.length > 0) {
      this.#through.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

let store: HeldStore
let log: SessionLog
let made: number
let clock: VirtualClock

beforeEach(async () => {
  made = 0
  store = new HeldStore()
  await store.createSession({ session: SESSION, epoch: 'e' })
  const random: Random = { next: () => 0, id: () => `id-${(made += 1)}`, code: () => 'ABC234' }
  clock = new VirtualClock()
  log = new SessionLog({ store, clock, random, bodyKey: 'body-key-of-this-test' })
})

function guest(id: string): Actor {
  return { sessionId: 's', id, name: id, role: 'guest' }
}
function message(actor: Actor, key: string): KeyedCommand {
  return { kind: 'sendMessage', actor, key, bodyHash: '', content: '喜', guestName: actor.name }
}
const rename = (key: string): KeyedCommand => ({ kind: 'changeSession', actor: HOST, key, bodyHash: '', change: { title: key } })

describe('the queue of a session', () => {
  test('[SEND-5] commands of hosts go first, in their own order; each guest keeps the own order', async () => {
    const answers = [
      log.append(message(guest('a'), 'under-way')),
      log.append(message(guest('a'), 'a-1')),
      log.append(message(guest('b'), 'b-1')),
      log.append(rename('host-1')),
      log.append(message(guest('a'), 'a-2')),
      log.append(rename('host-2')),
    ]
    await store.letAllThrough()
    expect(await Promise.all(answers)).toMatchObject(answers.map(() => ({ ok: true })))
    expect(store.batches).toEqual([['under-way'], ['host-1', 'host-2', 'a-1', 'b-1', 'a-2']])
  })

  test('[VOTE-3] a close keeps its place: ballots that waited before it are counted, later ones are refused; a removal goes before all', async () => {
    const words = { question: '?', options: ['x', 'y'], maxChoices: 1, changeable: true, results: 'always' } as const
    const created = log.append({ kind: 'createVote', actor: HOST, key: 'create', bodyHash: '', draft: words })
    await store.letAllThrough()
    const outcome = await created
    const voteId = outcome.ok ? (outcome.value.vote?.id ?? '') : ''
    const turn = (turn: 'open' | 'close' | 'reveal') =>
      log.append({ kind: 'actOnVote', actor: HOST, key: turn, bodyHash: '', voteId, action: turn })
    const cast = (id: string, key: string): Promise<unknown> =>
      log.append({ kind: 'castVote', actor: guest(id), key, bodyHash: '', voteId, optionIds: ['o1'] })
    const answers = [turn('open'), cast('a', 'in-time'), turn('close'), turn('reveal'), cast('b', 'late')]
    const removed = log.append({ kind: 'removeMessage', actor: HOST, key: 'remove', bodyHash: '', messageId: 'none' })
    await store.letAllThrough()
    expect(await removed).toMatchObject({ refusal: { code: 'message_not_found' } })
    expect(store.batches.slice(1)).toEqual([['open'], ['remove', 'in-time', 'close', 'reveal', 'late']])
    expect(await Promise.all(answers)).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: true, value: { vote: { state: 'closed', tally: { ballots: 1 } } } },
      { ok: true },
      { ok: false, refusal: { code: 'vote_closed' } },
    ])
  })

  test('one guest has at most a hundredth of the places, and the next command is refused; the others and the host have theirs', async () => {
    const first = log.append(message(guest('first'), 'first'))
    const flood = Array.from({ length: 1_000 }, (_, index) => log.append(message(guest('flooder'), `key-${index}`)))
    expect(log.refusalOf(guest('flooder'))).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterMs: 1_000 })
    expect([log.refusalOf(guest('other')), log.refusalOf(HOST)]).toEqual([null, null])
    await store.letAllThrough()
    await first
    const accepted = (await Promise.all(flood)).filter(({ ok }) => ok)
    expect(accepted).toHaveLength(MAX_COMMANDS_PER_GUEST)
    expect(MAX_COMMANDS_PER_GUEST).toBeLessThan(MAX_GUEST_COMMANDS / 50)
    expect(log.refusalOf(guest('flooder'))).toBeNull()
  })

  test('when guests fill their places the host keeps its own: a removal is accepted and goes next, and the end follows the guests', async () => {
    const first = log.append(message(guest('first'), 'first'))
    const hall = Array.from({ length: MAX_GUEST_COMMANDS }, (_, index) => log.append(message(guest(`g${index}`), 'one')))
    expect(log.refusalOf(guest('late'))).toMatchObject({ code: 'session_busy', retryable: true })
    const ended = log.append({ kind: 'actOnSession', act: 'end', actor: HOST, key: 'end', bodyHash: '' })
    const removed = log.append({ kind: 'removeMessage', actor: HOST, key: 'remove', bodyHash: '', messageId: 'id-1' })
    await store.letAllThrough()
    await first
    expect(await removed).toMatchObject({ ok: true, value: { message: { status: 'removed' } } })
    expect(store.batches[1]?.[0]).toBe('remove')
    expect((await Promise.all(hall)).every(({ ok }) => ok)).toBe(true)
    expect(await ended).toMatchObject({ ok: true })
  })

  test('the host has places of its own, and a limited number of them', async () => {
    const asked = Array.from({ length: MAX_HOST_COMMANDS + 2 }, (_, index) => log.append(rename(`key-${index}`)))
    expect(log.refusalOf(HOST)).toMatchObject({ code: 'session_busy' })
    await store.letAllThrough()
    // The first one was under way and takes no place.
    expect((await Promise.all(asked)).filter(({ ok }) => !ok)).toHaveLength(1)
    expect(log.refusalOf(HOST)).toBeNull()
  })
})

describe('the signals of the log', () => {
  test('[SEND-2] a commit is announced after it is durable and before its commands are answered', async () => {
    const order: string[] = []
    log.committed.on(({ slice }) => order.push(`committed ${slice.from}-${slice.to}`))
    const answered = log.append(message(guest('a'), 'a-1')).then(() => order.push('answered'))
    expect(order).toEqual([])
    await store.letAllThrough()
    await answered
    expect(order).toEqual(['committed 0-1', 'answered'])
  })

  test('a batch that appends no event is not announced', async () => {
    const commits: unknown[] = []
    log.committed.on((commit) => commits.push(commit))
    const removed = log.append({ kind: 'removeMessage', actor: HOST, key: 'remove', bodyHash: '', messageId: 'none' })
    await store.letAllThrough()
    expect(await removed).toMatchObject({ refusal: { code: 'message_not_found' } })
    expect(commits).toEqual([])
  })

  test('[PEOPLE-1] a guest who was noted in a batch that failed is noted with the next one', async () => {
    const noted: string[][] = []
    const failing = new SessionLog({
      store: {
        append: (_, { seen = [] }) => {
          noted.push(seen.map(({ id }) => id))
          return Promise.reject(new Error('gone'))
        },
      },
      clock: new VirtualClock(),
      random: { next: () => 0, id: () => 'id', code: () => 'ABC234' },
      bodyKey: 'body-key-of-this-test',
    })
    await failing.append(message(guest('a'), 'a-1'))
    await failing.append(message(guest('b'), 'b-1'))
    expect(noted).toEqual([['a'], ['a', 'b']])
  })

  test('[SEND-1] a store that fails answers every command of the batch `unavailable`, and is announced once', async () => {
    const failures: unknown[] = []
    const failing = new SessionLog({
      store: { append: () => Promise.reject(new Error('gone')) },
      clock: new VirtualClock(),
      random: { next: () => 0, id: () => 'id', code: () => 'ABC234' },
      bodyKey: 'body-key-of-this-test',
    })
    failing.failed.on((error) => failures.push(error))
    expect(await failing.append(message(guest('a'), 'a-1'))).toMatchObject({ refusal: { code: 'unavailable', retryable: true } })
    expect(failures).toEqual([new Error('gone')])
  })
})

describe('a batch that gathers commands until the next round of writes', () => {
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const roundIn = (ms: number) => log.notePace('s', clock.now() + ms)
  const pass = (ms: number) => {
    clock.advance(ms)
    return turn()
  }
  const isSettled = async (answer: Promise<unknown>) => {
    await store.letAllThrough()
    return Promise.race([answer.then(() => true), turn().then(() => false)])
  }

  test('commands of guests share one transaction, just before the round', async () => {
    roundIn(20)
    const answers = [log.append(message(guest('a'), 'a-1'))]
    await pass(10)
    answers.push(log.append(message(guest('b'), 'b-1')))
    await pass(9)
    expect(store.batches).toEqual([])
    await pass(1)
    expect(store.batches).toEqual([['a-1', 'b-1']])
    await store.letAllThrough()
    expect((await Promise.all(answers)).map(({ ok }) => ok)).toEqual([true, true])
  })

  test('it begins earlier by as much as the last commit took', async () => {
    const first = log.append(message(guest('a'), 'a-1'))
    clock.advance(5)
    await store.letAllThrough()
    await first
    roundIn(20)
    void log.append(message(guest('a'), 'a-2'))
    await pass(14)
    expect(store.batches).toHaveLength(1)
    await pass(1)
    expect(store.batches).toHaveLength(2)
  })

  test('a round that is late is waited for again, and no command waits longer than 30 ms', async () => {
    roundIn(10)
    const answer = log.append(message(guest('a'), 'a-1'))
    roundIn(500)
    await pass(10)
    await pass(19)
    expect(store.batches).toEqual([])
    await pass(1)
    expect(store.batches).toEqual([['a-1']])
    expect(await isSettled(answer)).toBe(true)
  })

  test('a command of a host waits for nothing, and takes along those that have waited', async () => {
    roundIn(20)
    void log.append(message(guest('a'), 'a-1'))
    await turn()
    const answer = log.append(rename('host-1'))
    await turn()
    expect(store.batches).toEqual([['host-1', 'a-1']])
    expect(await isSettled(answer)).toBe(true)
    void log.append(rename('host-2'))
    expect(store.batches.at(-1)).toEqual(['host-2'])
  })

  test('a log that stops commits what waits', async () => {
    roundIn(20)
    void log.append(message(guest('a'), 'a-1'))
    log.stop()
    await turn()
    expect(store.batches).toEqual([['a-1']])
  })

  test('rounds of other sessions are not waited for', () => {
    log.notePace('other', clock.now() + 20)
    void log.append(message(guest('a'), 'a-1'))
    expect(store.batches).toEqual([['a-1']])
  })

  test('a full transaction waits for nothing', async () => {
    roundIn(20)
    for (let each = 0; each < 255; each += 1) void log.append(message(guest(`g${each}`), 'key'))
    await turn()
    expect(store.batches).toEqual([])
    void log.append(message(guest('last'), 'key'))
    await turn()
    expect(store.batches.map((batch) => batch.length)).toEqual([256])
  })
})
