import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { promisify } from 'node:util'
import type { RealtimeClient } from '@guestwall/client'
import type { Position, WallMessage } from '@guestwall/protocol'
import { openPostgresStore } from '@guestwall/server'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { recount, VoteHost } from '../support/votes.ts'
import { WireClient } from '../support/wire-client.ts'
import { join, readLog, realtimeClient, ThreeServers, until, Writers } from './cluster.test-kit.ts'

const execute = promisify(execFile)
/** Messages before the backup, and after it. */
const KEPT = 6
const LOST = 9

let postgres: TestPostgres
let servers: ThreeServers
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(joinPath(tmpdir(), 'guestwall-backup-'))
  postgres = await startPostgres()
  servers = await ThreeServers.start(await postgres.createDatabase())
})
afterAll(async () => {
  await servers.stop()
  await postgres.dispose()
  await rm(folder, { recursive: true, force: true })
})

test(
  '[LOG-4] a dump restored into a new database in the old one’s place: a new epoch, and guests’ phones bring back what the dump lacks',
  {
    timeout: 300_000,
  },
  () =>
    expectNewLife(async () => {
      const file = joinPath(folder, 'dump')
      await execute('pg_dump', ['-Fc', '-f', file, servers.databaseUrl])
      return async () => {
        const name = new URL(servers.databaseUrl).pathname.slice(1)
        await withClient(postgres.url, async (client) => {
          await client.query(`drop database ${name} with (force)`)
          await client.query(`create database ${name} template template0`)
        })
        await execute('pg_restore', ['--single-transaction', '-d', servers.databaseUrl, file])
      }
    }),
)

test('[LOG-4] a dump loaded over the tables of a database that servers are connected to: a new epoch, likewise', { timeout: 300_000 }, () =>
  expectNewLife(async () => {
    const file = joinPath(folder, 'dump-over')
    await execute('pg_dump', ['-Fc', '-f', file, servers.databaseUrl])
    return async () => {
      await execute('pg_restore', ['--clean', '--if-exists', '--single-transaction', '-d', servers.databaseUrl, file])
    }
  }),
)

test(
  '[LOG-4] [LOG-1] a copy of the data directory swapped back, which looks like the database that it was: a new epoch, likewise',
  {
    timeout: 300_000,
  },
  () =>
    expectNewLife(async () => {
      const data = await withClient(postgres.url, async (client) => {
        const { rows } = await client.query<{ data_directory: string }>('show data_directory')
        return rows[0]?.data_directory as string
      })
      const copy = joinPath(folder, 'copy')
      await postgres.stop()
      await execute('cp', ['-a', data, copy])
      await postgres.start()
      return async () => {
        await postgres.stop()
        await execute('rm', ['-rf', data])
        await execute('cp', ['-a', copy, data])
        await postgres.start()
      }
    }),
)

