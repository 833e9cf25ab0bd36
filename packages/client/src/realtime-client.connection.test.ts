import { describe, expect, it, vi } from 'vitest'
import { contentsOf, rejectionOf, setUp } from './realtime-client.test-kit.ts'

describe('first connect', () => {
  it('[CONN-1] is connected only after welcome and the catch-up', async () => {
    const { clock, server, open } = setUp()
    server.say('早')
    server.latencyMs = 50
    const { client, states } = open()
    expect(client.state).toBe('connecting')
    client.connect()
    await clock.run(120)
    expect(server.pairs).toHaveLength(1)
    expect(client.state).toBe('connecting')
    await clock.run(200)
    expect(client.state).toBe('connected')
    expect(states).toEqual(['connected'])
    expect(contentsOf(client)).toEqual(['早'])
    expect(client.getSnapshot()).toMatchObject({
      trouble: null,
      role: 'guest',
      guest: { name: '小明' },
      position: { epoch: 'epoch-1', lastEventId: 1 },
    })
  })

  it('[CONN-1] joins once however the transports race, and keeps the credential before anything is sent', async () => {
    const { server, storage, connected, clock, open } = setUp()
    const tokens: string[] = []
    const { client } = open()
    client.on('token', (token) => tokens.push(token))
    client.connect()
    void client.sendMessage('你好', '小明')
    await clock.run(3_000)
    expect(server.guests).toHaveLength(1)
    expect(tokens).toEqual(['token-1'])
    expect([...storage.items.values()].some((value) => value.includes('token-1'))).toBe(true)
    client.close()
    await connected()
    expect(server.guests).toHaveLength(1)
  })

  it('[CONN-1] a credential from an earlier visit is told as well, once', async () => {
    const { clock, server, connected, open } = setUp()
    const first = await connected()
    first.client.close()
    const { client } = open({ transports: { socket: null, http: server.transports.http } })
    const told: unknown[] = []
    client.on('token', (token, guest) => told.push([token, guest.name]))
    client.connect()
    await clock.run(3_000)
    client.close()
    client.connect()
    await clock.run(3_000)
    expect(told).toEqual([['token-1', '小明']])
  })

  it('[CONN-1] a credential given by option does not overwrite the stored guest', async () => {
    const { server, storage, connected } = setUp()
    const first = await connected()
    const before = [...storage.items.entries()]
    first.client.close()
    server.admit('司仪', 'host-token')
    const host = await connected({ token: 'host-token' })
    expect(host.client.getSnapshot().guest?.name).toBe('司仪')
    host.client.close()
    for (const [key, value] of before) expect(storage.items.get(key)).toBe(value)
    expect([...storage.items.values()].join()).not.toContain('host-token')
    const again = await connected()
    expect(again.client.getSnapshot().guest?.name).toBe('小明')
  })

  it.each(['refuse', 'hang', 'silent'] as const)('[CONN-3] gives a working page within 3 s when sockets %s', async (mode) => {
    const { clock, server, open } = setUp()
    server.socketMode = mode
    server.say('早')
    const { client } = open()
    client.connect()
    await clock.run(2_000)
    expect(contentsOf(client)).toEqual(['早'])
    expect(client.state).toBe('connecting')
    const sent = client.sendMessage('你好', '小明')
    await clock.run(1_000)
    await expect(sent).resolves.toMatchObject({ content: '你好' })
    server.say('晚')
    await clock.run(1_000)
    expect(contentsOf(client)).toEqual(['早', '你好', '晚'])
    expect(client.getSnapshot().trouble).toBeNull()
  })

  it('[CONN-2] says fallback after five failed tries and goes on for ever, at most 30 s apart', async () => {
    const { clock, server, open } = setUp()
    server.socketMode = 'hang'
    const { client, states } = open()
    client.connect()
    const openedAt: number[] = []
    for (let second = 0; second < 1_200; second += 1) {
      await clock.run(500)
      if (server.pairs.length > openedAt.length) openedAt.push(clock.now())
    }
    expect(states).toEqual(['fallback'])
    const apart = openedAt.map((at, index) => at - (openedAt[index - 1] ?? at))
    expect(Math.max(...apart)).toBeLessThanOrEqual(30_500)
    expect(openedAt.length).toBeGreaterThan(20)
    server.socketMode = 'serve'
    await clock.run(30_000)
    expect(client.state).toBe('connected')
  })

  it('[CONN-1] a 101 and then silence is a failed try after 5 s', async () => {
    const { clock, server, open } = setUp()
    server.socketMode = 'silent'
    open().client.connect()
    await clock.run(4_900)
    expect(server.pairs[0]?.isOver).toBe(false)
    await clock.run(200)
    expect(server.pairs[0]?.isOver).toBe(true)
    await clock.run(1_100)
    expect(server.pairs).toHaveLength(2)
  })

  it('[CONN-1] lives on HTTP delivery where there is no socket transport', async () => {
    const { clock, server, open } = setUp()
    const { client } = open({ transports: { socket: null, http: server.transports.http } })
    client.connect()
    server.say('早')
    await clock.run(100)
    expect(client.state).toBe('fallback')
    expect(contentsOf(client)).toEqual(['早'])
  })
})

