import { ERROR_CODES, ERRORS, type ErrorCode } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import type { RealtimeClient } from './realtime-client.ts'
import { rejectionOf, setUp } from './realtime-client.test-kit.ts'
import type { ClientRefusal } from './types.ts'

const RETRY_AFTER_MS = 7_000
/** Long enough for every wait of the ladder many times. */
const WATCHED_MS = 10 * 60_000
const FINAL = ERROR_CODES.filter((code) => !ERRORS[code].retryable)
const RETRYABLE = ERROR_CODES.filter((code) => ERRORS[code].retryable)

type World = ReturnType<typeof setUp>

const refusalOf = (code: ErrorCode): ClientRefusal => {
  const { message, retryable } = ERRORS[code]
  return { code, message, retryable, ...(retryable ? { retryAfterMs: RETRY_AFTER_MS } : {}) }
}

/** A refused exchange: how a client comes to it, and how often it asked. */
interface Exchange {
  readonly name: string
  begin(world: World, refusal: ClientRefusal): Promise<RealtimeClient>
  asked(world: World): number
}

const JOIN: Exchange = {
  name: 'join',
  async begin({ clock, server, open }, refusal) {
    server.refusals.join = refusal
    const { client } = open()
    client.connect()
    await clock.run(10)
    return client
  },
  asked: ({ server }) => server.requestsTo('POST /api/sessions/').length,
}
const HELLO: Exchange = {
  name: 'hello',
  async begin({ clock, server, open }, refusal) {
    server.refusals.hello = refusal
    const { client } = open()
    client.connect()
    await clock.run(10)
    return client
  },
  asked: ({ server }) => server.pairs.length,
}
const LATER: Exchange = {
  name: 'open socket',
  async begin({ clock, server, connected }, refusal) {
    const { client } = await connected()
    server.refusals.hello = refusal
    server.refuseAll(refusal)
    await clock.run(10)
    return client
  },
  asked: ({ server }) => server.pairs.length,
}
const POLL: Exchange = {
  name: 'poll',
  async begin({ clock, server, open }, refusal) {
    server.refusals.poll = refusal
    const { client } = open({ transports: { socket: null, http: server.transports.http } })
    client.connect()
    await clock.run(10)
    return client
  },
  asked: ({ server }) => server.requestsTo('GET /api/realtime/poll').length,
}
const EXCHANGES = [JOIN, HELLO, LATER, POLL]
const over = (codes: readonly ErrorCode[]) =>
  EXCHANGES.flatMap((exchange) => codes.map((code) => ({ exchange, name: exchange.name, code })))

describe('a refusal that is final', () => {
  it.each(over(FINAL))('[CONN-8] $code at the $name ends the client within one exchange, with its reason', async ({ exchange, code }) => {
    const world = setUp()
    const client = await exchange.begin(world, refusalOf(code))
    expect(client.getSnapshot()).toMatchObject({ state: 'closed', closedReason: code, refusal: refusalOf(code), trouble: null })
    expect(exchange.asked(world)).toBe(1)
    const asked = world.server.requests.length
    for (const result of [client.sendMessage('你好', '小明'), client.castVote('v', ['a']), client.getOnlineList()]) {
      await expect(result).rejects.toMatchObject({ name: 'RefusedError', code, retryable: false })
    }
    expect(world.clock.pending).toBe(0)
    await world.clock.run(WATCHED_MS)
    expect([world.server.requests.length, exchange.asked(world)]).toEqual([asked, 1])
  })

  it('[CONN-8] what waits for an answer then rejects with the refusal, never with client_closed', async () => {
    const { clock, server, open } = setUp()
    server.refusals.join = refusalOf('session_not_found')
    const { client } = open()
    client.connect()
    const asked = [client.sendMessage('你好', '小明'), client.castVote('v', ['a']), client.getOnlineList()]
    const settled = Promise.all(asked.map((result) => expect(result).rejects.toMatchObject({ code: 'session_not_found' })))
    await clock.run(10)
    await settled
  })

  it('[CONN-8] a reserved name: connect with another goes on, and what was written meanwhile is sent', async () => {
    const { clock, server, open } = setUp()
    server.refusals.join = refusalOf('name_reserved')
    const { client, states } = open({ guestName: 'Host' })
    client.connect()
    client.sendMessage('你好', '小明').catch(() => {})
    await clock.run(10)
    expect(client.getSnapshot()).toMatchObject({ state: 'closed', closedReason: 'name_reserved' })
    server.refusals.join = null
    client.connect({ guestName: '小明' })
    await clock.run(100)
    expect(client.getSnapshot()).toMatchObject({ state: 'connected', closedReason: null, refusal: null, guest: { name: '小明' } })
    expect(server.guests.map(({ name }) => name)).toEqual(['小明'])
    expect(server.posts).toHaveLength(1)
    expect(states).toEqual(['closed', 'connecting', 'connected'])
  })

  it.each(['removed', 'session_not_found'] as const)(
    '[CONN-8] %s in answer to a message ends the client, refuses the message and sends nothing behind it',
    async (code) => {
      const { clock, server, connected } = setUp()
      const { client } = await connected()
      server.refusePost = () => refusalOf(code)
      const asked = [client.sendMessage('一', '小明'), client.sendMessage('二', '小明')]
      const settled = Promise.all(asked.map((result) => expect(result).rejects.toMatchObject({ code })))
      await clock.run(WATCHED_MS)
      await settled
      expect(client.getSnapshot()).toMatchObject({ state: 'closed', closedReason: code })
      expect(server.posts).toHaveLength(1)
    },
  )
})

