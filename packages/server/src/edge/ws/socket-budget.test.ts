import { POLL } from '@guestwall/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import { Edge, type FakePeer, until } from '../edge.test-kit.ts'

let edge: Edge
let token: string
beforeEach(async () => {
  edge = await Edge.open()
  token = await edge.token('flooder')
})

/** Frames that are refused, each in its own way. */
const REFUSED: readonly [name: string, frame: (n: number) => object][] = [
  [
    'a message past the rate, of the longest text',
    (n) => ({ type: 'sendMessage', ref: n, key: `key-0${n}-long`, content: '长'.repeat(1_300), guestName: '小明' }),
  ],
  ['a message past the rate', (n) => ({ type: 'sendMessage', ref: n, key: `key-0${n}-more`, content: '喜', guestName: '小明' })],
  ['a ballot in no vote', (n) => ({ type: 'castVote', ref: n, key: `key-0${n}-vote`, voteId: 'nowhere', optionIds: ['o1'] })],
]

/** What was begun has ended: nothing of it waits for a timer. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

async function flood(peer: FakePeer, frame: (n: number) => object, most: number): Promise<number> {
  for (let n = 1; n <= most; n += 1) {
    if (peer.closed !== null) return n - 1
    const before = peer.written.length
    peer.say(frame(n))
    await until(() => peer.written.length > before || peer.closed !== null)
  }
  return most
}

describe('frames that are refused', () => {
  for (const [name, frame] of REFUSED) {
    test(`${name}: the sender is not read for a while, then closed 4429 with the time to wait, within 200 frames`, async () => {
      const peer = await edge.join(token)
      const taken = await flood(peer, frame, 200)
      expect(peer.closed).toEqual({ code: 4429, reason: 'rate_limited' })
      expect(taken).toBeLessThan(120)
      const last = peer.frames.at(-1)
      expect(last).toMatchObject({ type: 'error', code: 'rate_limited', retryable: true })
      // Its close frame is read at once.
      expect(peer.isPaused).toBe(false)
    })
  }

  test('over several sockets and HTTP count together for one guest', async () => {
    const peers = await Promise.all(Array.from({ length: 4 }, () => edge.join(token)))
    const frame = (REFUSED[2] as (typeof REFUSED)[number])[1]
    let taken = 0
    for (const peer of peers) taken += await flood(peer, frame, 200)
    expect(taken).toBeLessThan(120)
    expect(peers.map(({ closed }) => closed?.code)).toEqual([4429, 4429, 4429, 4429])
    expect((await edge.request(`${POLL.path}?session=${edge.sessionId}`, token)).status).toBe(429)
    const neighbour = await edge.token('neighbour')
    expect((await edge.request(`${POLL.path}?session=${edge.sessionId}`, neighbour)).status).toBe(200)
    expect((await edge.join(neighbour)).closed).toBeNull()
  })

  test('a sender that waits as long as the refusal says can connect and write again', async () => {
    const peer = await edge.join(token)
    await flood(peer, (REFUSED[2] as (typeof REFUSED)[number])[1], 200)
    expect((await edge.join(token)).errors()).toEqual(['rate_limited'])
    const refusal = peer.frames.at(-1) as { retryAfterMs: number }
    expect(refusal.retryAfterMs).toBeLessThanOrEqual(20_000)
    edge.clock.advance(refusal.retryAfterMs + 1_000)
    const again = await edge.join(token)
    again.say({ type: 'sendMessage', ref: 1, key: 'key-after-the-wait', content: '喜', guestName: '小明' })
    await until(() => again.frames.some(({ type }) => type === 'ack'))
  })

  test('a sender of few refused frames is slowed down and stays connected', async () => {
    const peer = await edge.join(token)
    for (let n = 1; n <= 100; n += 1) {
      const before = peer.written.length
      peer.say((REFUSED[2] as (typeof REFUSED)[number])[1](n))
      await until(() => peer.written.length > before)
      edge.clock.advance(300)
    }
    expect(peer.closed).toBeNull()
  })

  test('cost no more than accepted ones where the server failed or the session is busy', async () => {
    const busy = await Edge.open({ SESSION_POSTS_PER_SECOND: 1, GUEST_POSTS_PER_MINUTE: 0 })
    const peer = await busy.join(await busy.token('patient'))
    const taken = await flood(peer, (n) => ({ type: 'sendMessage', ref: n, key: `key-0${n}-busy`, content: '喜', guestName: '小明' }), 500)
    expect(taken).toBe(500)
    expect(peer.closed).toBeNull()
    expect(new Set(peer.errors())).toEqual(new Set(['session_busy']))
  })
})

describe('commands of a wrong form', () => {
  test('are answered twice; the third closes the socket with 4400', async () => {
    const peer = await edge.join(token)
    for (let ref = 1; ref <= 5; ref += 1) peer.say({ type: 'castVote', ref, key: 'short', voteId: 'v1', optionIds: [] })
    expect(peer.errors()).toEqual(['bad_request', 'bad_request', 'bad_frame'])
    expect(peer.closed).toEqual({ code: 4400, reason: 'bad_frame' })
  })

  test('after the close the server reads only the close frame of the sender', async () => {
    const peer = await edge.join(token)
    peer.say('nonsense')
    expect([peer.closed?.code, peer.isPaused]).toEqual([4400, false])
    for (let n = 0; n < 8; n += 1) peer.say('nonsense')
    expect(peer.isPaused).toBe(false)
    peer.say('nonsense')
    peer.drain()
    expect(peer.isPaused).toBe(true)
  })

  test.each([
    [
      '7,000 option ids',
      { type: 'castVote', ref: 1, key: 'key-of-a-flood', voteId: 'v1', optionIds: Array.from({ length: 7_000 }, () => 'a') },
    ],
    [
      '1,700 unknown keys',
      { type: 'sendMessage', ref: 1, ...Object.fromEntries(Array.from({ length: 1_700 }, (_, index) => [`x${index}`, 0])) },
    ],
  ])('with %s close at once: they are no frames of the wire', async (_, frame) => {
    const peer = await edge.join(token)
    peer.say(frame)
    expect(peer.closed).toEqual({ code: 4400, reason: 'bad_frame' })
  })
})

describe('accepted frames', () => {
  test('at ninety a second are accepted for any length of time, whatever their type', async () => {
    const peer = await edge.join(token)
    for (let second = 0; second < 60; second += 1) {
      for (let n = 0; n < 45; n += 1) {
        peer.say({ type: 'ping' })
        peer.ping()
      }
      edge.clock.advance(1_000)
    }
    expect([peer.closed, peer.isPaused]).toEqual([null, false])
  })

  test('of 16 KiB cost by their bytes: a hundred and fifty at once are too many', async () => {
    const peer = await edge.join(token)
    const frame = JSON.stringify({ type: 'ping' }).padEnd(16 * 1024)
    for (let n = 0; n < 150; n += 1) peer.say(frame)
    expect(peer.closed?.code).toBe(4429)
  })

  test('a slowed socket is read again when its wait is over and its answers are read', async () => {
    const peer = await edge.join(token)
    for (let n = 0; n < 1_200; n += 1) peer.say({ type: 'ping' })
    expect([peer.closed, peer.isPaused]).toEqual([null, true])
    peer.drain()
    expect(peer.isPaused).toBe(true)
    peer.unsentBytes = 1_000_000
    edge.clock.advance(60_000)
    expect(peer.isPaused).toBe(true)
    peer.drain()
    expect(peer.isPaused).toBe(false)
  })
})

describe('commands that come in one piece', () => {
  test('wait in their order while the peer does not take the answers, but for those at work', async () => {
    const peer = await edge.join(token)
    const acks = (): number[] => peer.frames.flatMap((frame) => (frame.type === 'ack' ? [frame.ref] : []))
    const write = peer.write.bind(peer)
    peer.write = (frames) => {
      peer.unsentBytes += 100_000
      write(frames)
    }
    for (let ref = 1; ref <= 150; ref += 1) peer.say({ type: 'getOnlineList', ref })
    await until(() => acks().length === 64)
    await settled()
    expect(acks()).toHaveLength(64)
    peer.drain()
    await until(() => acks().length === 128)
    await settled()
    expect(acks()).toHaveLength(128)
    peer.drain()
    await until(() => acks().length === 150)
    expect(acks()).toEqual(Array.from({ length: 150 }, (_, at) => at + 1))
    expect(peer.closed).toBeNull()
  })

  test('are paid for when they come, whether they are answered or not', async () => {
    const peer = await edge.join(token)
    for (let ref = 1; ref <= 1_000; ref += 1) peer.say({ type: 'getOnlineList', ref })
    expect(peer.closed).toEqual({ code: 4429, reason: 'rate_limited' })
  })

  test('are carried out at once while the wall of a new guest is still on its way to it', async () => {
    const peer = await edge.join(token)
    peer.unsentBytes = 1_000_000
    peer.say({ type: 'sendMessage', ref: 1, key: 'key-on-a-slow-line', content: '喜', guestName: '小明' })
    await until(() => peer.frames.some(({ type }) => type === 'ack'))
    expect(peer.isPaused).toBe(true)
  })
})

describe('sockets of one credential', () => {
  test('a guest has at most eight: the ninth closes the oldest with 4409', async () => {
    const peers = []
    for (let n = 0; n < 10; n += 1) peers.push(await edge.join(token))
    expect(peers.map(({ closed }) => closed?.code ?? null)).toEqual([4409, 4409, ...Array.from({ length: 8 }, () => null)])
    expect(peers[0]?.frames.at(-1)).toMatchObject({ type: 'error', code: 'replaced', retryable: false })
  })

  test('a closed socket does not count any more', async () => {
    const peers = []
    for (let n = 0; n < 8; n += 1) peers.push(await edge.join(token))
    peers[3]?.terminate()
    expect((await edge.join(token)).closed).toBeNull()
    expect(peers.map(({ closed }) => closed)).toEqual(peers.map(() => null))
  })

  test('a host has at most 32; a link for wall screens has 64, and a new one closes none of them', async () => {
    const host = await edge.token('host', 'host')
    const hosts = []
    for (let n = 0; n < 33; n += 1) hosts.push(await edge.join(host))
    expect(hosts.filter(({ closed }) => closed?.code === 4409)).toHaveLength(1)
    const wall = await edge.token('wall', 'wall')
    const screens = []
    for (let n = 0; n < 65; n += 1) screens.push(await edge.join(wall))
    expect(screens.slice(0, 64).map(({ closed }) => closed)).toEqual(screens.slice(0, 64).map(() => null))
    expect(screens.at(-1)?.closed).toEqual({ code: 4503, reason: 'full' })
  })
})

describe('before hello', () => {
  test('64 pings are answered, more are too many', () => {
    const peer = edge.connect()
    for (let n = 0; n < 64; n += 1) peer.ping()
    expect(peer.closed).toBeNull()
    peer.ping()
    expect(peer.closed?.code).toBe(4429)
  })

  test('an address that sends bad credentials waits for its next answer; a guest with a valid one behind the same address does not', async () => {
    const neighbour = await edge.join(token, '192.0.2.9')
    expect(neighbour.closed).toBeNull()
    const peers: FakePeer[] = []
    const answered = () => peers.filter(({ closed }) => closed !== null).length
    for (let n = 0; n < 2_600; n += 1) {
      const peer = edge.connect('192.0.2.9')
      peer.say({ type: 'hello', token: `not.a.token-${n}` })
      peers.push(peer)
      if (n % 100 === 0) await new Promise(setImmediate)
    }
    await until(() => answered() > 2_000)
    // The last is held up: the clock has to move for it.
    edge.clock.advance(1)
    expect(peers.at(-1)?.closed).toBeNull()
    expect((await edge.join(token, '192.0.2.9')).closed).toBeNull()
    const elsewhere = edge.connect('192.0.2.10')
    elsewhere.say({ type: 'hello', token: 'not.a.token' })
    await until(() => elsewhere.closed !== null)
    expect(elsewhere.closed?.reason).toBe('unauthorised')
  })
})

test('[SYNC-7] a snapshot is one buffer for all sockets that get it, and another after the next event', async () => {
  const frameOf = (peer: FakePeer) => peer.written.find((bytes) => bytes.includes('"type":"snapshot"'))
  const [first, second] = [await edge.join(token), await edge.join(await edge.token('another'))]
  await until(() => frameOf(first) !== undefined && frameOf(second) !== undefined)
  expect(frameOf(first)).toBe(frameOf(second))
  first.say({ type: 'sendMessage', ref: 1, key: 'key-of-an-event', content: '喜', guestName: '小明' })
  await until(() => first.frames.some(({ type }) => type === 'ack'))
  const third = await edge.join(await edge.token('third'))
  expect(frameOf(third)).toBeDefined()
  expect(frameOf(third)).not.toBe(frameOf(first))
})