describe('loss', () => {
  it('[CONN-3] delivery that fell due while the client joins starts with the credential, not before', async () => {
    const { clock, server, open } = setUp()
    server.socketMode = 'hang'
    server.httpLatencyMs = 3_000
    const { client } = open()
    client.connect()
    await clock.run(2_900)
    expect(server.requestsTo('GET /api/realtime/poll')).toEqual([])
    await clock.run(200)
    expect(server.requestsTo('GET /api/realtime/poll')).toHaveLength(1)
    expect(server.requestsTo('POST')).toHaveLength(1)
  })

  it('[CONN-2] a lost socket is opened again with the credential that there is: no second join', async () => {
    const { clock, server, connected } = setUp()
    await connected()
    for (let loss = 1; loss <= 3; loss += 1) {
      server.cutAll()
      await clock.run(5_000)
      expect(server.pairs).toHaveLength(1 + loss)
    }
    expect(server.requestsTo('POST')).toHaveLength(1)
  })

  it('[CONN-3] reads by HTTP within 2 s of losing the socket, until it is connected again', async () => {
    const { clock, server, connected } = setUp()
    const { client, states } = await connected()
    server.socketMode = 'hang'
    server.cutAll()
    server.say('迟到的')
    await clock.run(2_000)
    expect(client.state).toBe('reconnecting')
    expect(contentsOf(client)).toEqual(['迟到的'])
    server.socketMode = 'serve'
    await clock.run(12_000)
    expect(client.state).toBe('connected')
    const polls = server.requestsTo('GET /api/realtime/poll').length
    await clock.run(60_000)
    expect(server.requestsTo('GET /api/realtime/poll')).toHaveLength(polls)
    expect(states).toEqual(['connected', 'reconnecting', 'connected'])
  })

  it('[CONN-2] waits 1, 2, 4, 8, 16 s, half fixed and half random', async () => {
    const { clock, server, connected } = setUp()
    await connected()
    server.socketMode = 'refuse'
    server.cutAll()
    const waits: number[] = []
    let last = clock.now()
    while (waits.length < 7) {
      const before = server.pairs.length
      await clock.run(10)
      if (server.pairs.length > before) {
        waits.push(clock.now() - last)
        last = clock.now()
      }
    }
    for (const [at, base] of [1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000].entries()) {
      expect(waits[at]).toBeGreaterThanOrEqual(base / 2)
      expect(waits[at]).toBeLessThanOrEqual(base + 20)
    }
  })

  it('[CONN-1] says connected again only when it has read up to the head that welcome named', async () => {
    const { clock, server, connected } = setUp()
    server.say('一')
    const { client } = await connected()
    const read: (number | undefined)[] = []
    client.on('state', (state) => {
      if (state === 'connected') read.push(client.getSnapshot().position?.lastEventId)
    })
    server.cutAll()
    server.say('二')
    await clock.run(1_200)
    expect(server.requestsTo('GET /api/realtime/poll')).toHaveLength(0)
    expect(read).toEqual([2])
  })

  it('[CONN-4] commands go by HTTP at once while there is no socket', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.socketMode = 'hang'
    server.cutAll()
    const sent = client.sendMessage('你好', '小明')
    await clock.run(10)
    await expect(sent).resolves.toMatchObject({ content: '你好' })
    expect(server.posts.map((post) => post.via)).toEqual(['http'])
  })

  it('[SYNC-5] flapping every 2 s shows every message once and in order', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    const seen: number[] = []
    client.subscribe(() => {
      const lastEventId = client.getSnapshot().position?.lastEventId ?? 0
      if (seen[seen.length - 1] !== lastEventId) seen.push(lastEventId)
    })
    for (let round = 0; round < 30; round += 1) {
      server.cutAll(round % 3 === 0)
      server.socketMode = round % 2 === 0 ? 'hang' : 'serve'
      server.say(`消息${round}`)
      await clock.run(2_000)
    }
    server.socketMode = 'serve'
    await clock.run(60_000)
    expect(client.state).toBe('connected')
    expect(contentsOf(client)).toEqual(Array.from({ length: 30 }, (_, round) => `消息${round}`))
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })

  it('[SYNC-2] a slice from beyond its position is not applied; it asks again from its own', async () => {
    const { clock, server, connected } = setUp()
    server.say('一')
    const { client } = await connected()
    const message = { ...server.say('二'), id: 'x', content: '未来' }
    await clock.run(10)
    server.broadcast({
      type: 'events',
      from: 7,
      to: 8,
      events: [{ id: 8, type: 'message.created', at: '2026-11-22T10:00:00.000Z', data: message }],
    })
    await clock.run(10)
    expect(contentsOf(client)).toEqual(['一', '二'])
    expect(server.requestsTo('GET /api/realtime/poll').at(-1)?.url).toContain('lastEventId=2')
    await clock.run(2_000)
    expect(client.state).toBe('connected')
  })
})

