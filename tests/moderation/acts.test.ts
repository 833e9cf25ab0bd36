import { Writable } from 'node:stream'
import type { HostedSession, Problem, WallMessage } from '@guestwall/protocol'
import { HostClient, messageConflict } from '@guestwall/client/host'
import { openPostgresStore, type Store, systemClock, Tokens } from '@guestwall/server'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Guestwall, startGuestwall, TOKEN_SECRET } from '../support/guestwall.ts'
import { post } from '../support/http-calls.ts'
import { SeededRandom } from '../support/seeded-random.ts'
import { testDatabase } from '../support/test-database.ts'
import { WireClient } from '../support/wire-client.ts'

const lines: string[] = []
const log = pino(
  { level: 'trace' },
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  }),
)

let wall: Guestwall
beforeAll(async () => {
  wall = await startGuestwall({ parts: { log } })
})
afterAll(() => wall.stop())

let keys = 0
const key = () => `moderation-${(keys += 1)}`

async function send(url: string, session: string, token: string, content: string): Promise<WallMessage> {
  const body = { session, key: key(), content, guestName: '小明' }
  return (await post<{ message: WallMessage }>(`${url}/api/realtime/messages`, body, token)).message
}

async function read(path: string, token: string): Promise<string> {
  const response = await fetch(`${wall.url}${path}`, { headers: { authorization: `Bearer ${token}` } })
  expect(response.status).toBe(200)
  return response.text()
}

/** Everything that this credential can read of the session without a socket. */
async function everything(session: string, token: string): Promise<string> {
  const snapshot = await read(`/api/realtime/poll?session=${session}`, token)
  const { epoch } = (JSON.parse(snapshot) as { snapshot: { epoch: string } }).snapshot
  const replay = await read(`/api/realtime/poll?session=${session}&epoch=${epoch}&lastEventId=0&replay=all`, token)
  return [snapshot, replay, await read(`/api/sessions/${session}/messages`, token)].join('\n')
}

describe('[MOD-3] the text and the author of a message that is not shown', () => {
  const TEXT = 'what nobody in the hall may read'
  let hosted: HostedSession
  let tokens: { author: string; guest: string; wall: string }
  let message: WallMessage
  const host = () => new HostClient({ url: wall.url }).session(hosted.session.id, hosted.hostToken)
  const readers = async () => Promise.all([tokens.author, tokens.guest, tokens.wall].map((token) => everything(hosted.session.id, token)))

  beforeAll(async () => {
    hosted = await wall.createSession({ title: '林晓 & 陈默', moderation: 'approve' })
    const [author, guest] = await Promise.all(['小明', '阿珍'].map((name) => wall.join(hosted.session.id, name)))
    tokens = { author: author!.token, guest: guest!.token, wall: hosted.wallToken }
    message = await send(wall.url, hosted.session.id, tokens.author, TEXT)
  })

  test('reach hosts alone while it waits; the author learns that it waits, and no reason', async () => {
    expect(message).toMatchObject({ status: 'pending', content: TEXT })
    expect(Object.keys(message)).not.toContain('held')
    for (const text of await readers()) expect(text).not.toContain(TEXT)
    const held = [{ rule: 'approve' }]
    expect((await host().listMessages({ status: 'pending', after: 0 })).messages).toMatchObject([{ id: message.id, content: TEXT, held }])
    expect((await host().getWall()).messages).toMatchObject([{ id: message.id, held }])
  })

  test('reach every reader once it is approved', async () => {
    expect(await host().actOnMessage(message.id, 'approve')).toMatchObject({ status: 'shown', decided: { by: { name: 'Host' } } })
    for (const text of await readers()) expect(text).toContain(TEXT)
  })

  test('reach nobody but hosts from its rejection on, over no route and at no position', async () => {
    await host().actOnMessage(message.id, 'reject', { from: 'shown' })
    for (const text of await readers()) {
      expect(text).not.toContain(TEXT)
      expect(text).toContain('"messageCount":0')
      // The events are still there, and say only that there was a message.
      expect(text).toContain('message.shown')
      expect(text).not.toContain('小明')
    }
    expect(await everything(hosted.session.id, hosted.hostToken)).toContain(TEXT)
  })

  test('reach every reader again once it is restored, and the count is right', async () => {
    await host().actOnMessage(message.id, 'restore')
    for (const text of await readers()) {
      expect(text).toContain(TEXT)
      expect(text).toContain('"messageCount":1')
    }
  })

  test('[MOD-10] [LOG-6] reach hosts and its author alone while it waits again, over no route and at no position; the author learns no reason', async () => {
    expect(await host().actOnMessage(message.id, 'hold', { from: 'shown' })).toMatchObject({
      status: 'pending',
      held: [{ rule: 'approve' }],
    })
    const [author, ...others] = await readers()
    for (const text of others) {
      expect(text).not.toContain(TEXT)
      expect(text).toContain('"messageCount":0')
      expect(text).not.toContain('message.held')
    }
    expect(author).toContain('message.held')
    expect(author).not.toContain('"held":')
    expect((await host().getWall()).messages).toMatchObject([{ id: message.id, status: 'pending' }])
    await host().actOnMessage(message.id, 'reject')
    expect(await host().actOnMessage(message.id, 'hold')).toMatchObject({ status: 'pending', content: TEXT })
  })

  test('are in no line of the log', () => {
    expect(lines.join('')).not.toContain(TEXT)
  })
})

