import { performance } from 'node:perf_hooks'
import { parseServerFrame } from '@guestwall/protocol/testing'
import type { RealtimeClient } from '@guestwall/client'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { Cluster } from '../support/cluster.ts'
import { WireClient } from '../support/wire-client.ts'
import { expectOneLog, join, pause, Reader, readLog, realtimeClient, say, until, Writers } from './cluster.test-kit.ts'

/** Guests with the real client, all in this process. */
const GUESTS = 400
/** Guests of the server that dies who do not come back. */
const LOST_GUESTS = 20
/** Clients connect so many at a time: a hall does not come in one instant either. */
const AT_ONCE = 100
/** Longer than PostgreSQL lets a transaction stand idle. */
const FREEZE_MS = 6_000
const DRAINED_GUESTS = 120
/** Guests of each server that is drained who only listen to what it says. */
const BARE_GUESTS = 48

let cluster: Cluster
let databaseUrl: string
beforeAll(async () => {
  cluster = await Cluster.start({ nginx: { balance: 'load', isPlain: true }, environment: { LOG_LEVEL: 'silent' } })
  databaseUrl = await databaseOf(cluster.postgres.url)
}, 120_000)
afterAll(() => cluster.stop())

test(`[ONLINE-2] [CONN-2] after one of three servers is killed under ${GUESTS} guests all receive again, and only those who left go offline`, {
  timeout: 300_000,
}, async () => {
  const { session } = await cluster.createSession()
  const [dying] = cluster.servers
  if (dying === undefined) throw new Error('no server')
  const watcher = await WireClient.join(cluster.servers[1]?.url as string, session.id, { guestName: 'Watcher' })
  const clients: RealtimeClient[] = []
  for (let index = 0; index < GUESTS; index += AT_ONCE) {
    for (let place = 0; place < AT_ONCE; place += 1) clients.push(realtimeClient(cluster.url, session.id, `Guest ${index + place}`))
    await until(() => clients.every(({ state }) => state === 'connected'), 50)
  }
  const lost = await Promise.all(
    Array.from({ length: LOST_GUESTS }, (_, index) => WireClient.join(dying.url, session.id, { guestName: `Lost ${index}` })),
  )
  const everybody = GUESTS + LOST_GUESTS + 1
  const counts: number[] = []
  const countNow = () => watcher.frames.findLast((frame) => frame.type === 'online')?.count
  await until(() => countNow() === everybody)
  watcher.webSocket.on('message', (data: Buffer) => {
    const frame = parseServerFrame(data.toString())
    if (frame.type === 'online') counts.push(frame.count)
  })

  const writers = new Writers(() => [cluster.url], session.id)
  await writers.start(1, 400)
  await writers.acknowledge(1)
  const reconnecting = new Set<RealtimeClient>()
  for (const client of clients) client.on('state', (state) => state === 'reconnecting' && reconnecting.add(client))
  const killedAt = performance.now()
  await dying.kill()
  // The guests of the dead server have to come back for the messages that are committed from now on.
  const head = writers.acknowledged.size + 1
  const backAt = new Map<RealtimeClient, number>()
  const look = (client: RealtimeClient) => {
    const { position } = client.getSnapshot()
    if ((position?.lastEventId ?? 0) >= head && !backAt.has(client)) backAt.set(client, performance.now() - killedAt)
  }
  for (const client of clients) client.subscribe(() => look(client))
  await until(() => {
    for (const client of clients) look(client)
    return backAt.size === GUESTS
  }, 20)
  await writers.stop()
  // The fault did bite: about a third lost their server.
  expect(reconnecting.size).toBeGreaterThan(GUESTS / 6)
  const times = [...reconnecting].map((client) => backAt.get(client) as number).sort((left, right) => left - right)
  const p95 = Math.round(times[Math.floor(times.length * 0.95)] as number)
  say(
    `${times.length} of ${GUESTS} guests lost their server; they receive again after ${Math.round(times[0] as number)} ms to ${Math.round(times.at(-1) as number)} ms, p95 ${p95} ms`,
  )

  await until(() => countNow() === everybody - LOST_GUESTS, 50)
  say(`presence is right after ${Math.round(performance.now() - killedAt)} ms`)
  // Those who came back elsewhere were never gone.
  expect(Math.min(...counts)).toBe(everybody - LOST_GUESTS)
  const listed = await (clients[0] as RealtimeClient).getOnlineList()
  expect(listed).toHaveLength(everybody - LOST_GUESTS)
  expect(listed.some(({ name }) => name.startsWith('Lost'))).toBe(false)
  expect(lost.every(({ closed }) => closed !== null)).toBe(true)
  await until(() => clients.every(({ state }) => state === 'connected'), 50)
  for (const client of clients) client.close()
  watcher.close()
  await dying.start()
})

