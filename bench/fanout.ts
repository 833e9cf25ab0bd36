import { parseArgs } from 'node:util'
import { type Delivered, fanOut, generatorText, type Load, latencyMs, microsADelivery } from './lib/fan-out.ts'
import { atMost, exactly, type Figure, told } from './lib/figures.ts'
import { type Peer, startFloor, startGuestwall } from './lib/peer.ts'
import { drawLatency, Progress, report } from './lib/report.ts'

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
/** The budgets of the 99th percentile in milliseconds, by readers and messages a second. */
const P99_MS = new Map([
  ['1000 200', 50],
  ['1000 1000', 100],
  ['5000 100', 200],
  ['10000 20', 400],
])

const progress = new Progress()
const server = await startGuestwall(values.database === undefined ? {} : { DATABASE_URL: values.database })
const floors: Delivered[] = []
if (values.floor) floors.push(await measure(await startFloor()))
const done = await fanOut(server, load, progress)
const residentMib = (server.residentBytes() ?? 0) / 1024 / 1024
await server.stop()
if (values.floor) floors.push(await measure(await startFloor()))
progress.done()

const budget = P99_MS.get(`${load.readers} ${load.rate}`)
const p99 = 'p99 send to reader'
const figures: Figure[] = [
  exactly('acknowledged', done.acknowledged, done.sent),
  exactly('deliveries', done.deliveries, done.expected),
  exactly('readers that lack a message or got one twice', done.wrong, 0),
  told('p50 send to reader', latencyMs(done, 50), 'ms', 1),
  budget === undefined ? told(p99, latencyMs(done, 99), 'ms', 1) : atMost(p99, latencyMs(done, 99), budget, 'ms', 1),
  told('server CPU a delivery', microsADelivery(done), 'µs', 2),
  told('server CPU, of a core', (done.cpuMicros ?? Number.NaN) / 1e4 / load.seconds, '%'),
  told('load generator', generatorText(done)),
  told('server memory', residentMib, 'MiB'),
  ...floors.map((floor, index) => told(`the floor, ${index === 0 ? 'before' : 'after'}: CPU a delivery`, microsADelivery(floor), 'µs', 2)),
  ...(floors.length === 0 ? [] : [told('CPU a delivery, of the floor', microsADelivery(done) / mean(floors.map(microsADelivery)), '', 2)]),
]
const store = values.database === undefined ? 'embedded store (SQLite, synchronous=FULL)' : 'PostgreSQL'
report({
  row: 'fanout',
  title: `Fan-out: ${load.readers} WebSocket readers, ${load.rate} messages a second of 100 bytes, ${load.seconds} s after ${load.warmupSeconds} s of warm-up; ${store}; the load generator has a core of its own`,
  figures,
})
console.log(`\n${drawLatency('Latency', done.latency)}`)

async function measure(floor: Peer): Promise<Delivered> {
  const delivered = await fanOut(floor, load, progress)
  await floor.stop()
  return delivered
}

function mean(of: readonly number[]): number {
  return of.reduce((sum, each) => sum + each, 0) / of.length
}
