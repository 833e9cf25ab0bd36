import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { FrameReader } from '../../tests/support/raw/frame-reader.ts'
import { OPCODE } from '../../tests/support/raw/opcode.ts'
import { rawFrame, ZERO_MASK } from '../../tests/support/raw/raw-frame.ts'

/** The program of generator.c for machines without a C compiler: the same options, the same lines. It costs some ten times as much. */
const TEXT = { type: 'string', default: '' } as const
const NUMBER = { type: 'string', default: '0' } as const
const { values } = parseArgs({
  options: {
    port: NUMBER,
    path: { type: 'string', default: '/' },
    headers: TEXT,
    greeting: TEXT,
    welcome: TEXT,
    message: TEXT,
    ack: TEXT,
    refusal: TEXT,
    ping: TEXT,
    pong: TEXT,
    readers: NUMBER,
    rate: NUMBER,
    seconds: NUMBER,
    warmup: NUMBER,
  },
})
const READERS = Number(values.readers)
const RATE = Number(values.rate)
const TOTAL = RATE * (Number(values.warmup) + Number(values.seconds))
const MEASURED_FROM = RATE * Number(values.warmup)
const SETTLE_MS = 500
const GIVE_UP_MS = 10_000
const TICK_MS = 1
const TILDE = 0x7e
const DIGITS = 8

interface Reader {
  readonly socket: Socket
  count: number
  sum: number
}

const readers: Reader[] = []
const sentAtMs = new Float64Array(TOTAL)
const latencies = new Map<number, number>()
const counts = { sent: TOTAL, deliveries: 0, acknowledged: 0, refused: 0, unknown: 0, wrong: 0, closed: 0 }
let sent = 0
let lastNewsMs = performance.now()

for (let index = 0; index < READERS; index += 1) readers.push(await open(index))
await pause(SETTLE_MS)
process.stdout.write('ready\n')
const input = createInterface({ input: process.stdin })
input.once('close', () => process.exit())
input.once('line', () => {
  if (RATE > 0) void send()
})

/** Resolves when the reader is welcomed. */
function open(index: number): Promise<Reader> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(values.port), host: '127.0.0.1', noDelay: true })
    const reader = { socket, count: 0, sum: 0 }
    let isWelcomed = false
    const frames = new FrameReader((opcode, payload) => {
      if (opcode === OPCODE.ping) socket.write(rawFrame({ opcode: OPCODE.pong, payload, mask: ZERO_MASK }))
      if (opcode !== OPCODE.text && opcode !== OPCODE.binary) return
      if (!isWelcomed && startsWith(payload, values.welcome)) {
        isWelcomed = true
        resolve(reader)
      } else onText(reader, payload)
    })
    socket.write(
      `GET ${values.path} HTTP/1.1\r\nHost: 127.0.0.1:${values.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${values.headers}\r\n`,
    )
    let head = Buffer.alloc(0)
    const onHead = (bytes: Buffer) => {
      head = Buffer.concat([head, bytes])
      const end = head.indexOf('\r\n\r\n')
      if (end === -1) return
      socket.off('data', onHead).on('data', (more) => frames.push(more))
      if (values.greeting !== '') socket.write(textFrame(values.greeting, index))
      if (values.welcome === '') resolve(reader)
      frames.push(head.subarray(end + 4))
    }
    socket.on('data', onHead).on('error', reject)
    socket.on('close', () => {
      counts.closed += 1
    })
  })
}

async function send(): Promise<void> {
  const startMs = performance.now()
  let measuredAtMs = startMs
  let cpuAtStart = process.cpuUsage()
  while (sent < TOTAL) {
    const due = Math.min(TOTAL, Math.floor(((performance.now() - startMs) / 1_000) * RATE) + 1)
    for (; sent < due; sent += 1) {
      if (sent === MEASURED_FROM) {
        process.stdout.write('measuring\n')
        measuredAtMs = performance.now()
        cpuAtStart = process.cpuUsage()
      }
      sentAtMs[sent] = performance.now()
      readers[sent % READERS]?.socket.write(textFrame(values.message, sent))
    }
    await pause(TICK_MS)
  }
  lastNewsMs = performance.now()
  while (!hasAll() && performance.now() - lastNewsMs < GIVE_UP_MS) await pause(TICK_MS)
  const { user, system } = process.cpuUsage(cpuAtStart)
  const sum = (TOTAL * (TOTAL - 1)) / 2
  counts.wrong = readers.filter((reader) => reader.count !== TOTAL || reader.sum !== sum).length
  const took = { cpuMicros: user + system, tookMicros: Math.round((performance.now() - measuredAtMs) * 1_000) }
  process.stdout.write(`done ${JSON.stringify({ ...counts, ...took, latencies: [...latencies] })}\n`)
}

function hasAll(): boolean {
  return counts.deliveries >= (TOTAL - MEASURED_FROM) * READERS && (values.ack === '' || counts.acknowledged + counts.refused >= TOTAL)
}

function onText(reader: Reader, payload: Buffer): void {
  const nowMs = performance.now()
  if (startsWith(payload, values.ping)) {
    reader.socket.write(textFrame(values.pong, 0))
    return
  }
  if (startsWith(payload, values.ack)) counts.acknowledged += 1
  else if (startsWith(payload, values.refusal)) counts.refused += 1
  else {
    for (let at = payload.indexOf(TILDE); at !== -1 && at + DIGITS + 2 <= payload.length; at = payload.indexOf(TILDE, at + DIGITS + 2))
      onNumber(reader, Number(payload.toString('latin1', at + 1, at + 1 + DIGITS)), nowMs)
  }
  lastNewsMs = nowMs
}

function onNumber(reader: Reader, number: number, nowMs: number): void {
  if (!(number < sent)) {
    counts.unknown += 1
    return
  }
  reader.count += 1
  reader.sum += number
  if (number < MEASURED_FROM) return
  counts.deliveries += 1
  const micros = Math.round((nowMs - (sentAtMs[number] as number)) * 1_000)
  latencies.set(micros, (latencies.get(micros) ?? 0) + 1)
}

function startsWith(payload: Buffer, text: string): boolean {
  return text !== '' && payload.toString('latin1', 0, text.length) === text
}

function textFrame(text: string, number: number): Buffer {
  return rawFrame({ opcode: OPCODE.text, payload: text.replaceAll('########', String(number).padStart(DIGITS, '0')), mask: ZERO_MASK })
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
