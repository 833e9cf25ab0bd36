import { parseArgs } from 'node:util'
import { build } from 'hdr-histogram-js'
import { ServerProcess } from '../tests/support/server-process.ts'
import { RawReader } from '../tests/support/raw/raw-reader.ts'
import { drawLatency, Progress, table } from './lib/report.ts'
import { SharedFrames } from './lib/shared-frames.ts'

/**
 * Fan-out, the whole way: a message leaves a guest's socket, is stored and synced, and reaches every reader. Latency is taken from
 * the send to the arrival at each single reader, on one clock. Open loop: messages leave on schedule, however slow the answers.
 */

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    warmup: { type: 'string', default: '3' },
    database: { type: 'string' },
  },
})
const READERS = Number(values.readers)
const RATE = Number(values.rate)
const SECONDS = Number(values.seconds)
const WARMUP_SECONDS = Number(values.warmup)
/** 100 bytes of body, as the bar says; the first characters carry the message's number. */
const BODY = 'x'.repeat(88)
const TICK_MS = 5
const DRAIN_MS = 10_000

const progress = new Progress()
const server = await ServerProcess.start({ environment: values.database === undefined ? {} : { DATABASE_URL: values.database } })
const {
  session: { id: sessionId },
} = await server.createSession()

/** When message number n left, in milliseconds of this process's monotonic clock. */
const sentAt: number[] = []
let acknowledged = 0
let refused = 0
const latency = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })
const measured = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY, deliveries: 0 }
const readers: { socket: RawReader; position: number; gaps: number }[] = []
const frames = new SharedFrames()

function onFrame(reader: { position: number; gaps: number }, payload: Buffer): void {
  const frame = frames.parse(payload)
  if (frame === null) return onOther(payload)
  if (frame.from !== reader.position) reader.gaps += 1
  reader.position = frame.to
  const now = performance.now()
  for (const number of frame.numbers) {
    if (number < measured.from || number >= measured.to) continue
    measured.deliveries += 1
    latency.recordValue(Math.max(1, Math.round((now - (sentAt[number] as number)) * 1000)))
  }
}

function onOther(payload: Buffer): void {
  const text = payload.toString('latin1', 0, 16)
  if (text.startsWith('{"type":"ack"')) acknowledged += 1
  else if (text.startsWith('{"type":"error"')) refused += 1
}

for (let index = 0; index < READERS; index += 1) {
  const reader = { position: 0, gaps: 0 }
  const socket = await RawReader.open(server.port, sessionId, (payload) => onFrame(reader, payload))
  socket.send({ type: 'hello', guestName: `Guest ${index}` })
  readers.push(Object.assign(reader, { socket }))
  progress.show(`connecting ${index + 1} of ${READERS}`)
}
await new Promise((resolve) => setTimeout(resolve, 500))

const startMs = performance.now()
const total = RATE * (WARMUP_SECONDS + SECONDS)
measured.from = RATE * WARMUP_SECONDS
measured.to = total
let cpuAtStart: number | null = null
let ownCpuAtStart = process.cpuUsage()
let sent = 0
while (sent < total) {
  const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1000) * RATE))
  for (; sent < due; sent += 1) {
    if (sent === measured.from) {
      cpuAtStart = server.cpuMicros()
      ownCpuAtStart = process.cpuUsage()
    }
    sentAt[sent] = performance.now()
    const { socket } = readers[sent % READERS] as (typeof readers)[number]
    socket.send({
      type: 'sendMessage',
      ref: sent,
      key: `bench-key-${sent}`,
      content: `${String(sent).padStart(8, '0')} ${BODY}`,
      guestName: 'Guest',
    })
  }
  progress.show(`sent ${sent} of ${total}, acknowledged ${acknowledged}, delivered ${measured.deliveries}`)
  await new Promise((resolve) => setTimeout(resolve, TICK_MS))
}
const expected = SECONDS * RATE * READERS
const giveUpMs = performance.now() + DRAIN_MS
while ((measured.deliveries < expected || acknowledged + refused < total) && performance.now() < giveUpMs) {
  progress.show(`waiting: delivered ${measured.deliveries} of ${expected}`)
  await new Promise((resolve) => setTimeout(resolve, TICK_MS))
}
const cpuAtEnd = server.cpuMicros()
const ownCpu = process.cpuUsage(ownCpuAtStart)
const residentMib = (server.residentBytes() ?? 0) / 1024 / 1024
progress.done()

const gaps = readers.reduce((sum, { gaps }) => sum + gaps, 0)
const cpu = cpuAtStart === null || cpuAtEnd === null ? null : cpuAtEnd - cpuAtStart
console.log(
  `Fan-out: ${READERS} WebSocket readers, ${RATE} messages a second of 100 bytes, ${SECONDS} s after ${WARMUP_SECONDS} s of warm-up`,
)
console.log(
  `Store: ${values.database === undefined ? 'embedded (SQLite, synchronous=FULL)' : 'PostgreSQL'}; server and load generator share this machine\n`,
)
console.log(
  table([
    ['acknowledged', `${acknowledged} of ${total} (refused ${refused})`],
    ['deliveries', `${measured.deliveries} of ${expected}`],
    ['gaps in a reader’s log', String(gaps)],
    ['p50 send to reader', `${(latency.getValueAtPercentile(50) / 1000).toFixed(1)} ms`],
    ['p99 send to reader', `${(latency.getValueAtPercentile(99) / 1000).toFixed(1)} ms`],
    ['server CPU a delivery', cpu === null ? 'not told by this system' : `${(cpu / expected).toFixed(2)} µs`],
    ['server CPU', cpu === null ? 'not told by this system' : `${(cpu / 1e4 / SECONDS).toFixed(0)} % of a core`],
    ['load generator CPU', `${((ownCpu.user + ownCpu.system) / 1e4 / SECONDS).toFixed(0)} % of a core (near 100 it is what is slow)`],
    ['server memory', `${residentMib.toFixed(0)} MiB`],
  ]),
)
console.log(`\n${drawLatency('Latency', latency)}`)
for (const { socket } of readers) socket.close()
await server.stop()
process.exit(measured.deliveries === expected && gaps === 0 && refused === 0 ? 0 : 1)