describe('doubt', () => {
  it('[CONN-5] probes after 35 s without a frame and replaces the socket after 3 s more, without back-off', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.cutAll(true)
    await clock.run(34_000)
    expect(client.state).toBe('connected')
    server.say('错过的')
    await clock.run(4_100)
    expect(client.state).toBe('connected')
    expect(server.pairs).toHaveLength(2)
    expect(contentsOf(client)).toEqual(['错过的'])
  })

  it('[CONN-5] [CONN-3] an answer that is overdue raises doubt: HTTP delivers within 3 s and the command finds its way', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.cutAll(true)
    const sent = client.sendMessage('你好', '小明')
    server.say('晚')
    await clock.run(3_000)
    expect(contentsOf(client)).toContain('晚')
    await clock.run(2_000)
    await expect(sent).resolves.toMatchObject({ content: '你好' })
    expect(server.events).toHaveLength(2)
  })

  it('[CONN-5] a heartbeat is a sign of life', async () => {
    const { clock, server, connected } = setUp()
    await connected()
    for (let beat = 0; beat < 10; beat += 1) {
      await clock.run(20_000)
      server.broadcast({ type: 'heartbeat' })
    }
    expect(server.pairs).toHaveLength(1)
  })

  it('[CONN-5] a wake probes a living socket and keeps it', async () => {
    const { clock, server, connected, wake } = setUp()
    const { client, states } = await connected()
    wake()
    await clock.run(5_000)
    expect(server.pairs).toHaveLength(1)
    expect(client.state).toBe('connected')
    expect(states).toEqual(['connected'])
  })

  it('[CONN-5] ten cycles of sleep and wake each reconnect within 4 s', async () => {
    const { clock, server, connected, wake } = setUp()
    const { client } = await connected()
    for (let cycle = 1; cycle <= 10; cycle += 1) {
      server.cutAll(true)
      server.say(`夜${cycle}`)
      clock.sleep(300_000)
      wake()
      await clock.run(4_000)
      expect(client.state).toBe('connected')
      expect(contentsOf(client)).toHaveLength(cycle)
      expect(server.pairs).toHaveLength(cycle + 1)
    }
  })
})

