import type { AnyEvent, HostedSession, PollAnswer, PollEvents, Position, Snapshot } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Guestwall, startGuestwall } from '../../../tests/support/guestwall.ts'
import { endSession, post, removeMessage } from '../../../tests/support/http-calls.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { WireClient } from '../../../tests/support/wire-client.ts'
import type { Command } from '../src/log/decide/command.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'

/** Reading the log over every transport, from every kind of position, on a real server and on both stores. */

const EVENTS = 5_000
describe.each([
  ['the embedded store', () => Promise.resolve(null)],
  ['PostgreSQL', async () => openPostgresStore(await testDatabase(), () => {})],
])('on %s', (_name, open) => {
  let wall: Guestwall
  let hosted: HostedSession
  let token: string
  let epoch: string

  beforeAll(async () => {
    const store = await open()
    wall = await startGuestwall(store === null ? {} : { store })
    hosted = await wall.createSession()
    const actor = { sessionId: hosted.session.id, id: 'writer', name: '小明', role: 'guest' } as const
    const commands = Array.from(
      { length: EVENTS },
      (_, index): Command => ({
        kind: 'sendMessage',
        actor,
        key: `seeded-${index}`,
        bodyHash: '',
        content: `第 ${index} 条`,
        guestName: '小明',
      }),
    )
    const newIds = commands.map((_, index) => `m${index}`)
    const committed = await wall.store.append(hosted.session.id, { commands, now: new Date().toISOString(), newIds })
    epoch = committed?.slice.epoch ?? ''
    // Only now is the session live here: what was written behind the server's back it would notice at its next head check.
    token = (await wall.join(hosted.session.id, '小明')).token
  })
  afterAll(() => wall.stop())

  async function poll(position: Partial<Position> & { replay?: 'all' }, wait = 0, bearer = token): Promise<PollAnswer> {
    const query = new URLSearchParams({
      session: hosted.session.id,
      wait: String(wait),
      ...Object.fromEntries(Object.entries(position).map(([name, value]) => [name, String(value)])),
    })
    const response = await fetch(`${wall.url}/api/realtime/poll?${query}`, { headers: { authorization: `Bearer ${bearer}` } })
    expect(response.headers.get('cache-control')).toBe('no-store')
    return (await response.json()) as PollAnswer
  }

  const ids = (events: readonly AnyEvent[]) => events.map(({ id }) => id)
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index + 1)

  async function resume(position: Position | null): Promise<{ client: WireClient; recovered: boolean; snapshot: Snapshot | null }> {
    const client = await WireClient.join(wall.url, hosted.session.id, { token, position })
    const { recovered } = await client.frame('welcome')
    return { client, recovered, snapshot: recovered ? null : await client.frame('snapshot') }
  }

  describe('over WebSocket', () => {
    test('[SYNC-3] a reader within reach gets the rest of the log, ascending, once', async () => {
      const { client, recovered } = await resume({ epoch, lastEventId: EVENTS - 900 })
      expect(recovered).toBe(true)
      await client.until(() => (client.eventIds.at(-1) === EVENTS ? true : undefined))
      expect(client.eventIds).toEqual(range(EVENTS - 900, EVENTS))
      client.close()
    })

    test('[SYNC-3] a reader at the head gets nothing twice', async () => {
      const { client, recovered } = await resume({ epoch, lastEventId: EVENTS })
      expect(recovered).toBe(true)
      await client.ask({ type: 'getOnlineList' })
      expect(client.eventIds).toEqual([])
      client.close()
    })

    test.each([
      ['5,000 events behind', () => ({ epoch, lastEventId: 0 })],
      ['of another epoch', () => ({ epoch: 'another', lastEventId: EVENTS - 1 })],
      ['beyond the head', () => ({ epoch, lastEventId: EVENTS + 1 })],
      ['without a position', () => null],
    ])('[SYNC-3] [LOG-4] a reader %s gets a snapshot that is true at the head', async (_, position) => {
      const { client, recovered, snapshot } = await resume(position())
      expect(recovered).toBe(false)
      expect(snapshot).toMatchObject({ epoch, lastEventId: EVENTS, wall: { messageCount: EVENTS } })
      expect(snapshot?.wall.messages.at(-1)?.eventId).toBe(EVENTS)
      expect(client.eventIds).toEqual([])
      client.close()
    })
  })

  describe('over HTTP', () => {
    test('[SYNC-1] pages cover the log from a position to the head without a gap', async () => {
      const seen: number[] = []
      let at = EVENTS - 1_000
      for (let hasMore = true; hasMore; ) {
        const page = (await poll({ epoch, lastEventId: at })) as PollEvents
        expect(page.from).toBe(at)
        seen.push(...ids(page.events))
        at = page.to
        hasMore = page.hasMore
      }
      expect(seen).toEqual(range(EVENTS - 1_000, EVENTS))
    })

    test('[SYNC-8] with replay=all pages cover the whole log, however far behind the position is', async () => {
      const seen: number[] = []
      let at = 0
      for (let hasMore = true; hasMore; ) {
        const page = (await poll({ epoch, lastEventId: at, replay: 'all' })) as PollEvents
        expect(page.from).toBe(at)
        expect(page.events.length).toBeLessThanOrEqual(200)
        seen.push(...ids(page.events))
        at = page.to
        hasMore = page.hasMore
      }
      expect(seen).toEqual(range(0, EVENTS))
    })

    test.each([
      ['another epoch', () => ({ epoch: 'another', lastEventId: 3 })],
      ['a position beyond the head', () => ({ epoch, lastEventId: EVENTS + 1 })],
    ])('[SYNC-8] [LOG-4] with replay=all, %s still answers a snapshot', async (_, position) => {
      expect(await poll({ ...position(), replay: 'all' })).toMatchObject({ snapshot: { epoch, lastEventId: EVENTS } })
    })

    test.each([
      ['no lastEventId', () => ({})],
      ['no epoch', () => ({ lastEventId: EVENTS - 1 })],
      ['another epoch', () => ({ epoch: 'another', lastEventId: 3 })],
      ['a position beyond the head', () => ({ epoch, lastEventId: EVENTS + 1 })],
      ['a position too far behind', () => ({ epoch, lastEventId: 0 })],
    ])('[SYNC-3] [LOG-4] a poll with %s answers a snapshot', async (_, position) => {
      expect(await poll(position())).toMatchObject({
        snapshot: { epoch, lastEventId: EVENTS },
        online: { count: expect.any(Number) as number },
      })
    })

    test('a long poll waits for the next event and is answered with it', async () => {
      const waiting = poll({ epoch, lastEventId: EVENTS }, 25)
      const { token: other } = await wall.join(hosted.session.id, '阿May')
      await post(
        `${wall.url}/api/realtime/messages`,
        { session: hosted.session.id, key: 'a-new-key-1', content: '新婚快乐', guestName: '阿May' },
        other,
      )
      expect(await waiting).toMatchObject({
        from: EVENTS,
        to: EVENTS + 1,
        hasMore: false,
        events: [{ type: 'message.created', data: { content: '新婚快乐', key: 'a-new-key-1' } }],
      })
    })
  })

  test('[SYNC-5] [LOG-3] a reader that changes transport at every step reads the log once', async () => {
    const own = await wall.createSession()
    const { token: writer } = await wall.join(own.session.id, 'Writer')
    const send = (index: number) =>
      post(
        `${wall.url}/api/realtime/messages`,
        { session: own.session.id, key: `flap-key-${index}`, content: String(index), guestName: 'Writer' },
        writer,
      )
    const first = await WireClient.join(wall.url, own.session.id, { token: writer })
    const life = (await first.frame('welcome')).epoch
    first.close()
    const seen: number[] = []
    for (let step = 0; step < 10; step += 1) {
      await Promise.all([send(step * 2), send(step * 2 + 1)])
      const lastEventId = seen.at(-1) ?? 0
      if (step % 2 === 0) {
        const client = await WireClient.join(wall.url, own.session.id, { token: writer, position: { epoch: life, lastEventId } })
        await client.until(() => (client.eventIds.at(-1) === (step + 1) * 2 ? true : undefined))
        seen.push(...client.eventIds)
        client.close()
      } else {
        const query = new URLSearchParams({ epoch: life, lastEventId: String(lastEventId) })
        const response = await fetch(`${wall.url}/api/realtime/poll?${query}`, { headers: { authorization: `Bearer ${writer}` } })
        seen.push(...ids(((await response.json()) as PollEvents).events))
      }
    }
    expect(seen).toEqual(range(0, 20))
  })

  test('[SEND-1] one key in parallel over socket and HTTP gives one message and equal answers', async () => {
    const own = await wall.createSession()
    const { token: guest } = await wall.join(own.session.id, '小明')
    const sockets = await Promise.all(Array.from({ length: 5 }, () => WireClient.join(wall.url, own.session.id, { token: guest })))
    const body = { key: 'the-same-key', content: '百年好合！', guestName: '小明' }
    const answers = await Promise.all([
      ...sockets.flatMap((socket) =>
        Array.from({ length: 10 }, async () => (await socket.ask({ type: 'sendMessage', ...body })) as { message: { id: string } }),
      ),
      ...Array.from({ length: 50 }, () =>
        post<{ message: { id: string } }>(`${wall.url}/api/realtime/messages`, { session: own.session.id, ...body }, guest),
      ),
    ])
    expect(new Set(answers.map(({ message }) => JSON.stringify(message))).size).toBe(1)
    expect((await wall.store.readHeads([own.session.id])).get(own.session.id)?.head).toBe(1)
    for (const socket of sockets) socket.close()
  })

  test('[SEND-1] a retry gets the first result also when the wall has closed since', async () => {
    const own = await wall.createSession()
    const { token: guest } = await wall.join(own.session.id, '小明')
    const body = { session: own.session.id, key: 'ack-was-lost', content: '祝福', guestName: '小明' }
    const first = await post(`${wall.url}/api/realtime/messages`, body, guest)
    await endSession(wall.url, own)
    expect(await post(`${wall.url}/api/realtime/messages`, body, guest)).toEqual(first)
  })

  test('[SEND-5] messages that one guest sends without waiting reach the log in the order in which they were written', async () => {
    const own = await wall.createSession()
    const client = await WireClient.join(wall.url, own.session.id, { guestName: '小明' })
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        client.ask({ type: 'sendMessage', key: `ordered-${index}`, content: String(index), guestName: '小明' }),
      ),
    )
    await client.until(() => (client.eventIds.length === 100 ? true : undefined))
    const contents = client.frames.flatMap((frame) =>
      frame.type === 'events' ? frame.events.map(({ data }) => (data as { content: string }).content) : [],
    )
    expect(contents).toEqual(Array.from({ length: 100 }, (_, index) => String(index)))
    client.close()
  })

  test('[LOG-5] [LOG-6] a host removes: the body is gone from replay, snapshot, poll and history', async () => {
    const own = await wall.createSession()
    const guest = await WireClient.join(wall.url, own.session.id, { guestName: '小明' })
    const answer = await guest.ask({ type: 'sendMessage', key: 'secret-key', content: 'the secret', guestName: '小明' })
    const id = answer.type === 'ack' ? answer.message?.id : undefined
    const { token: member, epoch: life } = await guest.frame('welcome')
    await removeMessage(wall.url, own.hostToken, id ?? '', { key: 'remove-key' })
    await guest.until(() => (guest.eventIds.length === 2 ? true : undefined))
    const replay = await WireClient.join(wall.url, own.session.id, { token: member, position: { epoch: life, lastEventId: 0 } })
    await replay.until(() => (replay.eventIds.length === 2 ? true : undefined))
    const late = await WireClient.join(wall.url, own.session.id, { guestName: 'Late' })
    const get = async (path: string, bearer: string) =>
      (await fetch(`${wall.url}${path}`, { headers: { authorization: `Bearer ${bearer}` } })).text()
    const history = await get(`/api/sessions/${own.session.id}/messages`, member)
    expect(JSON.parse(history)).toEqual({ messages: [], nextBefore: null })
    const everything = [
      JSON.stringify([replay.frames, late.frames, await late.frame('snapshot')]),
      await get(`/api/realtime/poll?epoch=${life}&lastEventId=0`, member),
      await get(`/api/sessions/${own.session.id}/messages`, member),
      await get(`/api/host/sessions/${own.session.id}/messages`, own.hostToken),
    ].join('\n')
    expect(everything).not.toContain('the secret')
    for (const client of [guest, replay, late]) client.close()
  })

  test('[ONLINE-3] the online count is never 0 for a guest; a guest who leaves on purpose is not counted any more', async () => {
    const own = await wall.createSession()
    const first = await WireClient.join(wall.url, own.session.id, { guestName: '小明' })
    expect(await first.frame('online')).toEqual({ type: 'online', count: 1 })
    const second = await WireClient.join(wall.url, own.session.id, { guestName: '阿May' })
    await first.until(() => first.frames.find((frame) => frame.type === 'online' && frame.count === 2))
    second.close(1000)
    await first.until(() => (first.frames.filter((frame) => frame.type === 'online').at(-1)?.count === 1 ? true : undefined))
    first.close()
  })

  test('[CONN-6] a drain says goodbye to everybody, with a time to come back, and closes', async () => {
    const own = await startGuestwall()
    const { session } = await own.createSession()
    const clients = await Promise.all(
      Array.from({ length: 20 }, (_, index) => WireClient.join(own.url, session.id, { guestName: `Guest ${index}` })),
    )
    const draining = own.app.drain(new Promise(() => {}))
    for (const client of clients) {
      const { reason, reconnectInMs } = await client.frame('goodbye')
      expect(reason).toBe('draining')
      expect(reconnectInMs).toBeGreaterThanOrEqual(1_000)
      expect((await client.whenClosed()).code).toBe(1001)
    }
    await draining
  })
})
