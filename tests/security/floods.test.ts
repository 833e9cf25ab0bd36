import type { HostedSession } from '@guestwall/protocol'
import { VirtualClock } from '@guestwall/protocol/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { post } from '../support/http-calls.ts'
import { WireClient } from '../support/wire-client.ts'
import { heldBytes, MAX_GROWTH_BYTES, residentBytes } from './support/cost.ts'
import { OPCODE } from '../support/raw/opcode.ts'
import { rawFrame, textFrame } from '../support/raw/raw-frame.ts'
import { RawSocket } from '../support/raw/raw-socket.ts'
import { RawWebSocket } from '../support/raw/raw-web-socket.ts'
import { upgradeRequest } from '../support/raw/upgrade-request.ts'
import { CANARY, expectNoConnections, expectUnharmed, freshKey } from './support/unharmed.ts'

const HELLO_TIMEOUT_MS = 5_000
const UNKNOWN_SOCKETS = 500
/** The bytes that one peer of a flood sends. */
const FRAMES = 20_000

let clock: VirtualClock
let wall: Guestwall
let hosted: HostedSession

beforeEach(async () => {
  clock = new VirtualClock()
  wall = await startGuestwall({ parts: { clock }, config: { GUEST_REQUESTS_PER_SECOND: 100, ADDRESS_REQUESTS_PER_SECOND: 3_000 } })
  hosted = await wall.createSession()
})
afterEach(async () => {
  clock.advance(60 * 60 * 1000)
  await expectUnharmed(wall, hosted)
  await expectNoConnections(wall)
  await wall.stop()
})

/** A peer that opens, says these frames, and reads nothing. */
async function deafPeer(...frames: Buffer[]): Promise<RawSocket> {
  const raw = await RawSocket.open(wall.url, { reads: false })
  raw.write(upgradeRequest(hosted.session.id))
  for (const frame of frames) raw.write(frame)
  return raw
}

async function whenConnected(count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      // A flood that is being slowed down waits on the clock.
      if (count === 0) clock.advance(100)
      const metrics = await (await fetch(`${wall.url}/metrics`)).text()
      expect(Number(/^guestwall_connections (\d+)$/m.exec(metrics)?.[1])).toBe(count)
    },
    { timeout: 300_000, interval: 20 },
  )
}

const HELLO = textFrame({ type: 'hello', guestName: '小明' })

describe('a socket without a hello', () => {
  it('is closed after five seconds with 4408, not before', async () => {
    const silent = await WireClient.open(wall.url, hosted.session.id)
    const polite = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })
    clock.advance(HELLO_TIMEOUT_MS - 1)
    const late = await WireClient.open(wall.url, hosted.session.id)
    clock.advance(1)
    expect(await silent.whenClosed()).toEqual({ code: 4408, reason: 'hello_timeout' })
    expect(silent.frames).toMatchObject([{ type: 'error', code: 'hello_timeout', retryable: true }])
    expect([polite.closed, late.closed]).toEqual([null, null])
    polite.close()
    late.close()
  })

  it('is closed although it sends byte after byte of a hello, pings and pongs', async () => {
    const slow = await RawWebSocket.open(wall.url, hosted.session.id)
    for (const byte of HELLO.subarray(0, 20)) {
      slow.write(Buffer.from([byte]))
      clock.advance(200)
    }
    const lively = await RawWebSocket.open(wall.url, hosted.session.id)
    lively.write(Buffer.concat([rawFrame({ opcode: OPCODE.ping }), rawFrame({ opcode: OPCODE.pong })]))
    await lively.until(() => (lively.rawFrames.length > 0 ? true : undefined))
    clock.advance(HELLO_TIMEOUT_MS)
    expect([await slow.whenClosed(), await lively.whenClosed()]).toEqual([4408, 4408])
    for (const { raw } of [slow, lively]) raw.destroy()
  })

  it(`is closed with 4503 when it is the oldest of more than ${UNKNOWN_SOCKETS}; those who said hello stay`, async () => {
    const guest = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })
    const sockets: RawWebSocket[] = []
    // These never answer a close: each one more must send off another, not the same again.
    for (let batch = 0; batch < 13; batch += 1) {
      sockets.push(
        ...(await Promise.all(Array.from({ length: 40 }, () => RawWebSocket.open(wall.url, hosted.session.id, { endsToo: false })))),
      )
    }
    const sentOff = sockets.slice(0, 20)
    expect(await Promise.all(sentOff.map((socket) => socket.whenClosed()))).toEqual(sentOff.map(() => 4503))
    expect(await guest.ask({ type: 'getOnlineList' })).toMatchObject({ type: 'ack' })
    expect(sockets.filter(({ closeCode }) => closeCode !== null)).toHaveLength(20)
    for (const { raw } of sockets) raw.destroy()
    guest.close()
  })
})