describe('goodbye and endings', () => {
  it('[CONN-6] comes back when the server said, not by the ladder, and reads by HTTP meanwhile', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.broadcast({ type: 'goodbye', reason: 'draining', reconnectInMs: 4_200 })
    server.closeAll(1001)
    await clock.run(100)
    expect(client.state).toBe('reconnecting')
    server.say('其间')
    await clock.run(1_900)
    expect(contentsOf(client)).toEqual(['其间'])
    await clock.run(2_000)
    expect(server.pairs).toHaveLength(1)
    await clock.run(300)
    expect(client.state).toBe('connected')
    expect(server.pairs).toHaveLength(2)
  })

  it.each([
    [4400, null, 'bad_frame'],
    [4401, null, 'unauthorised'],
    [4403, null, 'forbidden'],
    [4403, 'removed', 'removed'],
    [4404, null, 'session_not_found'],
    [4409, null, 'replaced'],
    [4413, null, 'too_large'],
  ] as const)('[CONN-1] close code %s with error %s is final: %s', async (code, error, reason) => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    if (error !== null) server.broadcast({ type: 'error', code: error, message: '', retryable: false })
    server.closeAll(code)
    await clock.run(120_000)
    expect(client.getSnapshot()).toMatchObject({ state: 'closed', closedReason: reason, trouble: null })
    expect(server.pairs).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  it('[CONN-1] a poll that is refused for good closes likewise', async () => {
    const { clock, server, open } = setUp()
    server.socketMode = 'hang'
    const { client } = open({ token: 'worthless' })
    client.connect()
    await clock.run(3_000)
    expect(client.getSnapshot()).toMatchObject({ state: 'closed', closedReason: 'unauthorised' })
  })

  it('[CONN-1] close leaves no timer, socket or request, and connect starts again', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.socketMode = 'hang'
    server.cutAll()
    await clock.run(5_000)
    client.close()
    await clock.run(10)
    expect(clock.pending).toBe(0)
    expect(client.getSnapshot()).toMatchObject({ state: 'closed', closedReason: 'local' })
    server.socketMode = 'serve'
    client.connect()
    await clock.run(100)
    expect(client.getSnapshot()).toMatchObject({ state: 'connected', closedReason: null })
  })
})

describe('questions', () => {
  it('[ONLINE-3] a list that nobody answers is refused as unreachable, and when the client closes as client_closed', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.socketMode = 'hang'
    server.httpMode = 'down'
    server.cutAll()
    await clock.run(10)
    await expect(client.getOnlineList()).rejects.toMatchObject({ code: 'unreachable', retryable: true })
    server.httpMode = 'serve'
    server.socketMode = 'serve'
    await clock.run(5_000)
    server.cutAll(true)
    const asked = rejectionOf(client.getOnlineList())
    client.close()
    expect(await asked).toMatchObject({ code: 'client_closed' })
    await clock.run(10)
    expect(clock.pending).toBe(0)
  })
})