describe('a refusal that is not final', () => {
  it.each(over(RETRYABLE))(
    '[SEND-4] $code at the $name is tried again, never sooner than it said and never in a storm',
    async ({ exchange, code }) => {
      const world = setUp()
      const client = await exchange.begin(world, refusalOf(code))
      const first = exchange.asked(world)
      await world.clock.run(RETRY_AFTER_MS - 100)
      expect(exchange.asked(world)).toBe(first)
      await world.clock.run(WATCHED_MS)
      expect(client.state).not.toBe('closed')
      expect(exchange.asked(world)).toBeGreaterThan(10)
      expect(exchange.asked(world)).toBeLessThan(WATCHED_MS / RETRY_AFTER_MS)
      for (const name of ['join', 'hello', 'poll'] as const) world.server.refusals[name] = null
      await world.clock.run(60_000)
      expect(client.getSnapshot().wall).not.toBeNull()
      client.close()
    },
  )
})

describe.each(['socket', 'http'] as const)('a command refused over %s', (via) => {
  async function inside(): Promise<World & { client: RealtimeClient }> {
    const world = setUp()
    const transports = via === 'socket' ? {} : { transports: { socket: null, http: world.server.transports.http } }
    const { client } = await world.connected(transports)
    return { ...world, client }
  }

  it.each(FINAL)('[SEND-4] %s is settled by one exchange, with the refusal itself', async (code) => {
    const { clock, server, client } = await inside()
    server.refusePost = () => refusalOf(code)
    server.refuseBallot = () => refusalOf(code)
    const message = rejectionOf(client.sendMessage('你好', '小明'))
    await clock.run(10)
    expect(await message).toMatchObject({ code, retryable: false })
    const ballot = rejectionOf(client.castVote('v', ['a']))
    await clock.run(WATCHED_MS)
    expect(await ballot).toMatchObject({ code, retryable: false })
    expect(server.posts).toHaveLength(1)
    expect(server.casts.length).toBeLessThanOrEqual(1)
  })

  it.each(RETRYABLE)('[SEND-4] %s is tried again under its key, not sooner than it said', async (code) => {
    const { clock, server, client } = await inside()
    server.refusePost = () => refusalOf(code)
    const sent = client.sendMessage('你好', '小明')
    await clock.run(RETRY_AFTER_MS - 100)
    expect(server.posts).toHaveLength(1)
    server.refusePost = () => null
    await clock.run(200)
    await expect(sent).resolves.toMatchObject({ content: '你好' })
    expect(new Set(server.posts.map(({ key }) => key)).size).toBe(1)
    client.close()
  })

  it.each(RETRYABLE)('[CONN-9] %s is an answer of a healthy server: no trouble, and news comes in time', async (code) => {
    const { clock, server, client } = await inside()
    server.refusals.online = refusalOf(code)
    server.refusePost = () => refusalOf(code)
    server.refuseBallot = () => refusalOf(code)
    const seen = new Set<string>()
    client.subscribe(() => {
      const { trouble, troubleSinceMs, isTimely } = client.getSnapshot()
      seen.add(JSON.stringify({ trouble, troubleSinceMs, isTimely }))
    })
    void client.sendMessage('你好', '小明')
    void client.castVote('v', ['a'])
    const list = rejectionOf(client.getOnlineList())
    await clock.run(60_000)
    expect(await list).toMatchObject({ code })
    expect([...seen]).toEqual([JSON.stringify({ trouble: null, troubleSinceMs: null, isTimely: true })])
    expect(client.getSnapshot().messages).toMatchObject([{ delivery: 'sending', refusal: { code }, waitUntilMs: expect.any(Number) }])
    expect(client.getSnapshot().ballots).toMatchObject([{ delivery: 'sending', refusal: { code }, waitUntilMs: expect.any(Number) }])
    client.close()
  })

  it.each(ERROR_CODES)('[ONLINE-3] a list that is refused with %s rejects with the refusal itself', async (code) => {
    const { clock, server, client } = await inside()
    server.refusals.online = refusalOf(code)
    const asked = rejectionOf(client.getOnlineList())
    await clock.run(10)
    expect(await asked).toMatchObject({ code, retryable: ERRORS[code].retryable })
    client.close()
  })
})