test('[CONN-6] [SEND-2] rolling restart of all three servers under load: every post is acknowledged, none is refused, and the guests come back spread', {
  timeout: 300_000,
}, async () => {
  const { session } = await cluster.createSession()
  const clients = Array.from({ length: DRAINED_GUESTS }, (_, index) => realtimeClient(cluster.url, session.id, `Guest ${index}`))
  await until(() => clients.every(({ state }) => state === 'connected'), 50)
  const writers = new Writers(() => [cluster.url], session.id)
  await writers.start(6, 10)
  const sent: Promise<unknown>[] = []
  let isOver = false
  onTestFinished(() => {
    isOver = true
  })
  const posting = (async () => {
    for (let turn = 0; !isOver; turn += 1) {
      sent.push((clients[turn % clients.length] as RealtimeClient).sendMessage(`from a guest ${turn}`, 'Guest'))
      await pause(50)
    }
  })()
  const returns: number[] = []
  for (const server of cluster.servers) {
    const bare = await Promise.all(
      Array.from({ length: BARE_GUESTS }, (_, index) => WireClient.join(server.url, session.id, { guestName: `Bare ${index}` })),
    )
    let back = 0
    const stops = clients.map((client) => client.on('state', (state) => (back += state === 'connected' ? 1 : 0)))
    await server.restart()
    await until(() => clients.every(({ state }) => state === 'connected'), 50)
    for (const stop of stops) stop()
    returns.push(back)
    // Each is told another moment: in no quarter of the second do twice as many come as in the others.
    const moments = await Promise.all(bare.map(async (client) => (await client.frame('goodbye')).reconnectInMs))
    const quarters = [0, 1, 2, 3].map((quarter) => moments.filter((ms) => Math.min(3, Math.floor((ms - 1_000) / 250)) === quarter).length)
    say(`guests of this server were told to come back, by quarters of a second after the first: ${quarters.join(', ')}`)
    expect(Math.max(...quarters)).toBeLessThanOrEqual((2 * BARE_GUESTS) / 4)
    expect((await Promise.all(bare.map((client) => client.whenClosed()))).every(({ code }) => code === 1001)).toBe(true)
  }
  isOver = true
  await posting
  // Rejects for the guest who was refused.
  await Promise.all(sent)
  await writers.stop()
  expect(writers.refusals).toEqual([])
  const { events } = await readLog(databaseUrl, session.id)
  expect(events.length).toBe(writers.acknowledged.size + sent.length)
  await until(() => clients.every((client) => client.getSnapshot().position?.lastEventId === events.length), 50)
  // The fault did bite: each server had guests, and all of them came back.
  for (const back of returns) expect(back).toBeGreaterThan(10)
  for (const client of clients) client.close()
})

test('[LOG-2] [SYNC-6] while a server is suspended under load the others go on, and after it wakes it sends nothing old or out of order', {
  timeout: 300_000,
}, async () => {
  const { session } = await cluster.createSession()
  const urls = cluster.servers.map(({ url }) => url)
  const readers = await Promise.all(urls.map((url, index) => Reader.open(url, session.id, `Reader ${index}`)))
  const writers = new Writers(() => urls, session.id)
  await writers.start(9, 0)
  await writers.acknowledge(100)
  const [frozen] = cluster.servers
  const token = await join(urls[1] as string, session.id, 'Late')
  frozen?.freeze()
  const before = readers[1]?.head
  await pause(FREEZE_MS)
  await writers.acknowledge(20)
  // The fault did bite: the others go on without it. Only what was on its way when it froze still comes.
  await until(() => (readers[1]?.head ?? 0) > Math.max(before ?? 0, readers[0]?.head ?? 0) + 20)
  const { epoch } = await readLog(databaseUrl, session.id)
  const position = { epoch, lastEventId: readers[1]?.head ?? 0 }
  frozen?.thaw()
  const resumed = await WireClient.join(urls[0] as string, session.id, { token, position })
  expect(await resumed.frame('welcome')).toMatchObject({ recovered: true })
  await writers.acknowledge(50)
  await expectOneLog({ databaseUrl }, session.id, writers, readers)
  expect(resumed.eventIds[0] ?? position.lastEventId + 1).toBe(position.lastEventId + 1)
  for (const { client } of readers) client.close()
  resumed.close()
})

/** The one database that the cluster made. */
async function databaseOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ datname: string }>("select datname from pg_database where datname like 'test_%'")
  await client.end()
  const database = new URL(url)
  database.pathname = `/${rows[0]?.datname}`
  return database.href
}