test('[MOD-5] the author of a message that waited learns over a socket that it was rejected, and no other guest does', async () => {
  const hosted = await wall.createSession({ title: '林晓 & 陈默', moderation: 'approve' })
  const { token } = await wall.join(hosted.session.id, '小明')
  const [author, other] = await Promise.all([token, null].map(() => WireClient.open(wall.url, hosted.session.id)))
  author!.send({ type: 'hello', token })
  other!.send({ type: 'hello', guestName: '阿珍' })
  await Promise.all([author!.frame('snapshot'), other!.frame('snapshot')])
  const message = await send(wall.url, hosted.session.id, token, '等一下')
  const host = new HostClient({ url: wall.url }).session(hosted.session.id, hosted.hostToken)
  await host.actOnMessage(message.id, 'reject')
  const marker = await send(wall.url, hosted.session.id, hosted.hostToken, 'the end')
  const eventsOf = async (client: WireClient) => {
    await client.until(() => client.eventIds.includes(marker.eventId) || null)
    return client.frames.flatMap((frame) => (frame.type === 'events' ? frame.events.map(({ type }) => type) : []))
  }
  expect(await eventsOf(author!)).toEqual(['message.rejected', 'message.created'])
  expect(await eventsOf(other!)).toEqual(['message.created'])
  for (const client of [author!, other!]) client.close()
})

test('[MOD-6] hosts read in the events who acted; a guest and a screen do not', async () => {
  const hosted = await wall.createSession()
  const { token } = await wall.join(hosted.session.id, '小明')
  const message = await send(wall.url, hosted.session.id, token, '新婚快乐')
  const helper = await new Tokens(TOKEN_SECRET, 30, systemClock).issue({
    sessionId: hosted.session.id,
    id: 'helper',
    name: '小雨',
    role: 'host',
  })
  await new HostClient({ url: wall.url }).session(hosted.session.id, helper).actOnMessage(message.id, 'pin')
  expect(await everything(hosted.session.id, hosted.hostToken)).toContain('"by":{"id":"helper","name":"小雨"}')
  for (const reader of [token, hosted.wallToken]) expect(await everything(hosted.session.id, reader)).not.toContain('小雨')
})

