import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { VirtualClock } from '@guestwall/protocol/testing'
import { FramedSocket } from '../src/edge/ws/framed-socket.ts'
import { OPCODE } from '../../../tests/support/raw/opcode.ts'
import { closeFrame, rawFrame } from '../../../tests/support/raw/raw-frame.ts'

/** A pair of real sockets: what the system takes at once, and what waits, only the system knows. */

const CHUNK = 64 * 1024

let peer: Socket
let socket: Socket
let clock: VirtualClock
let writer: FramedSocket
let told: string[]
let received: Buffer[]

beforeEach(async () => {
  // As the HTTP server of Node.js does.
  const server = createServer({ allowHalfOpen: true })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  peer = connect(port, '127.0.0.1')
  ;[socket] = (await once(server, 'connection')) as [Socket]
  server.close()
  clock = new VirtualClock()
  told = []
  writer = new FramedSocket(socket, clock)
  writer.listen({
    onMessage: (data, isBinary) => told.push(`${isBinary ? 'binary' : 'text'} ${data.toString()}`),
    onPing: (data) => told.push(`ping ${data.toString()}`),
    onPong: () => told.push('pong'),
    onDrain: () => told.push('drain'),
    onClose: (code) => told.push(`close ${code}`),
  })
  received = []
})
afterEach(() => {
  peer.destroy()
  socket.destroy()
})

/** A frame whose bytes tell its number. */
function frame(number: number, length: number): Buffer {
  const bytes = Buffer.alloc(length, number % 251)
  bytes.writeUInt32BE(number)
  return bytes
}

async function read(bytes: number): Promise<Buffer> {
  peer.on('data', (chunk: Buffer) => received.push(chunk))
  while (received.reduce((sum, { length }) => sum + length, 0) < bytes) await once(peer, 'data')
  return Buffer.concat(received)
}

async function closed(): Promise<void> {
  while (!told.some((line) => line.startsWith('close'))) await new Promise(setImmediate)
}

/** Writes until the system takes no more; returns what was written. */
function fill(): Buffer[] {
  const written: Buffer[] = []
  while (writer.unsentBytes === 0) {
    written.push(frame(written.length, CHUNK))
    writer.write(written.at(-1) as Buffer)
  }
  return written
}

test('a frame that the system takes at once is sent, and nothing is held in memory for it', async () => {
  writer.write(frame(1, 200))
  expect(writer.unsentBytes).toBe(0)
  expect(writer.flushedBytes).toBe(200)
  expect(await read(200)).toEqual(frame(1, 200))
})

test('[SYNC-7] frames that the system does not take count as unsent, keep their order with later ones, and their drain is told once', async () => {
  const drains = () => told.filter((line) => line === 'drain').length
  const written = fill()
  expect(writer.unsentBytes).toBeGreaterThan(0)
  for (let more = 0; more < 3; more += 1) {
    written.push(frame(written.length, 1_000))
    writer.write(written.at(-1) as Buffer)
  }
  // A pong comes after what was written before it.
  writer.pong(Buffer.from('12345678'))
  written.push(Buffer.from('\x8a\x0812345678', 'latin1'))
  const all = Buffer.concat(written)
  expect(drains()).toBe(0)
  expect((await read(all.length)).equals(all)).toBe(true)
  while (writer.unsentBytes > 0) await new Promise(setImmediate)
  while (drains() === 0) await new Promise(setImmediate)
  expect(drains()).toBe(1)
  expect(writer.flushedBytes).toBe(all.length)
})

test('frames that are written together leave together, in their order, also when the last of them fails', async () => {
  const chunks: Buffer[] = []
  peer.on('data', (chunk: Buffer) => chunks.push(chunk))
  expect(() =>
    writer.together(() => {
      for (let number = 0; number < 3; number += 1) writer.write(frame(number, 100))
      expect(writer.unsentBytes).toBe(300)
      throw new Error('no fourth frame')
    }),
  ).toThrow('no fourth frame')
  while (chunks.length === 0) await once(peer, 'data')
  expect(Buffer.concat(chunks)).toEqual(Buffer.concat([0, 1, 2].map((number) => frame(number, 100))))
})

test('after its close frame nothing more is written, and an error of the system ends the socket', async () => {
  writer.close(1001, 'draining')
  const closing = Buffer.from('\x88\x0a\x03\xe9draining', 'latin1')
  expect(writer.flushedBytes).toBe(closing.length)
  writer.write(frame(1, 100))
  writer.pong(Buffer.alloc(0))
  writer.close(4400, 'again')
  expect(writer.flushedBytes).toBe(closing.length)
  expect(await read(closing.length)).toEqual(closing)
  peer.resetAndDestroy()
  await closed()
  expect(told).toEqual(['close 1006'])
})

test('a socket that ends while frames wait sends them first', async () => {
  const written = Buffer.concat([...fill(), Buffer.from('\x88\x02\x03\xe8', 'latin1')])
  writer.close(1000, '')
  expect((await read(written.length)).equals(written)).toBe(true)
})

test("the peer's close is answered with its code, both sides end, and its code is told once", async () => {
  peer.write(
    Buffer.concat([
      rawFrame({ opcode: OPCODE.text, payload: '喜' }),
      closeFrame(4001, 'away'),
      rawFrame({ opcode: OPCODE.text, payload: 'late' }),
    ]),
  )
  expect(await read(4)).toEqual(Buffer.from('\x88\x02\x0f\xa1', 'latin1'))
  await closed()
  expect(told).toEqual(['text 喜', 'close 4001'])
})

test("the answer to the server's close ends the connection, and what came before it is still told", async () => {
  writer.close(4400, 'bad_frame')
  peer.resume()
  peer.write(Buffer.concat([rawFrame({ opcode: OPCODE.text, payload: 'sent before' }), closeFrame(4400)]))
  await closed()
  expect(told).toEqual(['text sent before', 'close 4400'])
})

test.each([
  ['that does not answer a close', () => writer.close(1001, 'draining')],
  ['that closes and does not end', () => peer.write(closeFrame(1000))],
  ['that breaks the protocol and does not end', () => peer.write(rawFrame({ opcode: 3 }))],
])('a peer %s is cut after 3 s', async (_, begin) => {
  peer.allowHalfOpen = true
  begin()
  await read(4)
  clock.advance(2_900)
  await new Promise(setImmediate)
  expect(socket.destroyed).toBe(false)
  clock.advance(200)
  expect(socket.destroyed).toBe(true)
  await closed()
  expect(told).toHaveLength(1)
})

test('a peer that ends without a close is told as gone, and its timer is cancelled', async () => {
  peer.end()
  await closed()
  expect(told).toEqual(['close 1006'])
  expect(clock.pending).toBe(0)
})

test('nothing is read while the socket is paused', async () => {
  writer.pause()
  peer.write(rawFrame({ opcode: OPCODE.ping, payload: 'x' }))
  await new Promise((resolve) => peer.write(rawFrame({ opcode: OPCODE.pong }), resolve))
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
  expect(told).toEqual([])
  writer.resume()
  while (told.length < 2) await new Promise(setImmediate)
  expect(told).toEqual(['ping x', 'pong'])
})
