import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { FrameReader } from '../../../tests/support/raw/frame-reader.ts'
import { textFrame } from '../../../tests/support/raw/raw-frame.ts'
import { Edge, until } from '../src/edge/edge.test-kit.ts'
import { FramedSocket } from '../src/edge/ws/framed-socket.ts'
import { socketPair } from './socket-pair.test-kit.ts'

/** Enough lists to fill what the system takes, some 10 MB, more than once. */
const LISTS = 3_000
/** The lists come in a few pieces of 64 KiB, each with a thousand commands. */
const LIST = (ref: number) => textFrame({ type: 'getOnlineList', ref, limit: 200 })
/** What is written before reading stops: 64 KiB, and the answers to the commands that were at work. */
const UNSENT_LIMIT_BYTES = 64 * 1024
const AT_WORK = 8

let peer: Socket | undefined
afterEach(() => peer?.destroy())

test.each([
  ['after its welcome', true],
  ['with its hello', false],
])('[SYNC-7] commands in one write %s, by a peer that does not read, are answered no further than it reads', async (_, waits) => {
  const edge = await Edge.open({ GUEST_REQUESTS_PER_SECOND: 0 })
  for (let guest = 0; guest < 200; guest += 1) await edge.join(await edge.token(`guest-${guest}`))
  const pair = await socketPair()
  peer = pair.peer
  const framed = new FramedSocket(pair.socket, edge.clock)
  edge.core.sockets.accept(edge.sessionId, framed, framed)
  const hello = textFrame({ type: 'hello', token: await edge.token('asker') })
  const lists = Buffer.concat(Array.from({ length: LISTS }, (_, ref) => LIST(ref)))
  if (waits) {
    peer.write(hello)
    await until(() => framed.flushedBytes > 0)
    peer.write(lists)
  } else peer.write(Buffer.concat([hello, lists]))

  let most = 0
  let quiet = 0
  let flushed = 0
  // Until the system takes no more: nothing has left for many turns of the event loop while something waits.
  await until(() => {
    most = Math.max(most, framed.unsentBytes)
    quiet = framed.unsentBytes > 0 && framed.flushedBytes === flushed ? quiet + 1 : 0
    flushed = framed.flushedBytes
    return quiet > 2_000
  })
  const refs: number[] = []
  let longest = 0
  const reader = new FrameReader((_opcode, payload) => {
    const frame = JSON.parse(payload.toString()) as { type: string; ref: number }
    if (frame.type === 'ack') refs.push(frame.ref)
    longest = Math.max(longest, payload.length)
  })
  peer.on('data', (bytes: Buffer) => reader.push(bytes))
  await until(() => refs.length === LISTS)
  expect(refs).toEqual(Array.from({ length: LISTS }, (_, ref) => ref))
  expect(most).toBeLessThan(UNSENT_LIMIT_BYTES + (AT_WORK + 1) * longest)
})
