import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { build, type Histogram } from 'hdr-histogram-js'
import { crewOf, treeOf } from '../tests/support/process-tree.ts'
import { RawReader } from '../tests/support/raw/raw-reader.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { measureHop } from './lib/hop.ts'
import { exactly, type Figure, told } from './lib/figures.ts'
import { Progress, report } from './lib/report.ts'
import { SharedFrames } from './lib/shared-frames.ts'

/**
 * One process against several workers with the embedded store, under the same load, one after the other: what the way to the owner and back costs, alone and
 * at an idle wall, and what a hall of readers costs the processes. The generator is one process on the same machine; where its core or the
 * machine is full, that is said, and the latency is then theirs.
 */

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '2' },
    readers: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '8' },
    alone: { type: 'string', default: '500' },
  },
})
const READERS = Number(values.readers)
const RATE = Number(values.rate)
const SECONDS = Number(values.seconds)
/** Messages of the idle wall: each is sent when the one before is acknowledged. */
const ALONE = Number(values.alone)
const WARMUP_SECONDS = 2
const BODY = 'x'.repeat(88)
const TICK_MS = 5
const DRAIN_MS = 15_000
/** Linux counts processor time in these, a second. */
const CLOCK_TICKS = 100
/** A process above this share of a core is what the others wait for. */
const FULL = 0.9

const progress = new Progress()
const histogram = () => build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })

interface Run {
  readonly idle: Histogram
  readonly hall: Histogram
  readonly delivered: number
  readonly expected: number
  readonly gaps: number
  readonly refused: number
  readonly joinsPerSecond: number
  /** Shares of a core, by process. */
  readonly cores: readonly { readonly name: string; readonly share: number }[]
  readonly generator: number
  /** Cores' worth of time in which nothing ran on the machine. */
  readonly idleCores: number
  readonly residentMib: number
}

async function run(workers: number): Promise<Run> {
  progress.show(`starting with WORKERS=${workers}`)
  const server = await ServerProcess.start({ environment: { WORKERS: String(workers) } })
  const { session } = await server.createSession()
  const idle = histogram()
  const hall = histogram()
  const frames = new SharedFrames()
  const total = RATE * (WARMUP_SECONDS + SECONDS)
  const first = RATE * WARMUP_SECONDS
  const sentAt = new Float64Array(total)
  const counts = { delivered: 0, acknowledged: 0, refused: 0, gaps: 0, welcomed: 0 }
  let onAck = () => {}
  let isHall = false
  const sockets: RawReader[] = []
  const open = async (name: string) => {
    let position = -1
    const socket = await RawReader.open(server.port, session.id, (payload) => {
      const frame = frames.parse(payload)
      if (frame !== null) {
        if (position !== -1 && frame.from !== position) counts.gaps += 1
        position = frame.to
        const now = performance.now()
        for (const number of isHall ? frame.numbers : []) {
          if (number < first || number >= total) continue
          counts.delivered += 1
          hall.recordValue(Math.max(1, Math.round((now - (sentAt[number] as number)) * 1000)))
        }
        return
      }
      const start = payload.toString('latin1', 0, 20)
      if (start.startsWith('{"type":"ack"')) {
        counts.acknowledged += 1
        onAck()
      } else if (start.startsWith('{"type":"error"')) counts.refused += 1
      else if (start.startsWith('{"type":"welcome"')) counts.welcomed += 1
    })
    socket.send({ type: 'hello', guestName: name })
    sockets.push(socket)
    return socket
  }

  const alone = await open('Alone')
  for (let sent = 0; sent < ALONE; sent += 1) {
    const at = performance.now()
    const answered = new Promise<void>((resolve) => {
      onAck = resolve
    })
    alone.send({ type: 'sendMessage', ref: sent, key: `alone-key-${sent}`, content: `${sent} ${BODY}`, guestName: 'Alone' })
    await answered
    idle.recordValue(Math.max(1, Math.round((performance.now() - at) * 1000)))
  }
  onAck = () => {}

  const joinedAt = performance.now()
  for (let index = 0; index < READERS; index += 1) {
    await open(`Guest ${index}`)
    progress.show(`WORKERS=${workers}: connecting ${index + 1} of ${READERS}`)
  }
  while (counts.welcomed <= READERS) await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  const joinsPerSecond = READERS / ((performance.now() - joinedAt) / 1000)

  isHall = true
  counts.acknowledged = 0
  const startMs = performance.now()
  let before = cpuOf(server.pid)
  let ownBefore = process.cpuUsage()
  let measuredFromMs = startMs
  let idleBefore = idleMicros()
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1000) * RATE))
    for (; sent < due; sent += 1) {
      if (sent === first) {
        before = cpuOf(server.pid)
        ownBefore = process.cpuUsage()
        measuredFromMs = performance.now()
        idleBefore = idleMicros()
      }
      sentAt[sent] = performance.now()
      const content = `${String(sent).padStart(8, '0')} ${BODY}`
      sockets[1 + (sent % READERS)]?.send({ type: 'sendMessage', ref: sent, key: `bench-key-${sent}`, content, guestName: 'Guest' })
    }
    progress.show(`WORKERS=${workers}: sent ${sent} of ${total}, acknowledged ${counts.acknowledged}, delivered ${counts.delivered}`)
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  const expected = RATE * SECONDS * (READERS + 1)
  const giveUpMs = performance.now() + DRAIN_MS
  while ((counts.delivered < expected || counts.acknowledged + counts.refused < total) && performance.now() < giveUpMs) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  const seconds = (performance.now() - measuredFromMs) / 1000
  const idleCores = (idleMicros() - idleBefore) / 1e6 / seconds
  const after = cpuOf(server.pid)
  const own = process.cpuUsage(ownBefore)
  const residentMib = treeOf(server.pid).reduce((sum, pid) => sum + residentBytes(pid), 0) / 1024 / 1024
  const cores = after.map(({ name, pid, micros }) => ({
    name,
    share: (micros - (before.find((one) => one.pid === pid)?.micros ?? micros)) / 1e6 / seconds,
  }))
  for (const socket of sockets) socket.close()
  await server.end()
  await server.stop()
  const { delivered, gaps, refused } = counts
  const generator = (own.user + own.system) / 1e6 / seconds
  return { idle, hall, delivered, expected, gaps, refused, joinsPerSecond, cores, generator, idleCores, residentMib }
}