test('[MOD-7] a host approves up to 100 messages in one request, and lists and counts what waits', async () => {
  const hosted = await wall.createSession({ title: '林晓 & 陈默', moderation: 'approve' })
  const { token } = await wall.join(hosted.session.id, '小明')
  const ids: string[] = []
  for (let index = 0; index < 120; index += 1) ids.push((await send(wall.url, hosted.session.id, token, `祝福 ${index}`)).id)
  const host = new HostClient({ url: wall.url }).session(hosted.session.id, hosted.hostToken)
  expect((await host.getWall()).messages).toHaveLength(100)
  const first = await host.listMessages({ status: 'pending', after: 0, limit: 100 })
  expect([first.messages.map(({ id }) => id), first.counts]).toEqual([
    ids.slice(0, 100),
    { pending: 120, shown: 0, rejected: 0, private: 0 },
  ])
  const approved = await host.actOnMessages(ids.slice(0, 100), 'approve')
  expect(new Set(approved.map(({ status }) => status))).toEqual(new Set(['shown']))
  const rest = await host.listMessages({ status: 'pending', after: first.nextAfter, limit: 100 })
  expect([rest.messages.map(({ id }) => id), rest.counts]).toEqual([ids.slice(100), { pending: 20, shown: 100, rejected: 0, private: 0 }])
  await expect(host.actOnMessages(ids, 'approve')).rejects.toMatchObject({ code: 'bad_request' })
})

describe.each([
  ['SQLite', null],
  ['PostgreSQL', testDatabase],
] as const)('[MOD-4] two hosts on two servers over %s', (_, database) => {
  const servers: Guestwall[] = []
  beforeAll(async () => {
    const url = await database?.()
    const open = (): Promise<Store | undefined> => (url === undefined ? Promise.resolve(undefined) : openPostgresStore(url, () => {}))
    const first = await startGuestwall(await withStore(open))
    // The embedded store belongs to one process, which both servers share.
    servers.push(first, await startGuestwall(url === undefined ? { store: first.store } : await withStore(open)))
  })
  afterAll(async () => {
    for (const server of servers.reverse()) await server.stop()
  })

  test('who approve and reject one message at the same time: one acts, and the other is told who (200 seeds)', async () => {
    const [one, two] = servers as [Guestwall, Guestwall]
    const hosted = await one.createSession({ title: '林晓 & 陈默', moderation: 'approve' })
    const { token } = await one.join(hosted.session.id, '小明')
    const tokens = new Tokens(TOKEN_SECRET, 30, systemClock)
    const hosts = await Promise.all(
      [one, two].map(async ({ url }, index) => {
        const actor = { sessionId: hosted.session.id, id: `host-${index}`, name: `Host ${index}`, role: 'host' } as const
        return { actor, api: new HostClient({ url, retries: 0 }).session(hosted.session.id, await tokens.issue(actor)) }
      }),
    )
    const winners = new Set<string>()
    const race = async (seed: number) => {
      const random = new SeededRandom(seed)
      const message = await send(one.url, hosted.session.id, token, `seed ${seed}`)
      const actions = random.is(0.5) ? (['approve', 'reject'] as const) : (['reject', 'approve'] as const)
      const act = (index: number) => hosts[index]!.api.actOnMessage(message.id, actions[index]!).catch((error: unknown) => error)
      const order = random.is(0.5) ? [0, 1] : [1, 0]
      const inOrder = await Promise.all(order.map(act))
      const results = order.map((_, index) => inOrder[order.indexOf(index)])
      const winner = results[0] instanceof Error ? 1 : 0
      const status = actions[winner] === 'approve' ? 'shown' : 'rejected'
      const by = { id: `host-${winner}`, name: `Host ${winner}` }
      expect([seed, results[winner]]).toMatchObject([seed, { id: message.id, status, decided: { by } }])
      expect([seed, messageConflict(results[1 - winner])]).toMatchObject([seed, { by, message: { id: message.id, status } }])
      winners.add(`${winner} ${status}`)
    }
    // Some at a time: their acts share transactions, as in a busy hall.
    for (let seed = 0; seed < 200; seed += 10) await Promise.all(Array.from({ length: 10 }, (_, index) => race(seed + index)))
    expect(winners.size).toBe(4)
    const events = (await one.store.readEvents(hosted.session.id, 0, 1_000))?.events ?? []
    expect(events.filter(({ by }) => by !== undefined)).toHaveLength(200)
  })
})

