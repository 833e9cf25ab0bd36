import type { HostedSession } from '@guestwall/protocol'
import { parseProblem } from '@guestwall/protocol/testing'
import type { Config } from '@guestwall/server'
import { VirtualClock } from '@guestwall/protocol/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { tokenOf, VoteHost } from '../support/votes.ts'
import { WireClient } from '../support/wire-client.ts'
import { rawHttp } from '../support/raw/raw-http.ts'
import { RawSocket } from '../support/raw/raw-socket.ts'
import { upgradeRequest } from '../support/raw/upgrade-request.ts'
import { expectUnharmed, freshKey } from './support/unharmed.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

let clock: VirtualClock
let wall: Guestwall
let hosted: HostedSession

async function start(config: Partial<Config>): Promise<void> {
  wall = await startGuestwall({ config, parts: { clock } })
  hosted = await wall.createSession()
}

beforeEach(() => {
  clock = new VirtualClock()
})
afterEach(async () => {
  // By then every limit is free again.
  clock.advance(60 * 60 * 1000)
  await expectUnharmed(wall, hosted)
  await wall.stop()
})

interface Answer {
  readonly status: number
  readonly code: string | undefined
  readonly retryable: boolean | undefined
  readonly retryAfterMs: number | undefined
  readonly retryAfter: string | null
}

