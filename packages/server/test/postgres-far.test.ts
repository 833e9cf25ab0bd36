import { connect, createServer, type Socket } from 'node:net'
import type { Session } from '@guestwall/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/support/test-database.ts'
import type { KeyedCommand } from '../src/log/decide/command.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { appendAll, createSession, HOST, newId } from '../src/log/store.test-kit.ts'
import type { Committed, Store } from '../src/log/store.ts'

/** The cost of an append where PostgreSQL is far away, in exchanges: each one is a round trip. */

/** Long enough that what is sent together is seen together. */
const ONE_WAY_MS = 20

/** A way to PostgreSQL that takes its time, and counts how often somebody waited for an answer before it went on. */
interface FarWay {
  readonly url: string
  exchanges: number
  close(): Promise<void>
}

async function farWay(databaseUrl: string): Promise<FarWay> {
  const url = new URL(databaseUrl)
  const target = Number(url.port)
  const open = new Set<Socket>()
  const way = { url: '', exchanges: 0, close: () => Promise.resolve() }
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true })
    let isAnswered = true
    const late = (to: Socket, bytes: Buffer) => setTimeout(() => to.write(bytes), ONE_WAY_MS)
    near.on('data', (bytes: Buffer) => {
      if (isAnswered) way.exchanges += 1
      isAnswered = false
      late(far, bytes)
    })
    far.on('data', (bytes: Buffer) => {
      setTimeout(() => {
        isAnswered = true
      }, ONE_WAY_MS)
      late(near, bytes)
    })
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url.port = String((server.address() as { port: number }).port)
  way.url = url.href
  way.close = () => {
    for (const socket of open) socket.destroy()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  return way
}

let databaseUrl: string
let way: FarWay
let store: Store
let session: Session
beforeAll(async () => {
  databaseUrl = await testDatabase()
  way = await farWay(databaseUrl)
  store = await openPostgresStore(way.url, () => {})
})
afterAll(async () => {
  await store.close()
  await way.close()
})
beforeEach(async () => {
  session = await createSession(store)
})

/** The exchanges that this takes, on a connection that is there already. */
async function exchangesOf(work: () => Promise<unknown>): Promise<number> {
  await store.ping()
  way.exchanges = 0
  await work()
  return way.exchanges
}

async function exchangesOfAppend(commands: readonly KeyedCommand[]): Promise<{ exchanges: number; outcomes: Committed['outcomes'] }> {
  let outcomes: Committed['outcomes'] = []
  const exchanges = await exchangesOf(async () => {
    outcomes = (await appendAll(store, commands)).outcomes
  })
  return { exchanges, outcomes }
}

async function headOf(): Promise<number | undefined> {
  return (await store.readHeads([session.id])).get(session.id)?.head
}

const by = <Role extends 'guest' | 'host'>(role: Role) => ({ sessionId: session.id, id: role, name: role, role })

function say(key = newId()): KeyedCommand {
  return { kind: 'sendMessage', actor: by('guest'), key, bodyHash: key, content: key, guestName: 'guest' }
}