/** `backUp` makes a backup, and answers what puts it in the place of the database as it is by then. */
async function expectNewLife(backUp: () => Promise<() => Promise<void>>): Promise<void> {
  const hosted = await servers.createSession()
  const sessionId = hosted.session.id
  const { id: voteId } = await new VoteHost(servers.url(0), hosted).open()
  const opened = (await readLog(servers.databaseUrl, sessionId)).events.length
  const clients = [0, 1, 2].map((index) => realtimeClient(servers.url(index), sessionId, `Guest ${index}`))
  await until(() => clients.every(({ state }) => state === 'connected'))
  const [first, second] = clients as [RealtimeClient, RealtimeClient]
  const write = (count: number, word: string) =>
    Promise.all(
      Array.from({ length: count }, (_, index) => (clients[index % 3] as RealtimeClient).sendMessage(`${word} ${index}`, 'Guest')),
    )

  const kept = await write(KEPT, 'kept')
  await first.castVote(voteId, ['o1'])
  const restore = await backUp()
  const lost = await write(LOST, 'lost')
  await second.castVote(voteId, ['o2'])
  await until(() => clients.every((client) => client.getSnapshot().votes[0]?.tally?.ballots === 2))
  const old = await readLog(servers.databaseUrl, sessionId)
  await until(() => clients.every((client) => client.getSnapshot().position?.lastEventId === old.events.length))
  // Somebody who read on an old position, and nothing since.
  const token = await join(servers.url(2), sessionId, 'Sleeper')

  // Posts go on from the first moment on: none of them may take an id that an old event had in the old epoch.
  const writers = new Writers(() => servers.urls, sessionId)
  await writers.join(3)
  await restore()
  writers.write(20)
  const witness = witnessOf(sessionId, token, { epoch: old.epoch, lastEventId: old.events.length - 1 })
  await writers.acknowledge(20)
  await writers.stop()
  expect(writers.refusals).toEqual([])

  // Messages that clients still have in their outbox are there again, once.
  await until(async () => {
    const { epoch, events } = await readLog(servers.databaseUrl, sessionId)
    return clients.every(
      ({ getSnapshot }) =>
        getSnapshot().position?.epoch === epoch &&
        getSnapshot().position?.lastEventId === events.length &&
        getSnapshot().waitingToSend === 0,
    )
  }, 100)
  const now = await readLog(servers.databaseUrl, sessionId)
  expect(now.epoch).not.toBe(old.epoch)
  expect(now.events.map(({ id }) => id)).toEqual(now.events.map((_, index) => index + 1))
  const messages = now.events.flatMap(({ type, data }) => (type === 'message.created' ? [data] : []))
  const keys = messages.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  for (const { key } of [...kept, ...lost]) expect(keys).toContain(key)
  // The fault did bite: the backup holds the one and not the other, which came back under new ids.
  const idOf = (message: WallMessage) => messages.find(({ key }) => key === message.key)?.id
  expect(kept.map(idOf)).toEqual(kept.map(({ id }) => id))
  for (const message of lost) expect(idOf(message)).not.toBe(message.id)
  expect(now.events.slice(0, opened)).toEqual(old.events.slice(0, opened))
  for (const client of clients) expect(client.getSnapshot().messages.map(({ message }) => message.id)).toEqual(messages.map(({ id }) => id))

  const store = await openPostgresStore(servers.databaseUrl, () => {})
  const { choices, ballots } = await recount(store, sessionId, voteId)
  await store.close()
  expect(ballots).toBe(2)
  expect(new Set([...choices.values()].flat())).toEqual(new Set(['o1', 'o2']))

  // No reader received another event under an id of the old epoch, and every old position gets a snapshot of the new one.
  for (const [id, event] of await witness.stop()) expect(event).toBe(JSON.stringify(old.events[id - 1]))
  for (const lastEventId of [opened, old.events.length - 1, old.events.length, old.events.length + 100]) {
    const late = await WireClient.join(servers.url(lastEventId % 3), sessionId, { token, position: { epoch: old.epoch, lastEventId } })
    expect(await late.frame('welcome')).toMatchObject({ recovered: false, epoch: now.epoch })
    expect(await late.frame('snapshot')).toMatchObject({ epoch: now.epoch, lastEventId: now.events.length })
    late.close()
  }
  for (const client of clients) client.close()
}

/** Comes back to every server again and again with an old position, and keeps what it is told of the old epoch, by event id. */
function witnessOf(sessionId: string, token: string, position: Position): { stop(): Promise<ReadonlyMap<number, string>> } {
  const told = new Map<number, string>()
  let isOver = false
  const running = (async () => {
    for (let turn = 0; !isOver; turn += 1) {
      const client = await WireClient.open(servers.url(turn % 3), sessionId).catch(() => null)
      if (client === null) continue
      client.send({ type: 'hello', token, position })
      const answer = await client.until(
        () => client.frames.find(({ type }) => type === 'events' || type === 'snapshot') ?? client.closed ?? undefined,
      )
      const welcome = client.frames.find((frame) => frame.type === 'welcome')
      if (welcome?.epoch === position.epoch && 'type' in answer && answer.type === 'events')
        for (const event of answer.events) told.set(event.id, JSON.stringify(event))
      client.close()
    }
  })()
  return {
    async stop() {
      isOver = true
      await running
      return told
    },
  }
}

async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