async function send(token: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${wall.url}/api/realtime/messages`, {
    method: 'POST',
    headers: { ...JSON_TYPE, authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ session: hosted.session.id, key: freshKey(), content: '喜', guestName: '小明' }),
  })
  const { code, retryable, retryAfterMs } = (await response.json()) as { code?: string; retryable?: boolean; retryAfterMs?: number }
  return { status: response.status, code, retryable, retryAfterMs, retryAfter: response.headers.get('retry-after') }
}

function join(guestName: string): Promise<{ token: string }> {
  return wall.join(hosted.session.id, guestName)
}

describe('messages of a guest', () => {
  it('of one flooder among 200 guests of one address are limited for the flooder alone, with the time to wait', async () => {
    await start({ GUEST_POSTS_PER_MINUTE: 30 })
    const guests = await Promise.all(Array.from({ length: 199 }, (_, index) => join(`客人${index}`)))
    const { token: flooder } = await join('话痨')
    const [floods, posts] = await Promise.all([
      Promise.all(Array.from({ length: 100 }, () => send(flooder))),
      Promise.all(guests.map(({ token }) => send(token))),
    ])
    expect(posts.filter(({ status }) => status !== 201)).toEqual([])
    expect(floods.filter(({ status }) => status === 201)).toHaveLength(5)
    for (const refused of floods.filter(({ status }) => status !== 201)) {
      expect(refused).toEqual({ status: 429, code: 'rate_limited', retryable: true, retryAfterMs: 2000, retryAfter: '2' })
    }
    clock.advance(1999)
    expect((await send(flooder)).status).toBe(429)
    clock.advance(1)
    expect((await send(flooder)).status).toBe(201)
  })

  it('are counted by guest id, whatever the address or the name', async () => {
    await start({ GUEST_POSTS_PER_MINUTE: 30 })
    const { token } = await join('话痨')
    const answers = []
    for (let n = 0; n < 10; n += 1) {
      const address = `203.0.113.${n}`
      answers.push(
        await send(token, { 'x-forwarded-for': address, 'x-real-ip': address, forwarded: `for=${address}`, 'true-client-ip': address }),
      )
    }
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5)
  })

  it('are counted over HTTP and all sockets of the guest together', async () => {
    await start({ GUEST_POSTS_PER_MINUTE: 30 })
    const { token } = await join('话痨')
    const tabs = await Promise.all(Array.from({ length: 3 }, () => WireClient.join(wall.url, hosted.session.id, { token })))
    await send(token)
    await send(token)
    for (const tab of tabs)
      expect(await tab.ask({ type: 'sendMessage', key: freshKey(), content: '喜', guestName: '小明' })).toMatchObject({ type: 'ack' })
    for (const tab of tabs) {
      expect(await tab.ask({ type: 'sendMessage', key: freshKey(), content: '喜', guestName: '小明' })).toMatchObject({
        code: 'rate_limited',
        retryAfterMs: 2000,
      })
      tab.close()
    }
    expect((await send(token)).status).toBe(429)
  })

  it('forty in one second: five are accepted, each of the others is refused with the time to wait, and the socket stays open', async () => {
    await start({ GUEST_POSTS_PER_MINUTE: 30, GUEST_REQUESTS_PER_SECOND: 100 })
    const client = await WireClient.join(wall.url, hosted.session.id, { guestName: '话痨' })
    for (let ref = 1; ref <= 40; ref += 1) client.send({ type: 'sendMessage', ref, key: freshKey(), content: '喜', guestName: '话痨' })
    const answers = await client.until(() => {
      const all = client.frames.filter((frame) => frame.type === 'ack' || frame.type === 'error')
      return all.length === 40 ? all : undefined
    })
    expect(answers.filter(({ type }) => type === 'ack')).toHaveLength(5)
    for (const refused of answers.filter(({ type }) => type === 'error'))
      expect(refused).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterMs: expect.any(Number) as number })
    expect(client.closed).toBeNull()
    client.close()
  })

  it('beyond the rate are refused before their text is checked', async () => {
    await start({ GUEST_POSTS_PER_MINUTE: 30 })
    const { token } = await join('话痨')
    for (let n = 0; n < 5; n += 1) expect((await send(token)).status).toBe(201)
    const client = await WireClient.join(wall.url, hosted.session.id, { token })
    for (const wrong of [{ content: '\u3164' }, { content: '喜'.repeat(1_200) }, { guestName: 'Host' }, { guestName: '' }]) {
      const answer = await client.ask({ type: 'sendMessage', key: freshKey(), content: '喜', guestName: '小明', ...wrong })
      expect(answer).toMatchObject({ type: 'error', code: 'rate_limited' })
    }
    // More bytes than any text may have: that needs no look at the text.
    const answer = await client.ask({ type: 'sendMessage', key: freshKey(), content: '喜'.repeat(2_000), guestName: '小明' })
    expect(answer).toMatchObject({ type: 'error', code: 'too_long' })
    client.close()
  })

  it('that are refused use up nothing of the session’s limit; past that the wall is busy, and says how long', async () => {
    await start({ GUEST_POSTS_PER_MINUTE: 30, SESSION_POSTS_PER_SECOND: 10 })
    const { token: flooder } = await join('话痨')
    for (let n = 0; n < 50; n += 1) await send(flooder)
    const guests = await Promise.all(Array.from({ length: 6 }, (_, index) => join(`客人${index}`)))
    const posts = []
    for (const { token } of guests) posts.push(await send(token))
    expect(posts.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 429])
    expect(posts.at(-1)).toMatchObject({ code: 'session_busy', retryable: true, retryAfterMs: 100, retryAfter: '1' })
  })

  it('do not limit the host', async () => {
    await start({ GUEST_POSTS_PER_MINUTE: 1, SESSION_POSTS_PER_SECOND: 1 })
    for (let n = 0; n < 10; n += 1) expect((await send(hosted.hostToken)).status).toBe(201)
  })
})

describe('frames of one guest', () => {
  for (const [name, frame] of [
    ['pings of the wire at 1 kHz', { type: 'ping' }],
    ['lists of who is here', { type: 'getOnlineList', ref: 1 }],
  ] as const) {
    it(`${name}: slowed down, then 4429 with the time to wait`, async () => {
      await start({ GUEST_REQUESTS_PER_SECOND: 100 })
      const client = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })
      for (let n = 0; n < 6_000; n += 1) client.send(frame)
      // While it is slowed down the server waits on the clock.
      const moving = setInterval(() => clock.advance(100), 10)
      expect(await client.whenClosed()).toMatchObject({ code: 4429 })
      clearInterval(moving)
      const { retryAfterMs } = client.frames.find(({ type }) => type === 'error') as { retryAfterMs: number }
      expect(retryAfterMs).toBeGreaterThan(1_000)
      expect(retryAfterMs).toBeLessThan(20_000)
      expect(client.frames.filter(({ type }) => type === 'pong' || type === 'ack').length).toBeLessThan(6_000)
    })
  }

  it('at 90 a second are accepted for any length of time', async () => {
    await start({ GUEST_REQUESTS_PER_SECOND: 100 })
    const client = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })
    for (let second = 1; second <= 10; second += 1) {
      for (let n = 0; n < 90; n += 1) client.send({ type: 'ping' })
      await client.until(() => (client.frames.filter(({ type }) => type === 'pong').length === 90 * second ? true : undefined))
      clock.advance(1000)
    }
    client.close()
  })
})

describe('joins and sockets', () => {
  it('2,000 guests of one address who join within a minute are all accepted', async () => {
    await start({ JOINS_PER_SECOND: 300 })
    for (let second = 0; second < 50; second += 1) {
      expect(await Promise.all(Array.from({ length: 40 }, (_, index) => join(`客人${second}-${index}`)))).toHaveLength(40)
      clock.advance(1000)
    }
  })

  it('more joins at once than the wall accepts in four seconds: the rest is refused with times to wait that are spread', async () => {
    await start({ JOINS_PER_SECOND: 10 })
    const asked = Array.from({ length: 200 }, async () => {
      const response = await fetch(`${wall.url}/api/sessions/${hosted.session.id}/guests`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: '{"guestName":"小明"}',
      })
      const body = (await response.json()) as { retryAfterMs?: number }
      return { status: response.status, retryAfterMs: body.retryAfterMs ?? 0, retryAfter: Number(response.headers.get('retry-after')) }
    })
    // Those who are held back wait on the clock. It moves once the first was refused, and until all were answered.
    const answers = Promise.all(asked)
    await new Promise<void>((resolve) => {
      for (const one of asked) void one.then(({ status }) => status === 429 && resolve())
    })
    const moving = setInterval(() => clock.advance(50), 20)
    const refused = (await answers).filter(({ status }) => status === 429)
    clearInterval(moving)
    expect(refused.length).toBeGreaterThan(0)
    for (const { retryAfterMs, retryAfter } of refused) {
      expect(retryAfterMs).toBeGreaterThan(0)
      expect(retryAfter).toBe(Math.ceil(retryAfterMs / 1000))
    }
    expect((await answers).filter(({ status }) => status === 201)).toHaveLength(200 - refused.length)
  })

  it('sockets past the rate wait for their turn; more than fit into four seconds: 503 before the switch, with a time to come back', async () => {
    await start({ CONNECTS_PER_SECOND: 5 })
    const clients = await Promise.all(Array.from({ length: 5 }, () => WireClient.open(wall.url, hosted.session.id)))
    // Twenty more fit into four seconds: of these some are refused, however they come.
    const knocks = Array.from({ length: 30 }, () => rawHttp(wall.url, upgradeRequest(hosted.session.id)))
    // The clock moves once the first was refused: before that nobody's wait ends.
    await new Promise<void>((resolve) => {
      for (const knock of knocks) void knock.then(({ status }) => status === 503 && resolve())
    })
    const moving = setInterval(() => clock.advance(50), 20)
    const answers = await Promise.all(knocks.map(async (knock) => (await knock).status))
    clearInterval(moving)
    expect(new Set(answers)).toEqual(new Set([101, 503]))
    for (const client of clients) client.close()
  })

  it('of an address that opens few are opened at once while another address fills the rate', async () => {
    await start({ CONNECTS_PER_SECOND: 50, TRUST_PROXY: '1' })
    const knock = (address: string) => rawHttp(wall.url, upgradeRequest(hosted.session.id, { 'X-Forwarded-For': address }))
    const flood = Array.from({ length: 400 }, () => knock('192.0.2.66'))
    // The rate is used up for four seconds, and the clock stands still.
    await new Promise<void>((resolve) => {
      for (const one of flood) void one.then(({ status }) => status === 503 && resolve())
    })
    const guest = await RawSocket.open(wall.url)
    guest.write(upgradeRequest(hosted.session.id, { 'X-Forwarded-For': '192.0.2.7' }))
    expect(await guest.until(() => /^HTTP\/1\.1 (\d{3})/.exec(guest.received.toString('latin1'))?.[1])).toBe('101')
    guest.destroy()
    const moving = setInterval(() => clock.advance(50), 20)
    await Promise.all(flood)
    clearInterval(moving)
  })

  it('2,000 guests behind one address who open their sockets at once are all accepted', async () => {
    await start({ CONNECTS_PER_SECOND: 500, ADDRESS_REQUESTS_PER_SECOND: 3_000 })
    const statuses = Array.from({ length: 2_000 }, async () => {
      const raw = await RawSocket.open(wall.url)
      raw.write(upgradeRequest(hosted.session.id))
      const status = await raw.until(() => /^HTTP\/1\.1 (\d{3})/.exec(raw.received.toString('latin1'))?.[1])
      raw.destroy()
      return status
    })
    const moving = setInterval(() => clock.advance(50), 50)
    const answers = await Promise.all(statuses)
    clearInterval(moving)
    expect(answers.filter((status) => status !== '101')).toEqual([])
  })

  it('sockets past the number: 503 until one is free', async () => {
    await start({ MAX_CONNECTIONS: 2 })
    const [first, second] = await Promise.all([WireClient.open(wall.url, hosted.session.id), WireClient.open(wall.url, hosted.session.id)])
    const { status, headers, body } = await rawHttp(wall.url, upgradeRequest(hosted.session.id))
    expect([status, headers.get('retry-after')]).toEqual([503, '10'])
    expect(parseProblem(body)).toMatchObject({ code: 'full', retryable: true, retryAfterMs: 10_000 })
    first.close()
    second.close()
    await Promise.all([first.whenClosed(), second.whenClosed()])
  })
})

describe('ballots of a guest', () => {
  async function put(
    token: string,
    voteId: string,
    key = freshKey(),
    optionIds = ['o1'],
  ): Promise<{ status: number; code?: string; retryAfterMs?: number }> {
    const response = await fetch(`${wall.url}/api/realtime/votes/${voteId}/ballot`, {
      method: 'PUT',
      headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
      body: JSON.stringify({ key, optionIds }),
    })
    const { code, retryAfterMs } = (await response.json()) as { code?: string; retryAfterMs?: number }
    return { status: response.status, ...(code === undefined ? {} : { code }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  }

  it('of one guest who changes the choice all the time: five at once, then as many as the limit says, over socket and HTTP; other guests vote without delay', async () => {
    await start({ GUEST_POSTS_PER_MINUTE: 30 })
    const { id } = await new VoteHost(wall.url, hosted).open()
    const { token } = await join('纠结')
    const socket = await WireClient.join(wall.url, hosted.session.id, { token })
    for (let turn = 0; turn < 3; turn += 1) expect((await put(token, id)).status).toBe(200)
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await socket.ask({ type: 'castVote', key: freshKey(), voteId: id, optionIds: ['o2'] })).toMatchObject({ type: 'ack' })
    }
    expect(await put(token, id)).toEqual({ status: 429, code: 'rate_limited', retryAfterMs: 2000 })
    expect(await socket.ask({ type: 'castVote', key: freshKey(), voteId: id, optionIds: ['o3'] })).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 2000,
    })
    const others = await Promise.all(Array.from({ length: 100 }, (_, index) => tokenOf(hosted.session.id, `g${index}`)))
    expect(new Set((await Promise.all(others.map((other) => put(other, id)))).map(({ status }) => status))).toEqual(new Set([200]))
    clock.advance(2000)
    expect((await put(token, id, freshKey(), ['o3'])).status).toBe(200)
    expect((await wall.store.readVotes(hosted.session.id))[0]).toMatchObject({ ballots: 101, counts: { o1: 100, o2: 0, o3: 1 } })
    socket.close()
  })

  it('[SEND-1] asked again under their key cost what another would: the answer is the same, a flood of them is limited before the log', async () => {
    await start({ GUEST_POSTS_PER_MINUTE: 30 })
    const { id } = await new VoteHost(wall.url, hosted).open()
    const { token } = await join('小明')
    const key = freshKey()
    for (let turn = 0; turn < 5; turn += 1) expect(await put(token, id, key)).toEqual({ status: 200 })
    const again = await Promise.all(Array.from({ length: 60 }, () => put(token, id, key)))
    expect(again).toEqual(again.map(() => ({ status: 429, code: 'rate_limited', retryAfterMs: 2000 })))
    clock.advance(2000)
    expect(await put(token, id, key)).toEqual({ status: 200 })
    expect((await wall.store.readVotes(hosted.session.id))[0]).toMatchObject({ ballots: 1 })
  })

  it('do not use up the limit of messages, and messages do not use up theirs', async () => {
    await start({ GUEST_POSTS_PER_MINUTE: 30 })
    const { id } = await new VoteHost(wall.url, hosted).open()
    const { token } = await join('小明')
    for (let turn = 0; turn < 5; turn += 1) expect((await send(token)).status).toBe(201)
    for (let turn = 0; turn < 5; turn += 1) expect((await put(token, id)).status).toBe(200)
  })
})
