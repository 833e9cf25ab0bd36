import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { build, type Histogram } from 'hdr-histogram-js'
import { generatorCommand } from './native-generator.ts'
import { LOAD_CORE, pin } from './pin.ts'
import type { Progress } from './report.ts'

/** The server that gets the load. */
export interface Target {
  readonly port: number
  readonly wire: Wire
  /** Processor time of all its processes and threads so far, in microseconds; `null` where the system does not tell. */
  cpuMicros(): number | null
  /** Resident memory of all its processes in bytes; `null` likewise. */
  residentBytes(): number | null
}

/** A server's protocol above WebSocket. In the texts `########` is a number of eight digits: the reader's, or the message's. */
export interface Wire {
  readonly path: string
  /** More lines of the upgrade request, each with its end. */
  readonly headers?: string
  /** Sent after the upgrade; a reader is ready when a text that begins with `welcome` has come. */
  readonly greeting?: string
  readonly welcome?: string
  /** A message of 100 bytes; its content has the number between two tildes. */
  readonly message: string
  /** The beginnings of answers: without an `ack` the server answers nothing. */
  readonly ack?: string
  readonly refusal?: string
  /** A text that wants `pong` as its answer. */
  readonly ping?: string
  readonly pong?: string
}

export interface Load {
  readonly readers: number
  /** Messages a second. 0: readers come and stay idle. */
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
  /** Readers that lack a message, or got one twice, and those whose connection ended. */
  readonly wrong: number
  /** Of the server, from the first measured message to the last delivery. */
  readonly cpuMicros: number | null
  /** Of the server, while the readers came. */
  readonly joinMicros: number | null
  /** Of the server, when all readers were there. */
  readonly residentBytes: number | null
  /** The load generator's share of a core. */
  readonly generatorShare: number
  readonly isNative: boolean
}

/** The last line of the generator. */
interface Done {
  readonly sent: number
  readonly deliveries: number
  readonly acknowledged: number
  readonly refused: number
  readonly unknown: number
  readonly wrong: number
  readonly closed: number
  readonly cpuMicros: number
  readonly tookMicros: number
  readonly latencies: readonly (readonly [micros: number, count: number])[]
}

/** Above this share of a core the generator is slow, not the server. */
export const FULL_SHARE = 0.9

/** The content of a message: 100 bytes, with its number. */
export const CONTENT = `~########~ ${'x'.repeat(89)}`

/** Sends messages on a fixed schedule, however slow the answers are, and takes the time of each from the send to the arrival at every reader. */
export async function fanOut(target: Target, load: Load, progress: Progress): Promise<Delivered> {
  const { command, args, isNative } = generatorCommand()
  const { readers, rate, seconds, warmupSeconds } = load
  const joinFrom = target.cpuMicros()
  const words = { ...target.wire, port: target.port, readers, rate, seconds, warmup: warmupSeconds }
  const options = Object.entries(words).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn(command, [...args, ...options], { stdio: ['pipe', 'pipe', 'inherit'] })
  pin(child.pid as number, LOAD_CORE)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (word: string): Promise<string> => {
    const { value = '', done } = await lines.next()
    if (done === true || !value.startsWith(word))
      throw new Error(`the load generator said ${value === '' ? 'nothing' : value} instead of ${word}`)
    return value.slice(word.length)
  }

  progress.show(`${readers} readers connect`)
  await next('ready')
  const joinMicros = between(joinFrom, target.cpuMicros())
  const residentBytes = target.residentBytes()
  let done: Done = NOTHING
  let cpuMicros: number | null = null
  if (rate > 0) {
    progress.show(`${readers} readers, ${rate} messages a second, ${warmupSeconds + seconds} s`)
    child.stdin.write('go\n')
    await next('measuring')
    const from = target.cpuMicros()
    done = JSON.parse(await next('done ')) as Done
    cpuMicros = between(from, target.cpuMicros())
  }
  child.stdin.end()
  const latency = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })
  for (const [micros, count] of done.latencies) latency.recordValueWithCount(Math.max(1, micros), count)
  return {
    latency,
    deliveries: done.deliveries,
    expected: rate * seconds * readers,
    acknowledged: done.acknowledged,
    refused: done.refused,
    sent: done.sent,
    wrong: done.wrong + done.closed + done.unknown,
    cpuMicros,
    joinMicros,
    residentBytes,
    generatorShare: done.tookMicros === 0 ? 0 : done.cpuMicros / done.tookMicros,
    isNative,
  }
}

const NOTHING: Done = {
  sent: 0,
  deliveries: 0,
  acknowledged: 0,
  refused: 0,
  unknown: 0,
  wrong: 0,
  closed: 0,
  cpuMicros: 0,
  tookMicros: 0,
  latencies: [],
}

function between(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : to - from
}

/** Microseconds of processor time a delivery; `NaN` where the system does not tell. */
export function microsADelivery({ cpuMicros, deliveries }: Delivered): number {
  return cpuMicros === null ? Number.NaN : cpuMicros / deliveries
}

/** A percentile of the latency in milliseconds. */
export function latencyMs({ latency }: Delivered, percentile: number): number {
  return latency.getValueAtPercentile(percentile) / 1_000
}

/** What was slow: the generator, and not the server, where its core was full. */
export function generatorText({ generatorShare, isNative }: Delivered): string {
  const share = `${isNative ? 'native' : 'Node.js'}, ${Math.round(generatorShare * 100)} % of its core`
  return generatorShare > FULL_SHARE ? `${share}: IT was slow, not the server` : share
}