describe('HTTP delivery', () => {
  it('[CONN-3] polls every 3 s ±30% where the server does not wait', async () => {
    const { clock, server, open } = setUp()
    server.hasLongPoll = false
    const { client } = open({ transports: { socket: null, http: server.transports.http } })
    client.connect()
    await clock.run(61_000)
    const polls = server.requestsTo('GET /api/realtime/poll').length
    expect(polls).toBeGreaterThan(14)
    expect(polls).toBeLessThan(33)
  })

  it('[CONN-3] long-polls where the server waits', async () => {
    const { clock, server, open } = setUp()
    const { client } = open({ transports: { socket: null, http: server.transports.http } })
    client.connect()
    await clock.run(61_000)
    expect(server.requestsTo('GET /api/realtime/poll').length).toBeLessThan(7)
    server.say('早')
    await clock.run(10)
    expect(contentsOf(client)).toEqual(['早'])
  })

  it('[CONN-9] without a place to wait in, polls are answered at once and asked every 3 s; a place is kept over the polls and given back with the last', async () => {
    const { clock, server, open } = setUp()
    let places = 0
    let isHeld = false
    let releases = 0
    const { client } = open({
      transports: { socket: null, http: server.transports.http },
      holdSource: {
        ask() {
          isHeld = places > 0
          return isHeld ? 0 : null
        },
        release() {
          isHeld = false
          releases += 1
        },
      },
    })
    client.connect()
    await clock.run(60_000)
    const polls = server.requestsTo('GET /api/realtime/poll')
    expect(polls.length).toBeGreaterThan(14)
    expect(polls.length).toBeLessThan(33)
    expect(polls.every(({ url }) => url.includes('wait=0'))).toBe(true)
    places = 1
    await clock.run(60_000)
    expect(server.requestsTo('GET /api/realtime/poll').length - polls.length).toBeLessThan(8)
    expect([isHeld, releases]).toEqual([true, 0])
    client.close()
    expect([isHeld, releases]).toEqual([false, 1])
  })

  it('[CONN-9] a claim that is not certain yet prolongs the pause only until it is, and a poll waits only when it was won', async () => {
    const { clock, server, open } = setUp()
    const SETTLE_MS = 1_500
    let isWon = false
    let claimedAtMs: number | null = null
    const { client } = open({
      transports: { socket: null, http: server.transports.http },
      holdSource: {
        ask() {
          claimedAtMs ??= clock.now()
          const settleMs = Math.max(0, claimedAtMs + SETTLE_MS - clock.now())
          return settleMs === 0 && !isWon ? null : settleMs
        },
        release: () => (claimedAtMs = null),
      },
    })
    const waits = () => server.requestsTo('GET /api/realtime/poll').map(({ url }) => new URL(url).searchParams.get('wait'))
    client.connect()
    await clock.run(SETTLE_MS - 50)
    expect(waits()).toEqual(['0'])
    await clock.run(200)
    expect(waits()).toEqual(['0', '0'])
    isWon = true
    await clock.run(4_000)
    expect(waits().at(-1)).toBe('20')
  })

  it('[CONN-9] news by HTTP comes in time while answers do, and not while they are late', async () => {
    const { clock, server, open } = setUp()
    const { client } = open({ transports: { socket: null, http: server.transports.http } })
    const timely: boolean[] = []
    client.subscribe(() => timely.push(client.getSnapshot().isTimely))
    expect(client.getSnapshot().isTimely).toBe(false)
    client.connect()
    await clock.run(120_000)
    expect(client.getSnapshot()).toMatchObject({ state: 'fallback', isTimely: true })
    expect(timely).not.toContain(false)
    server.httpLatencyMs = 2_500
    await clock.run(60_000)
    expect(client.getSnapshot()).toMatchObject({ trouble: null, isTimely: false })
    server.httpLatencyMs = 0
    await clock.run(60_000)
    expect(client.getSnapshot().isTimely).toBe(true)
    server.httpMode = 'down'
    await clock.run(60_000)
    expect(client.getSnapshot()).toMatchObject({ trouble: 'network', isTimely: false })
    client.close()
  })

  it('[CONN-7] a captive portal is a failed try, never data, and its trouble has a name and a beginning', async () => {
    const { clock, server, connected } = setUp()
    server.say('早')
    const { client } = await connected()
    const before = client.getSnapshot()
    server.socketMode = 'refuse'
    server.httpMode = 'portal'
    server.cutAll()
    const lostAt = clock.now()
    await clock.run(30_000)
    expect(client.getSnapshot()).toMatchObject({ trouble: 'portal', troubleSinceMs: lostAt, position: before.position })
    expect(client.getSnapshot().wall).toBe(before.wall)
    server.httpMode = 'serve'
    await clock.run(20_000)
    expect(client.getSnapshot()).toMatchObject({ trouble: null, troubleSinceMs: null })
    server.socketMode = 'serve'
    await clock.run(60_000)
    expect(client.state).toBe('connected')
  })

  it('[CONN-7] a frame with a malformed event is a failed try: nothing of it reaches the wall', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    const before = client.getSnapshot()
    const event = { id: 1, type: 'message.created', at: '2026-11-22T10:00:00.000Z', data: { id: 'm1', content: ['<b>'] } }
    server.broadcast({ type: 'events', from: 0, to: 1, events: [event] })
    await clock.run(10)
    expect(client.getSnapshot()).toMatchObject({ state: 'reconnecting', position: before.position })
    expect(client.getSnapshot().wall).toBe(before.wall)
    await clock.run(5_000)
    expect(client.state).toBe('connected')
  })

  it('[SYNC-2] an event of an unknown type moves the position and nothing else', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    const event = { id: 1, type: 'balloon.rose', at: '2026-11-22T10:00:00.000Z', data: null }
    server.broadcast({ type: 'events', from: 0, to: 1, events: [event] })
    await clock.run(10)
    expect(client.getSnapshot()).toMatchObject({ state: 'connected', position: { lastEventId: 1 }, messages: [] })
  })

  it('[CONN-3] respects a server that says later', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.socketMode = 'refuse'
    server.httpMode = 'busy'
    server.cutAll()
    await clock.run(60_000)
    expect(server.requestsTo('GET /api/realtime/poll').length).toBeLessThan(10)
    expect(client.getSnapshot().trouble).toBe('server')
  })

  it('[CONN-3] joins as soon as the network is back', async () => {
    const { clock, server, open, wake } = setUp()
    server.httpMode = 'down'
    const { client } = open()
    client.connect()
    await clock.run(100)
    expect(client.getSnapshot()).toMatchObject({ state: 'connecting', trouble: 'network' })
    await clock.run(60_000)
    expect(client.state).toBe('fallback')
    server.httpMode = 'serve'
    wake()
    await clock.run(100)
    expect(client.state).toBe('connected')
  })
})

