import { parseArgs } from 'node:util'
import { ServerProcess } from '../tests/support/server-process.ts'
import { type Delivered, fanOut, type Load } from './lib/fan-out.ts'
import { startFloor } from './lib/start-floor.ts'
import { drawLatency, Progress, table } from './lib/report.ts'

/**
 * Fan-out, the whole way: a message leaves a guest's socket, is stored and synced, and reaches every reader. Latency is taken from
 * the send to the arrival at each single reader, on one clock. Open loop: messages leave on schedule, however slow the answers. With `--floor` the
 * least that Node.js can do gets the same load before and after (`bench/peers/node-floor.ts`), and the ratio of processor times is printed.
 */

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    warmup: { type: 'string', default: '3' },
    database: { type: 'string' },
    floor: { type: 'boolean', default: false },
  },
})
const load: Load = {
  readers: Number(values.readers),
  rate: Number(values.rate),
  seconds: Number(values.seconds),
  warmupSeconds: Number(values.warmup),
}

const progress = new Progress()
const floors: Delivered[] = []
if (values.floor) floors.push(await measureFloor())
const server = await ServerProcess.start({ environment: values.database === undefined ? {} : { DATABASE_URL: values.database } })
const { session } = await server.createSession()
const target = { port: server.port, sessionId: session.id, isAnswering: true, cpuMicros: () => server.cpuMicros() }
const done = await fanOut(target, load, progress)
const residentMib = (server.residentBytes() ?? 0) / 1024 / 1024
await server.stop()
if (values.floor) floors.push(await measureFloor())
progress.done()

console.log(
  `Fan-out: ${load.readers} WebSocket readers, ${load.rate} messages a second of 100 bytes, ${load.seconds} s after ${load.warmupSeconds} s of warm-up`,
)
console.log(
  `Store: ${values.database === undefined ? 'embedded (SQLite, synchronous=FULL)' : 'PostgreSQL'}; server and load generator share this machine\n`,
)
console.log(
  table([
    ['acknowledged', `${done.acknowledged} of ${done.sent} (refused ${done.refused})`],
    ['deliveries', `${done.deliveries} of ${done.expected}`],
    ['gaps in a reader’s log', String(done.gaps)],
    ['p50 send to reader', millis(done, 50)],
    ['p99 send to reader', millis(done, 99)],
    ['server CPU a delivery', perDelivery(done)],
    ['server CPU', done.cpuMicros === null ? 'not told by this system' : `${(done.cpuMicros / 1e4 / load.seconds).toFixed(0)} % of a core`],
    ['load generator CPU', `${(done.ownCpuMicros / 1e4 / load.seconds).toFixed(0)} % of a core (near 100 it is what is slow)`],
    ['server memory', `${residentMib.toFixed(0)} MiB`],
    ...floors.map(
      (floor, index) => [`the floor, ${index === 0 ? 'before' : 'after'}`, `${perDelivery(floor)}, p99 ${millis(floor, 99)}`] as const,
    ),
    ...(floors.length === 0 ? [] : [['CPU a delivery, of the floor', ratio(done, floors)] as const]),
  ]),
)
console.log(`\n${drawLatency('Latency', done.latency)}`)
process.exit(done.deliveries === done.expected && done.gaps === 0 && done.refused === 0 ? 0 : 1)

async function measureFloor(): Promise<Delivered> {
  const floor = await startFloor()
  const delivered = await fanOut(floor, load, progress)
  floor.stop()
  return delivered
}

function millis({ latency }: Delivered, percentile: number): string {
  return `${(latency.getValueAtPercentile(percentile) / 1000).toFixed(1)} ms`
}

function perDelivery({ cpuMicros, deliveries }: Delivered): string {
  return cpuMicros === null ? 'not told by this system' : `${(cpuMicros / deliveries).toFixed(2)} µs`
}

function ratio(whole: Delivered, parts: readonly Delivered[]): string {
  const floor = parts.reduce((sum, { cpuMicros, deliveries }) => sum + (cpuMicros ?? 0) / deliveries, 0) / parts.length
  return ((whole.cpuMicros ?? 0) / whole.deliveries / floor).toFixed(2)
}