async function withStore(open: () => Promise<Store | undefined>): Promise<{ store?: Store }> {
  const store = await open()
  return store === undefined ? {} : { store }
}

test('[MOD-4] the refusal over HTTP is a problem document with the host who was first and the message', async () => {
  const hosted = await wall.createSession()
  const message = await send(wall.url, hosted.session.id, (await wall.join(hosted.session.id, '小明')).token, '新婚快乐')
  const response = await fetch(`${wall.url}/api/host/messages/${message.id}/approve`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hosted.hostToken}` },
  })
  expect(response.status).toBe(409)
  expect((await response.json()) as Problem).toMatchObject({ code: 'conflict', by: null, message: { id: message.id, status: 'shown' } })
})

test('[MOD-9] newcomers wait: the first message of a late guest is held until the host approved it; no guest reads the settings', async () => {
  const hosted = await wall.createSession({ title: '林晓 & 陈默', state: 'scheduled' })
  const early = await wall.join(hosted.session.id, '早到')
  const host = new HostClient({ url: wall.url }).session(hosted.session.id, hosted.hostToken)
  await host.change({ state: 'open' })
  const words = ['a-word-that-nobody-knows']
  const { filter } = await host.getSettings()
  expect(await host.changeSettings({ newcomersWait: 'on', filter: { ...filter, words } })).toMatchObject({
    settings: { newcomersWait: 'on', filter: { words } },
    filter: { words },
  })
  const late = await wall.join(hosted.session.id, '迟到')
  const post = (token: string, content: string) => send(wall.url, hosted.session.id, token, content)
  expect((await post(early.token, '早')).status).toBe('shown')
  const first = await post(late.token, '晚')
  expect(first.status).toBe('pending')
  expect((await host.listMessages({ status: 'pending' })).messages).toMatchObject([{ id: first.id, held: [{ rule: 'newcomer' }] }])
  await host.actOnMessage(first.id, 'approve')
  expect((await post(late.token, '又一条')).status).toBe('shown')
  for (const token of [early.token, hosted.wallToken]) expect(await everything(hosted.session.id, token)).not.toContain(words[0])
  const refused = await fetch(`${wall.url}/api/host/sessions/${hosted.session.id}/settings`, {
    headers: { authorization: `Bearer ${early.token}` },
  })
  expect(refused.status).toBe(403)
})

test('[MOD-8] a host tries a text: the answer is what the wall would do, nothing of it is stored, and no guest may ask', async () => {
  const hosted = await wall.createSession()
  const host = new HostClient({ url: wall.url }).session(hosted.session.id, hosted.hostToken)
  const { filter } = await host.getSettings()
  const text = '花园里的紫色大象'
  expect(await host.tryText(text)).toEqual({ effect: 'pass', held: [] })
  await host.changeSettings({ filter: { ...filter, refusedWords: ['紫色大象'] } })
  expect(await host.tryText(text)).toEqual({ effect: 'refuse', held: [{ rule: 'word', text: '紫色大象' }] })
  await host.change({ moderation: 'approve' })
  expect(await host.tryText('新婚快乐')).toEqual({ effect: 'hold', held: [{ rule: 'approve' }] })
  await expect(host.tryText('\u3164')).rejects.toMatchObject({ code: 'empty_content' })
  expect((await host.listMessages()).messages).toEqual([])
  const { token } = await wall.join(hosted.session.id, '小明')
  const asked = await fetch(`${wall.url}/api/host/sessions/${hosted.session.id}/settings/try`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ content: text }),
  })
  expect(asked.status).toBe(403)
  expect(lines.join('')).not.toContain(text)
})