describe(`a flood costs less than ${MAX_GROWTH_BYTES / 1024 / 1024} MB and ends with the connection`, () => {
  // Made before memory is measured.
  const floods: readonly [name: string, bytes: Buffer][] = [
    ['pings whose pongs are not read', Buffer.concat(times(FRAMES, rawFrame({ opcode: OPCODE.ping, payload: 'x'.repeat(125) })))],
    ['pongs', Buffer.concat(times(FRAMES, rawFrame({ opcode: OPCODE.pong, payload: 'x'.repeat(125) })))],
    ['lists of who is here, not read', Buffer.concat(times(FRAMES, textFrame({ type: 'getOnlineList', ref: 1, limit: 200 })))],
    [
      'messages',
      Buffer.concat(
        Array.from({ length: FRAMES }, (_, ref) =>
          textFrame({ type: 'sendMessage', ref, key: `key-0${ref}`, content: CANARY, guestName: 'Host' }),
        ),
      ),
    ],
    [
      'empty fragments',
      Buffer.concat([
        rawFrame({ opcode: OPCODE.text, isFinal: false }),
        ...times(FRAMES, rawFrame({ opcode: OPCODE.continuation, isFinal: false })),
      ]),
    ],
  ]
  for (const [name, bytes] of floods) {
    it(`of ${FRAMES} ${name}, from each of ten peers`, async () => {
      const before = residentBytes()
      const peers = await Promise.all(Array.from({ length: 10 }, () => deafPeer(HELLO)))
      await whenConnected(10)
      for (const peer of peers) peer.write(bytes)
      await whenConnected(0)
      expect(residentBytes() - before).toBeLessThan(MAX_GROWTH_BYTES)
      for (const peer of peers) peer.destroy()
    })
  }

  it('of any of these before hello: it costs as little', async () => {
    const before = residentBytes()
    const peers = await Promise.all(floods.flatMap(([, bytes]) => [deafPeer(bytes), deafPeer(bytes)]))
    await Promise.all(peers.map((peer) => ended(peer)))
    expect(residentBytes() - before).toBeLessThan(MAX_GROWTH_BYTES)
  })

  it('a frame in 300 pieces that never comes whole, from a hundred peers', async () => {
    const before = residentBytes()
    const peers = await Promise.all(
      Array.from({ length: 100 }, () => RawWebSocket.join(wall.url, hosted.session.id, { guestName: '小明' })),
    )
    for (const peer of peers) peer.write(textFrame('x'.repeat(16 * 1024)).subarray(0, 16 * 1024))
    await whenConnected(100)
    expect(residentBytes() - before).toBeLessThan(MAX_GROWTH_BYTES)
    for (const peer of peers) peer.destroy()
  })
})

describe('a peer that never reads', () => {
  it(`of a busy wall holds no memory that grows: 30 of them, and a wall of 2 MB, cost less than ${MAX_GROWTH_BYTES / 1024 / 1024} MB`, async () => {
    const peers = await Promise.all(Array.from({ length: 30 }, () => deafPeer(HELLO)))
    await whenConnected(30)
    const token = hosted.hostToken
    const content = '👨‍👩‍👧‍👦'.repeat(160)
    const write = () =>
      post(`${wall.url}/api/realtime/messages`, { session: hosted.session.id, key: freshKey(), content, guestName: '话痨' }, token)
    // The wall keeps a thousand events and its hundred messages; they are there before memory is measured.
    for (let batch = 0; batch < 4; batch += 1) await Promise.all(Array.from({ length: 50 }, write))
    const before = heldBytes()
    for (let batch = 0; batch < 10; batch += 1) await Promise.all(Array.from({ length: 50 }, write))
    expect(heldBytes() - before).toBeLessThan(MAX_GROWTH_BYTES)

    const guest = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })
    expect(await guest.ask({ type: 'sendMessage', key: freshKey(), content: '喜', guestName: '小明' })).toMatchObject({ type: 'ack' })
    // Only the guest reads meanwhile, so the others show no activity.
    guest.close()
    clock.advance(120_000)
    await whenConnected(0)
    for (const peer of peers) peer.destroy()
  })
})

function times(count: number, frame: Buffer): Buffer[] {
  return Array.from({ length: count }, () => frame)
}

/** Resolves when the server ended a connection that its peer does not read: a write is then answered with a reset. The server's patience is on the clock. */
async function ended(peer: RawSocket): Promise<void> {
  const keepWriting = setInterval(() => {
    clock.advance(10)
    peer.write(rawFrame({ opcode: OPCODE.pong }))
  }, 50)
  await peer.whenEnded()
  clearInterval(keepWriting)
  peer.destroy()
}
