import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { SocketWriter } from '../src/edge/ws/guest-socket.ts'

/** A pair of real sockets: what the system takes at once, and what waits, only the system knows. */

const CHUNK = 64 * 1024

let peer: Socket
let socket: Socket
let webSocket: { readyState: number }
let writer: SocketWriter
let received: Buffer[]

beforeEach(async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  peer = connect(port, '127.0.0.1')
  ;[socket] = (await once(server, 'connection')) as [Socket]
  server.close()
  webSocket = { readyState: WebSocket.OPEN }
  writer = new SocketWriter(webSocket as WebSocket, socket)
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
  let drains = 0
  writer.onDrain(() => (drains += 1))
  const written = fill()
  expect(writer.unsentBytes).toBeGreaterThan(0)
  for (let more = 0; more < 3; more += 1) {
    written.push(frame(written.length, 1_000))
    writer.write(written.at(-1) as Buffer)
  }
  // What the library writes itself, such as a close frame, comes after what was written before it.
  written.push(frame(written.length, 10))
  socket.write(written.at(-1) as Buffer)
  const all = Buffer.concat(written)
  expect(drains).toBe(0)
  expect((await read(all.length)).equals(all)).toBe(true)
  while (writer.unsentBytes > 0) await new Promise(setImmediate)
  while (drains === 0) await new Promise(setImmediate)
  expect(drains).toBe(1)
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

test('nothing is written to a socket that closes, and an error of the system ends the socket', async () => {
  webSocket.readyState = WebSocket.CLOSING
  writer.write(frame(1, 100))
  expect(writer.flushedBytes).toBe(0)
  webSocket.readyState = WebSocket.OPEN
  socket.on('error', () => {})
  peer.resetAndDestroy()
  while (!socket.destroyed) {
    writer.write(frame(2, 100))
    await new Promise(setImmediate)
  }
  writer.write(frame(3, 100))
  expect(socket.destroyed).toBe(true)
})

test('a socket that ends while frames wait sends them first', async () => {
  const written = Buffer.concat(fill())
  socket.end()
  expect((await read(written.length)).equals(written)).toBe(true)
})