describe('an append to a PostgreSQL that is far away', () => {
  test('[LOG-2] takes two exchanges, however many commands: the lock with what is read behind it, the writes with the commit', async () => {
    expect(await exchangesOf(() => appendAll(store, [say()]))).toBeLessThanOrEqual(2)
    expect(
      await exchangesOf(() =>
        appendAll(
          store,
          Array.from({ length: 100 }, () => say()),
        ),
      ),
    ).toBeLessThanOrEqual(2)
  })

  test('[LOG-2] takes one for messages, where this server wrote last: what it left is guarded behind the lock', async () => {
    await appendAll(store, [say()])
    expect(await exchangesOf(() => appendAll(store, [say()]))).toBe(1)
    expect(
      await exchangesOf(() =>
        appendAll(
          store,
          Array.from({ length: 100 }, () => say()),
        ),
      ),
    ).toBe(1)
    expect(await headOf()).toBe(102)
  })

  test('[LOG-1] [SEND-1] reads the commits of another server under the lock: it writes nothing twice and nothing on an old state', async () => {
    const other = await openPostgresStore(databaseUrl, () => {})
    const known = say('asked-here-and-there')
    await appendAll(store, [say()])
    await appendAll(other, [known])
    // Its head was guessed wrong: one exchange more.
    let committed = await exchangesOfAppend([known])
    expect(committed.exchanges).toBeLessThanOrEqual(3)
    expect(committed.outcomes[0]).toMatchObject({ ok: true, value: { isReplay: true, message: { eventId: 2 } } })
    // Only the key is known: the head is where it was.
    const again = say('again')
    await appendAll(
      store,
      Array.from({ length: 3 }, () => say()),
    )
    await appendAll(store, [again])
    committed = await exchangesOfAppend([again])
    expect(committed.outcomes[0]).toMatchObject({ ok: true, value: { isReplay: true } })
    // The wall was closed.
    await appendAll(
      store,
      Array.from({ length: 20 }, () => say()),
    )
    for (let batch = 0; batch < 20; batch += 1) await appendAll(store, [say()])
    const close: KeyedCommand = {
      kind: 'changeSession',
      actor: { sessionId: session.id, ...HOST },
      key: newId(),
      bodyHash: 'x',
      change: { moderation: 'closed' },
    }
    await appendAll(other, [close])
    committed = await exchangesOfAppend([say()])
    expect(committed.outcomes[0]).toMatchObject({ ok: false, refusal: { code: 'wall_closed' } })
    const { events } = (await other.readEvents(session.id, 0, 1_000)) ?? { events: [] }
    expect(events.map(({ event }) => event.id)).toEqual(events.map((_, index) => index + 1))
    await other.close()
  })

  test('[SEND-1] takes three where a command was carried out before', async () => {
    const first = say('asked-twice')
    await appendAll(store, [first])
    expect(await exchangesOf(() => appendAll(store, [first, say()]))).toBeLessThanOrEqual(3)
  })

  test('[LOG-5] takes two for a removal, which erases in four tables', async () => {
    const { outcomes } = await appendAll(store, [say()])
    const messageId = (outcomes[0]?.ok === true && outcomes[0].value.message?.id) || ''
    const remove: KeyedCommand = {
      kind: 'removeMessage',
      actor: { sessionId: session.id, ...HOST },
      key: newId(),
      bodyHash: 'x',
      messageId,
    }
    expect(await exchangesOf(() => appendAll(store, [remove]))).toBeLessThanOrEqual(2)
  })

  test('[VOTE-4] takes two for ballots, chains, counts and the tally that is due', async () => {
    const actor = { sessionId: session.id, ...HOST }
    const words = { question: 'Q', options: ['a', 'b'], maxChoices: 1, changeable: true, results: 'afterVoting' } as const
    const made = await appendAll(store, [{ kind: 'createVote', actor, key: newId(), bodyHash: 'x', draft: words }])
    const voteId = (made.outcomes[0]?.ok === true && made.outcomes[0].value.vote?.id) || ''
    await appendAll(store, [{ kind: 'actOnVote', actor, key: newId(), bodyHash: 'x', voteId, action: 'open' }])
    const cast = (guest: string): KeyedCommand => {
      const voter = { sessionId: session.id, id: guest, name: guest, role: 'guest' } as const
      return { kind: 'castVote', actor: voter, key: newId(), bodyHash: 'x', voteId, optionIds: ['o1'] }
    }
    expect(await exchangesOf(() => appendAll(store, [cast('g1'), cast('g2'), say()]))).toBeLessThanOrEqual(2)
    expect((await store.readVotes(session.id))[0]).toMatchObject({ counts: { o1: 2, o2: 0 } })
  })
})
