import type { RealtimeClient } from '@guestwall/client'
import type { WallMessage } from '@guestwall/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { testDatabase } from '../support/test-database.ts'
import { WireClient } from '../support/wire-client.ts'
import { expectOneLog, join, readLog, realtimeClient, Reader, ThreeServers, until, Writers } from './cluster.test-kit.ts'

const MESSAGES = 40

let servers: ThreeServers
beforeAll(async () => {
  servers = await ThreeServers.start(await testDatabase())
})
afterAll(() => servers.stop())

test('[LOG-2] [SYNC-6] bare readers of three servers, posts to all of them at once: one order everywhere, nothing missing, nothing twice', async () => {
  const { session } = await servers.createSession()
  const readers = await Promise.all([0, 1, 2, 0, 1, 2].map((at, index) => Reader.open(servers.url(at), session.id, `Reader ${index}`)))
  const writers = new Writers(() => servers.urls, session.id)
  await writers.start(9, 0)
  await writers.acknowledge(200)
  const events = await expectOneLog(servers, session.id, writers, readers)
  expect(events.length).toBeGreaterThanOrEqual(200)
})

test('[LOG-3] [SEND-3] [SYNC-6] when clients post at three servers every wall equals the log, and each own message is on it once', async () => {
  const { session } = await servers.createSession()
  const clients = [0, 1, 2, 0, 1, 2].map((at, index) => realtimeClient(servers.url(at), session.id, `Guest ${index}`))
  await until(() => clients.every(({ state }) => state === 'connected'))
  const sent = (client: RealtimeClient, guest: number) =>
    Promise.all(Array.from({ length: MESSAGES / 4 }, (_, index) => client.sendMessage(`${guest} says ${index}`, `Guest ${guest}`)))
  const acknowledged = (await Promise.all(clients.map(sent))).flat()
  const head = acknowledged.length
  await until(() => clients.every((client) => client.getSnapshot().position?.lastEventId === head))
  const { epoch, events } = await readLog(servers.databaseUrl, session.id)
  const log = events.map(({ data }) => data as WallMessage)
  expect(log.map(({ id }) => id).sort()).toEqual(acknowledged.map(({ id }) => id).sort())
  for (const [guest, client] of clients.entries()) {
    const { wall, messages, position, waitingToSend } = client.getSnapshot()
    expect(position).toEqual({ epoch, lastEventId: head })
    expect(wall?.messages).toEqual(log)
    expect(messages.map(({ message }) => message.id)).toEqual(log.map(({ id }) => id))
    // In the order in which they were written (SEND-5).
    const own = messages.filter(({ isMine }) => isMine).map(({ message }) => message.content)
    expect(own).toEqual(Array.from({ length: MESSAGES / 4 }, (_, index) => `${guest} says ${index}`))
    expect(waitingToSend).toBe(0)
    client.close()
  }
})

test('[SEND-1] [LOG-2] one key at three servers at once: one row, and all three give the same answer', async () => {
  const { session } = await servers.createSession()
  const token = await join(servers.url(0), session.id, 'Twice')
  const rounds = Array.from({ length: 20 }, (_, round) => `the-same-key-${round}`)
  for (const key of rounds) {
    const body = { session: session.id, key, content: key, guestName: 'Twice' }
    const answers = await Promise.all(
      servers.urls.map((url) => post<{ message: WallMessage }>(`${url}/api/realtime/messages`, body, token)),
    )
    expect(answers).toEqual(answers.map(() => answers[0]))
  }
  const { events } = await readLog(servers.databaseUrl, session.id)
  expect(events.map(({ data }) => (data as WallMessage).key)).toEqual(rounds)
})

test('[SYNC-6] a position from one server is valid at another at once, although no bus brought it the events', async () => {
  const { session } = await servers.createSession()
  const token = await join(servers.url(0), session.id, 'Wanderer')
  // The second server holds the session live, and its link to Redis is cut: until its next look at the log it gets no event.
  const still = await Reader.open(servers.url(1), session.id, 'Still')
  const { epoch } = await still.client.frame('welcome')
  servers.member(1).toRedis.setBoth({ kind: 'blackhole' })
  for (let lastEventId = 1; lastEventId <= 5; lastEventId += 1) {
    const body = { session: session.id, key: `wander-key-${lastEventId}`, content: 'hello', guestName: 'Wanderer' }
    await post(`${servers.url(0)}/api/realtime/messages`, body, token)
    const wanderer = await WireClient.join(servers.url(1), session.id, { token, position: { epoch, lastEventId } })
    expect(await wanderer.frame('welcome')).toMatchObject({ recovered: true, lastEventId })
    wanderer.close()
  }
  const behind = await WireClient.join(servers.url(1), session.id, { token, position: { epoch, lastEventId: 3 } })
  expect((await behind.frame('events')).events.map(({ id }) => id)).toEqual([4, 5])
  servers.member(1).toRedis.setBoth({ kind: 'pass' })
  for (const client of [behind, still.client]) client.close()
  await servers.untilRedisIs('ok')
})

test('[ONLINE-1] [ONLINE-2] a guest who leaves on purpose is offline at every server before one that only vanished is, and a poll at another server keeps a guest online', async () => {
  const { session } = await servers.createSession()
  const [leaver, ...watchers] = await Promise.all(
    [0, 1, 2].map((index) => WireClient.join(servers.url(index), session.id, { guestName: `Guest ${index}` })),
  )
  // A guest without a goodbye stays listed until its time is over.
  const vanished = await WireClient.join(servers.url(0), session.id, { guestName: 'Vanished' })
  const countOf = (client: WireClient) => client.frames.findLast((frame) => frame.type === 'online')?.count
  await until(() => watchers.every((client) => countOf(client) === 4))
  vanished.webSocket.terminate()
  leaver?.close(1000)
  const names = async (client: WireClient) => JSON.stringify(await client.ask({ type: 'getOnlineList' }))
  for (const client of watchers) {
    await until(async () => !(await names(client)).includes('"Guest 0"'), 50)
    expect(await names(client)).toContain('"Vanished"')
  }

  const token = await join(servers.url(0), session.id, 'Poller')
  await fetch(`${servers.url(1)}/api/realtime/poll?session=${session.id}`, { headers: { authorization: `Bearer ${token}` } })
  await until(async () => (await Promise.all(watchers.map(names))).every((list) => list.includes('"Poller"')), 50)
  for (const client of watchers) client.close()
})
