import { parseArgs } from 'node:util'
import { ServerProcess } from '../tests/support/server-process.ts'
import { arrive } from './lib/arrivals.ts'
import { fanOut } from './lib/fan-out.ts'
import { atMost, exactly, type Figure, told } from './lib/figures.ts'
import { INSPECTED, inspectHeap } from './lib/live-heap.ts'
import { type Peer, startFloor, startGuestwall } from './lib/peer.ts'
import { Progress, report } from './lib/report.ts'
import { slopeOf } from './lib/slope.ts'

/**
 * What an idle guest costs in memory, and whether memory grows while guests come and go. Idle guests are taken from a fresh server's resident memory. While
 * 1,000 guests stay, others join and leave in cycles; after each cycle the garbage is collected, and the slope of what remains is printed with its
 * confidence of 95 %. What the server must know of recent guests goes after two minutes, so the budget is for what is left then. `--cycles 60 --joins 10000` is an hour of 10,000 joins a minute.
 */

const { values } = parseArgs({
  options: {
    /** `idle` or `churn`; both by default. */
    part: { type: 'string', default: '' },
    guests: { type: 'string', default: '1000,10000' },
    /** Takes the least that Node.js can do as well: bench/peers/node-floor.ts. */
    floor: { type: 'boolean', default: false },
    stay: { type: 'string', default: '1000' },
    cycles: { type: 'string', default: '20' },
    /** Joins of a cycle. */
    joins: { type: 'string', default: '1000' },
    /** Seconds after the last cycle in which what is kept for a time may go; then the live memory is taken again. */
    settle: { type: 'string', default: '120' },
  },
})
const COUNTS = values.guests.split(',').map(Number)
const [STAY, CYCLES, JOINS] = [Number(values.stay), Number(values.cycles), Number(values.joins)]
/** The budget of the largest hall, in KB of resident memory a guest. */
const IDLE_KB = 8
/** The most that a guest who came and left may leave behind for good, in bytes: one forgotten object is more. */
const LEFT_BYTES = 64
/** The first cycles fill caches and pools. */
const WARM_CYCLES = 3
const LEAVING_MS = 300

const progress = new Progress()
const figures: Figure[] = []
if (values.part !== 'churn') await measureIdle()
if (values.part !== 'idle') await measureChurn()
progress.done()
report({
  row: 'memory',
  title: `Memory: idle guests, and ${CYCLES} times ${JOINS} that come and go while ${STAY} stay; embedded store`,
  figures,
})
process.exit()

async function measureIdle(): Promise<void> {
  for (const count of COUNTS) {
    const { kib, micros } = await measurePeer(await startGuestwall(), count)
    const name = `resident memory a guest, of ${count.toLocaleString('en-US')}`
    figures.push(
      count === Math.max(...COUNTS) ? atMost(name, kib, IDLE_KB, 'KB', 1) : told(name, kib, 'KB', 1),
      told(`  server CPU a join, as fast as they are welcomed`, micros, 'µs'),
    )
    if (!values.floor) continue
    const floor = await measurePeer(await startFloor(), count)
    figures.push(told('  of the floor', floor.kib, 'KB', 1), told('  CPU of its join', floor.micros, 'µs'))
  }
}

async function measurePeer(peer: Peer, readers: number): Promise<{ kib: number; micros: number }> {
  const before = peer.residentBytes() ?? Number.NaN
  const { residentBytes, joinMicros } = await fanOut(peer, { readers, rate: 0, seconds: 0, warmupSeconds: 0 }, progress)
  await peer.stop()
  return { kib: ((residentBytes ?? Number.NaN) - before) / 1024 / readers, micros: (joinMicros ?? Number.NaN) / readers }
}

async function measureChurn(): Promise<void> {
  const server = await ServerProcess.start({ environment: INSPECTED, stderr: 'pipe' })
  const { session } = await server.createSession()
  const heap = await inspectHeap(server.said)
  const come = (count: number, name: string) =>
    arrive({ port: server.port, sessionId: session.id, count, perSecond: 0, hello: (index) => ({ guestName: `${name} ${index}` }) })
  const { seats: staying } = await come(STAY, 'Stays')
  const points: [number, number][] = []
  let refused = 0
  for (let cycle = -WARM_CYCLES; cycle < CYCLES; cycle += 1) {
    const { seats, refused: more } = await come(JOINS, `Cycle ${cycle}`)
    refused += more
    for (const { socket } of seats) socket.close()
    await new Promise((resolve) => setTimeout(resolve, LEAVING_MS))
    const bytes = await heap.measure()
    if (cycle >= 0) points.push([cycle * JOINS, bytes])
    progress.show(`churn: cycle ${cycle + WARM_CYCLES + 1} of ${CYCLES + WARM_CYCLES}, ${(bytes / 1024 / 1024).toFixed(2)} MiB live`)
  }
  const settleSeconds = Number(values.settle)
  progress.show(`churn: ${settleSeconds} s in which nobody comes`)
  await new Promise((resolve) => setTimeout(resolve, settleSeconds * 1_000))
  const settledBytes = await heap.measure()
  const lost = staying.filter(({ socket }) => socket.isClosed).length
  heap.close()
  await server.stop()
  const { perX, plusMinus } = slopeOf(points)
  const firstBytes = points[0]?.[1] ?? Number.NaN
  figures.push(
    exactly('connections that stayed', STAY - lost, STAY),
    exactly('joins refused during churn', refused, 0),
    told('live memory after the first cycle', inMib(firstBytes), 'MiB', 1),
    told('  after the last', inMib(points.at(-1)?.[1] ?? Number.NaN), 'MiB', 1),
    told('  its slope, with 95 % confidence', `${perX.toFixed(1)} ± ${plusMinus.toFixed(1)} bytes a join`),
    told(`  ${settleSeconds} s later`, inMib(settledBytes), 'MiB', 1),
    atMost('  a guest leaves behind', Math.max(0, settledBytes - firstBytes) / (CYCLES * JOINS), LEFT_BYTES, 'B', 1),
  )
}

function inMib(bytes: number): number {
  return bytes / 1024 / 1024
}
