import { performance } from 'node:perf_hooks'
import type { WallMessage } from '@guestwall/protocol'
import { openPostgresStore } from '@guestwall/server'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { type CommitCut, type PostgresProxy, startPostgresProxy } from '../support/postgres-proxy.ts'
import { PASS } from '../support/tcp-proxy.ts'
import { BallotBox, recount, tokenOf, VoteHost } from '../support/votes.ts'
import { expectOneLog, join, pause, readiness, readLog, Reader, say, ThreeServers, until, Writers } from './cluster.test-kit.ts'

let postgres: TestPostgres
let proxy: PostgresProxy
let servers: ThreeServers
beforeAll(async () => {
  postgres = await startPostgres()
  proxy = await startPostgresProxy(postgres)
  servers = await ThreeServers.start(await postgres.createDatabase(), { databasePort: proxy.port })
})
afterAll(async () => {
  await servers.stop()
  await proxy.close()
  await postgres.dispose()
})

async function underLoad() {
  const hosted = await servers.createSession()
  const sessionId = hosted.session.id
  const readers = await Promise.all([0, 1, 2].map((index) => Reader.open(servers.url(index), sessionId, `Reader ${index}`)))
  const writers = new Writers(() => servers.urls, sessionId)
  await writers.start(9, 5)
  await writers.acknowledge(60)
  return { sessionId, readers, writers }
}

test('[SEND-2] [LOG-1] after PostgreSQL is killed under load and started again nothing acknowledged is lost, refused posts have a time to wait, and then one succeeds', {
  timeout: 300_000,
}, async () => {
  const { sessionId, readers, writers } = await underLoad()
  const token = await join(servers.url(0), sessionId, 'Asker')
  await postgres.stop({ immediate: true })
  const before = writers.unknown
  // The refusal is one that a client understands: retry later.
  const refused = await tryPost(servers.url(1), token, {
    session: sessionId,
    key: 'while-it-is-away',
    content: 'hello',
    guestName: 'Asker',
  })
  expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable', retryable: true } })
  expect(refused.body['retryAfterMs']).toBeGreaterThan(0)
  expect((await readiness(servers.url(1))).store).toBe('unavailable')
  await until(() => writers.unknown > before + 20)
  await postgres.start()
  await until(() => canConnect(servers.databaseUrl))
  const acceptsAt = performance.now()
  const known = writers.acknowledged.size
  await until(() => writers.acknowledged.size > known)
  const firstMs = Math.round(performance.now() - acceptsAt)
  say(`PostgreSQL back: the first message was acknowledged ${firstMs} ms after it took connections`)
  await writers.acknowledge(60)
  await expectOneLog(servers, sessionId, writers, readers)
  // Each server finds out by its own next check, a second and a half apart.
  for (const url of servers.urls) await until(async () => (await readiness(url)).store === 'ok')
})

describe.each(['before the commit', 'before its answer'] as const)('the connection dies %s', (where: CommitCut) => {
  test('[SEND-1] [SEND-2] one row for each message, and a retry anywhere gets the id that is in the log', {
    timeout: 300_000,
  }, async () => {
    const { session } = await servers.createSession()
    const readers = await Promise.all([0, 1, 2].map((index) => Reader.open(servers.url(index), session.id, `Reader ${index}`)))
    const token = await join(servers.url(0), session.id, 'Unlucky')
    const expected: string[] = []
    for (let round = 0; round < 6; round += 1) {
      const key = `unlucky-key-${round}`
      const body = { session: session.id, key, content: key, guestName: 'Unlucky' }
      const cuts = proxy.cuts()
      // Named by its key: other transactions append too, such as a tally of the votes before.
      proxy.cutNext(where, new RegExp(key))
      const first = await tryPost(servers.url(round % 3), token, body)
      expect(first).toMatchObject({ status: 503, body: { code: 'unavailable', retryable: true } })
      expect(proxy.cuts()).toBe(cuts + 1)
      const { events } = await readLog(servers.databaseUrl, session.id)
      const isThere = events.some(({ data }) => (data as WallMessage).key === key)
      // Both look the same to the guest; the database knows.
      expect(isThere).toBe(where === 'before its answer')
      const again = await tryPost(servers.url((round + 1) % 3), token, body)
      expect(again.status).toBe(isThere ? 200 : 201)
      const third = await tryPost(servers.url((round + 2) % 3), token, body)
      expect(third).toEqual({ status: 200, body: again.body })
      expected.push((again.body['message'] as WallMessage).id)
    }
    const { events } = await readLog(servers.databaseUrl, session.id)
    expect(events.map(({ data }) => (data as WallMessage).id)).toEqual(expected)
    await until(() => readers.every(({ head }) => head === events.length))
    for (const reader of readers) expect(reader.events).toEqual(events)
  })

  test('[SEND-1] [VOTE-2] a ballot is counted once, however its guest repeats it', { timeout: 300_000 }, async () => {
    const hosted = await servers.createSession()
    const sessionId = hosted.session.id
    const { id: voteId } = await new VoteHost(servers.url(0), hosted).open()
    const boxes = servers.urls.map((url) => new BallotBox(url))
    for (let round = 0; round < 6; round += 1) {
      const token = await tokenOf(sessionId, `unlucky-${round}`)
      const ballot = { key: `ballot-key-${round}`, optionIds: [`o${(round % 3) + 1}`] }
      const cuts = proxy.cuts()
      proxy.cutNext(where, /insert into "ballots"/)
      expect(await boxes[round % 3]?.cast(token, voteId, ballot)).toMatchObject({ status: 503 })
      expect(proxy.cuts()).toBe(cuts + 1)
      expect(await boxes[(round + 1) % 3]?.cast(token, voteId, ballot)).toMatchObject({ status: 200 })
      expect(await boxes[(round + 2) % 3]?.cast(token, voteId, ballot)).toMatchObject({ status: 200 })
    }
    const store = await openPostgresStore(servers.databaseUrl, () => {})
    const counted = await recount(store, sessionId, voteId)
    await store.close()
    expect(counted).toMatchObject({ ballots: 6, chain: 6, counts: { o1: 2, o2: 2, o3: 2 } })
    for (const box of boxes) box.close()
  })
})

test('[SEND-4] a server whose connection to PostgreSQL loses everything refuses its guests with a time to wait, and works again when the connection does', {
  timeout: 300_000,
}, async () => {
  const { sessionId, readers, writers } = await underLoad()
  const token = await join(servers.url(1), sessionId, 'Cut off')
  const { toPostgres } = servers.member(1)
  toPostgres.setBoth({ kind: 'blackhole' })
  const body = { session: sessionId, key: 'swallowed-key', content: 'swallowed', guestName: 'Cut off' }
  const startMs = performance.now()
  const refused = await tryPost(servers.url(1), token, body)
  const tookMs = Math.round(performance.now() - startMs)
  expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable', retryable: true } })
  say(`PostgreSQL silent: the post was refused after ${tookMs} ms`)
  expect(await readiness(servers.url(1))).toMatchObject({ status: 503, store: 'unavailable' })
  await writers.acknowledge(30)
  toPostgres.setBoth(PASS)
  let answer = refused
  while (answer.status === 503) {
    await pause(250)
    answer = await tryPost(servers.url(1), token, body)
  }
  expect([200, 201]).toContain(answer.status)
  writers.acknowledged.set(body.key, answer.body['message'] as WallMessage)
  await expectOneLog(servers, sessionId, writers, readers)
})

async function tryPost(url: string, token: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/api/realtime/messages`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function canConnect(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}