/** The processor time of each process of a server, in microseconds. */
function cpuOf(serverPid: number): { name: string; pid: number; micros: number }[] {
  const { owner, workers } = crewOf(serverPid)
  const of = (name: string, pid: number) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return { name, pid, micros: ((Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS) * 1e6 }
  }
  if (owner === null) return [of('process', serverPid)]
  return [of('owner', owner), ...workers.map((pid, index) => of(`worker ${index + 1}`, pid))]
}

function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
}

const at = (of: Histogram, percentile: number) => of.getValueAtPercentile(percentile) / 1000
const percent = (share: number) => `${Math.round(share * 100)} %`

/** The time in which the cores of this machine ran nothing, in microseconds. */
function idleMicros(): number {
  return cpus().reduce((sum, { times }) => sum + times.idle * 1e3, 0)
}

/** The cores that were full, which decides the latency. */
function bottleneck({ cores, generator, idleCores }: Run): string {
  const full = [...cores, { name: 'the generator', share: generator }].filter(({ share }) => share >= FULL).map(({ name }) => name)
  const ours = cores.reduce((sum, { share }) => sum + share, 0) + generator
  const others = Math.max(0, availableParallelism() - idleCores - ours)
  const isFull = idleCores <= (1 - FULL) * availableParallelism()
  return isFull ? `the machine; other programs took ${percent(others)} of a core` : full.join(', ') || 'nothing'
}

progress.show('the way to the owner and back')
const hop = await measureHop()
const one = await run(1)
const many = await run(Number(values.workers))
progress.done()
report({
  row: 'workers',
  title: `Workers: ${READERS} WebSocket readers, ${RATE} messages a second of 100 bytes for ${SECONDS} s; embedded store; the generator is one process of the same ${availableParallelism()} cores`,
  figures: [
    ...hop.flatMap(({ messages, atOnce, p50Ms, workerMicros, ownerMicros }) => [
      told(`a batch to the owner and back, of ${messages}, ${atOnce} at once: p50`, p50Ms, 'ms', 3),
      told('  CPU at the worker', workerMicros, 'µs'),
      told('  CPU at the owner', ownerMicros, 'µs'),
    ]),
    ...figuresOf('one process', one),
    ...figuresOf(`WORKERS=${values.workers}`, many),
  ],
})
process.exit()

function figuresOf(name: string, result: Run): Figure[] {
  const micros = result.cores.reduce((sum, { share }) => sum + share, 0) * 1e6 * SECONDS
  return [
    exactly(`${name}: deliveries`, result.delivered, result.expected),
    exactly('  gaps', result.gaps, 0),
    exactly('  refused', result.refused, 0),
    told('  idle wall, send to acknowledgement, p50', at(result.idle, 50), 'ms', 2),
    told('  idle wall, send to acknowledgement, p99', at(result.idle, 99), 'ms', 2),
    told('  hall, send to reader, p50', at(result.hall, 50), 'ms', 2),
    told('  hall, send to reader, p99', at(result.hall, 99), 'ms', 2),
    told('  joins a second, one after the other', result.joinsPerSecond),
    told('  CPU, of a core', result.cores.map(({ name: process, share }) => `${process} ${percent(share)}`).join(', ')),
    told('  CPU a delivery', micros / result.expected, 'µs', 2),
    told('  generator, of a core', result.generator * 100, '%'),
    told('  memory of all processes', result.residentMib, 'MiB'),
    told('  what was full', bottleneck(result)),
  ]
}
