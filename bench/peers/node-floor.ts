import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { FrameReader } from '../../tests/support/raw/frame-reader.ts'
import { OPCODE } from '../../tests/support/raw/opcode.ts'
import { rawFrame } from '../../tests/support/raw/raw-frame.ts'

/**
 * The least that a fan-out in Node.js can do: every message is framed once for all readers and written with `socket.write`; messages that arrive during a
 * round of writes share the next one, which waits as long as the round took. It checks and stores nothing, and answers nothing but a `hello`: with a
 * welcome that is the same for all. Its frames are those of Guestwall's load generator. Prints its port.
 */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const MAX_WAIT_MS = 30

/** As long as the welcome of a guest. */
const WELCOME = rawFrame({ opcode: OPCODE.text, payload: `{"type":"welcome","token":"${'x'.repeat(500)}"}`, mask: null })

const readers = new Set<Socket>()
let waiting: string[] = []
let sent = 0
let isScheduled = false
let notBeforeMs = 0

function schedule(): void {
  if (isScheduled) return
  const waitMs = notBeforeMs - performance.now()
  if (waitMs <= 0) return flush()
  isScheduled = true
  setTimeout(() => {
    isScheduled = false
    flush()
  }, waitMs)
}

function flush(): void {
  const from = sent
  sent += waiting.length
  const events = waiting.map((data) => `{"data":${data}}`).join(',')
  const bytes = rawFrame({ opcode: OPCODE.text, payload: `{"type":"events","from":${from},"to":${sent},"events":[${events}]}`, mask: null })
  waiting = []
  const startMs = performance.now()
  for (const socket of readers) socket.write(bytes)
  const endMs = performance.now()
  notBeforeMs = endMs + Math.min(endMs - startMs, MAX_WAIT_MS)
}

const server = createServer()
server.on('upgrade', (request, socket: Socket) => {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64')
  socket.setNoDelay(true)
  socket.setTimeout(0)
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
  const frames = new FrameReader((_, payload) => {
    const text = payload.toString()
    if (text.startsWith('{"type":"hello"')) socket.write(WELCOME)
    if (!text.startsWith('{"type":"sendMessage"')) return
    waiting.push(text)
    schedule()
  })
  readers.add(socket)
  socket.on('data', (bytes) => frames.push(unmasked(bytes)))
  socket.on('error', () => {})
  socket.on('close', () => readers.delete(socket))
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as { port: number }).port}\n`))

/** The generator's mask is zero and each of its frames arrives alone: without the mask it reads like a server's. */
function unmasked(bytes: Buffer): Buffer {
  const lengthBytes = (bytes.readUInt8(1) & 0x7f) === 126 ? 4 : 2
  const head = Buffer.from(bytes.subarray(0, lengthBytes))
  head.writeUInt8(head.readUInt8(1) & 0x7f, 1)
  return Buffer.concat([head, bytes.subarray(lengthBytes + 4)])
}