describe('reading', () => {
  it('[SYNC-1] tells once for a frame, and a snapshot that did not change is the same', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    let told = 0
    client.subscribe(() => {
      told += 1
    })
    const before = client.getSnapshot()
    server.broadcast({ type: 'heartbeat' })
    await clock.run(10)
    expect(client.getSnapshot()).toBe(before)
    server.say('一')
    await clock.run(10)
    expect(told).toBe(1)
    const [first] = client.getSnapshot().messages
    server.say('二')
    await clock.run(10)
    expect(told).toBe(2)
    expect(client.getSnapshot().messages[0]).toBe(first)
  })

  it('[SYNC-1] a listener that throws disturbs neither the client nor the others', async () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    let told = 0
    client.subscribe(() => {
      throw new Error('a view broke')
    })
    client.subscribe(() => {
      told += 1
    })
    server.say('一')
    await clock.run(10)
    expect(told).toBe(1)
    expect(report).toHaveBeenCalledOnce()
    report.mockRestore()
  })

  it('[VOTE-4] subscribeVotes calls at once with what is known, then with each newer tally', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    const tally = (version: number) => ({ voteId: 'v', version, state: 'open', counts: { a: version }, ballots: version }) as const
    const vote = {
      id: 'v',
      question: '?',
      options: [{ id: 'a', label: 'A' }],
      maxChoices: 1,
      state: 'open',
      results: 'always',
      changeable: true,
    } as const
    server.openVote({ ...vote, options: [...vote.options], tally: tally(1) })
    await clock.run(10)
    const versions: number[] = []
    const stop = client.subscribeVotes('v', (next) => versions.push(next.version))
    expect(versions).toEqual([1])
    server.tally(tally(3))
    await clock.run(10)
    server.tally(tally(2))
    server.say('别的')
    await clock.run(10)
    stop()
    server.tally(tally(4))
    await clock.run(10)
    expect(versions).toEqual([1, 3])
  })

  it.each(['serve', 'hang'] as const)('[ONLINE-3] getOnlineList reads all pages (sockets %s)', async (mode) => {
    const { clock, server, open } = setUp()
    for (let at = 0; at < 450; at += 1) server.admit(`客${at}`, `t${at}`)
    server.socketMode = mode
    const { client } = open()
    client.connect()
    await clock.run(2_000)
    const list = client.getOnlineList()
    await clock.run(100)
    expect(await list).toHaveLength(451)
  })
})