describe('a refused command and the trouble', () => {
  it('[CONN-9] ends the trouble of the network: the server was reached', async () => {
    const { clock, server, open, wake } = setUp()
    const { client } = open({ transports: { socket: null, http: server.transports.http } })
    client.connect()
    await clock.run(100)
    server.httpMode = 'down'
    void client.sendMessage('你好', '小明')
    await clock.run(10_000)
    expect(client.getSnapshot().trouble).toBe('network')
    server.httpMode = 'serve'
    server.refusePost = () => refusalOf('rate_limited')
    const troubles = new Set<unknown>()
    client.subscribe(() => troubles.add(client.getSnapshot().trouble))
    wake()
    await clock.run(5_000)
    expect([...troubles]).toEqual([null])
    client.close()
  })

  it('[CONN-9] does not end the trouble of a server that refuses polls, too', async () => {
    const { clock, server, open } = setUp()
    const { client } = open({ transports: { socket: null, http: server.transports.http } })
    client.connect()
    await clock.run(100)
    server.refusals.poll = refusalOf('unavailable')
    server.refusePost = () => refusalOf('unavailable')
    server.say('早')
    await clock.run(60_000)
    const { troubleSinceMs } = client.getSnapshot()
    expect(troubleSinceMs).not.toBeNull()
    void client.sendMessage('你好', '小明')
    await clock.run(60_000)
    expect(server.posts.length).toBeGreaterThan(1)
    expect(client.getSnapshot()).toMatchObject({ trouble: 'server', troubleSinceMs, isTimely: false })
    client.close()
  })
})

describe('a message that cannot be sent', () => {
  it.each([
    ['empty_content', '', '小明'],
    ['empty_content', ' \n\u3000\t', '小明'],
    ['too_long', '长'.repeat(5_000), '小明'],
    ['name_invalid', '你好', '名'.repeat(300)],
  ])('[SEND-4] is refused at once with %s: nothing is kept, shown or sent', async (code, content, name) => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    const asked = rejectionOf(client.sendMessage(content, name))
    await clock.run(1_000)
    expect(await asked).toMatchObject({ name: 'RefusedError', code, retryable: false })
    expect(client.getSnapshot()).toMatchObject({ messages: [], waitingToSend: 0 })
    expect(server.posts).toEqual([])
    client.close()
  })
})

describe('a question before the join', () => {
  it('[ONLINE-3] getOnlineList waits for the credential, and for nothing when the client closes', async () => {
    const { clock, server, open } = setUp()
    server.latencyMs = 500
    const { client } = open()
    const early = client.getOnlineList()
    client.connect()
    await clock.run(5_000)
    await expect(early).resolves.toMatchObject([{ name: '小明' }])
    expect(server.requestsTo('GET /api/realtime/online').every(({ token }) => token !== null)).toBe(true)
    const never = setUp().open().client
    const asked = rejectionOf(never.getOnlineList())
    never.close()
    expect(await asked).toMatchObject({ code: 'client_closed' })
  })
})
