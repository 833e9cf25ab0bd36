import { build, type Histogram } from 'hdr-histogram-js'
import { RawReader } from '../../tests/support/raw/raw-reader.ts'
import type { Progress } from './report.ts'
import { SharedFrames } from './shared-frames.ts'

/** The server that gets the load. */
export interface Target {
  readonly port: number
  readonly sessionId: string
  /** Whether it answers each message. */
  readonly isAnswering: boolean
  /** Processor time of all its threads so far, in microseconds; `null` where the system does not tell. */
  cpuMicros(): number | null
}

export interface Load {
  readonly readers: number
  /** Messages a second. */
  readonly rate: number
  readonly seconds: number
  readonly warmupSeconds: number
}

export interface Delivered {
  readonly latency: Histogram
  readonly deliveries: number
  readonly expected: number
  readonly acknowledged: number
  readonly refused: number
  readonly sent: number
  readonly gaps: number
  /** Of the server, from the first measured message to the last delivery. */
  readonly cpuMicros: number | null
  /** Of the load generator, likewise. */
  readonly ownCpuMicros: number
}

/** 100 bytes of body, as the bar says; the first characters carry the message's number. */
const BODY = 'x'.repeat(88)
const TICK_MS = 5
const DRAIN_MS = 10_000
/** Sends messages on a fixed schedule, however slow the answers are, and takes the time of each from the send to the arrival at every reader. */
export async function fanOut(target: Target, load: Load, progress: Progress): Promise<Delivered> {
  const { rate, seconds, warmupSeconds } = load
  const total = rate * (warmupSeconds + seconds)
  const expected = seconds * rate * load.readers
  const measured = { from: rate * warmupSeconds, deliveries: 0 }
  /** When message number n left, in milliseconds of this process's monotonic clock. */
  const sentAt: number[] = []
  const answers = { acknowledged: 0, refused: 0 }
  const latency = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })
  const frames = new SharedFrames()

  const onFrame = (reader: { position: number; gaps: number }, payload: Buffer) => {
    const frame = frames.parse(payload)
    if (frame === null) return noteAnswer(answers, payload)
    if (frame.from !== reader.position) reader.gaps += 1
    reader.position = frame.to
    const now = performance.now()
    for (const number of frame.numbers) {
      if (number < measured.from) continue
      measured.deliveries += 1
      latency.recordValue(Math.max(1, Math.round((now - (sentAt[number] as number)) * 1000)))
    }
  }

  const readers: { socket: RawReader; position: number; gaps: number }[] = []
  for (let index = 0; index < load.readers; index += 1) {
    const reader = { position: 0, gaps: 0 }
    const socket = await RawReader.open(target.port, target.sessionId, (payload) => onFrame(reader, payload))
    socket.send({ type: 'hello', guestName: `Guest ${index}` })
    readers.push(Object.assign(reader, { socket }))
    progress.show(`connecting ${index + 1} of ${load.readers}`)
  }
  await pause(500)

  const startMs = performance.now()
  let cpuAtStart: number | null = null
  let ownCpuAtStart = process.cpuUsage()
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1000) * rate))
    for (; sent < due; sent += 1) {
      if (sent === measured.from) {
        cpuAtStart = target.cpuMicros()
        ownCpuAtStart = process.cpuUsage()
      }
      sentAt[sent] = performance.now()
      const { socket } = readers[sent % load.readers] as (typeof readers)[number]
      const content = `${String(sent).padStart(8, '0')} ${BODY}`
      socket.send({ type: 'sendMessage', ref: sent, key: `bench-key-${sent}`, content, guestName: 'Guest' })
    }
    progress.show(`sent ${sent} of ${total}, acknowledged ${answers.acknowledged}, delivered ${measured.deliveries}`)
    await pause(TICK_MS)
  }
  const giveUpMs = performance.now() + DRAIN_MS
  const isOver = () => measured.deliveries >= expected && (!target.isAnswering || answers.acknowledged + answers.refused >= total)
  while (!isOver() && performance.now() < giveUpMs) {
    progress.show(`waiting: delivered ${measured.deliveries} of ${expected}`)
    await pause(TICK_MS)
  }
  const cpuAtEnd = target.cpuMicros()
  const own = process.cpuUsage(ownCpuAtStart)
  for (const { socket } of readers) socket.close()
  return {
    ...answers,
    latency,
    deliveries: measured.deliveries,
    expected,
    sent: total,
    gaps: readers.reduce((sum, { gaps }) => sum + gaps, 0),
    cpuMicros: cpuAtStart === null || cpuAtEnd === null ? null : cpuAtEnd - cpuAtStart,
    ownCpuMicros: own.user + own.system,
  }
}

function noteAnswer(answers: { acknowledged: number; refused: number }, payload: Buffer): void {
  const text = payload.toString('latin1', 0, 16)
  if (text.startsWith('{"type":"ack"')) answers.acknowledged += 1
  else if (text.startsWith('{"type":"error"')) answers.refused += 1
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
