import { parseArgs } from 'node:util'
import { type Delivered, fanOut, FULL_SHARE, generatorText, type Load, latencyMs, microsADelivery } from './lib/fan-out.ts'
import { atMost, type Figure, told } from './lib/figures.ts'
import { FLOOR, GUESTWALL, PEERS, SOCKET_IO_NAME, U_WEB_SOCKETS } from './lib/peers.ts'
import { columns, Progress, report } from './lib/report.ts'

/**
 * Guestwall beside others, on the same load in the same run: the server bound to one core, the load generator, a process of its own, to the other. The
 * others relay; Guestwall stores and syncs each message first. They are installed into a folder of their own, in exact versions.
 */

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    /** Messages a second; a peer that is a second behind is spared the higher ones. */
    rates: { type: 'string', default: '20,200,1000' },
    seconds: { type: 'string', default: '5' },
    warmup: { type: 'string', default: '2' },
    /** The beginnings of the names of those to run; all by default. */
    only: { type: 'string', default: '' },
  },
})
const READERS = Number(values.readers)
const RATES = values.rates.split(',').map(Number)
/** A peer whose slowest hundredth is so late does not keep up. */
const BEHIND_MS = 1_000
/** The aims: processor time a delivery over that of the floor, by messages a second. */
const OF_THE_FLOOR = new Map([
  [20, 1.1],
  [200, 1.25],
  [1_000, 1.4],
])
/** Of Socket.IO's, at 200 messages a second. */
const OF_SOCKET_IO = 2 / 3
const OF_U_WEB_SOCKETS_P99 = 2

const progress = new Progress()
const runs = new Map<string, Delivered>()
const figures: Figure[] = []
const notes: string[] = []
const lines: string[][] = [['', ...RATES.map((rate) => `${rate} msg/s: CPU a delivery, p50, p99`), 'join', 'memory']]
const wanted = PEERS.filter(({ name }) => values.only === '' || values.only.split(',').some((start) => name.startsWith(start)))
for (const { name, start } of wanted) {
  const cells: string[] = []
  let isBehind = false
  let first: Delivered | null = null
  for (const rate of RATES) {
    if (isBehind) {
      cells.push('does not keep up')
      continue
    }
    progress.show(`${name}: starting`)
    const peer = await start()
    if (typeof peer === 'string') {
      notes.push(`${name} was not measured: ${peer}.`)
      break
    }
    const load: Load = { readers: READERS, rate, seconds: Number(values.seconds), warmupSeconds: Number(values.warmup) }
    const done = await fanOut(peer, load, progress)
    await peer.stop()
    runs.set(`${name} ${rate}`, done)
    first ??= done
    isBehind = done.deliveries < done.expected || latencyMs(done, 99) > BEHIND_MS
    cells.push(cellOf(done))
    figures.push(
      told(`${name}, ${rate} msg/s: CPU a delivery`, microsADelivery(done), 'µs', 2),
      told(`${name}, ${rate} msg/s: p99`, latencyMs(done, 99), 'ms', 1),
    )
    if (done.generatorShare > FULL_SHARE) notes.push(`${name} at ${rate} msg/s: the generator (${generatorText(done)}).`)
  }
  if (first !== null) lines.push([name, ...cells, joinText(first), memoryText(first)])
}
for (const rate of RATES) {
  const own = runs.get(`${GUESTWALL} ${rate}`)
  const [floor, io, uws] = [FLOOR, SOCKET_IO_NAME, U_WEB_SOCKETS].map((name) => runs.get(`${name} ${rate}`))
  if (own === undefined) continue
  const over = (other: Delivered) => microsADelivery(own) / microsADelivery(other)
  const aim = OF_THE_FLOOR.get(rate)
  if (floor !== undefined && aim !== undefined)
    figures.push(atMost(`CPU a delivery, of the floor's, ${rate} msg/s`, over(floor), aim, '', 2))
  if (io !== undefined && rate === 200) figures.push(atMost("CPU a delivery, of Socket.IO's, 200 msg/s", over(io), OF_SOCKET_IO, '', 2))
  if (uws !== undefined)
    figures.push(atMost(`p99, of uWebSockets', ${rate} msg/s`, latencyMs(own, 99) / latencyMs(uws, 99), OF_U_WEB_SOCKETS_P99, '', 2))
}
progress.done()
console.log(`${columns(lines)}\n`)
for (const note of notes) console.log(note)
report({
  row: 'peers',
  title: `Peers: ${READERS} readers, 100 bytes, ${values.seconds} s after ${values.warmup} s; the server has one core, the generator the other`,
  figures,
})

function cellOf(done: Delivered): string {
  const lost = done.expected - done.deliveries
  const missing = lost > 0 ? `, ${lost} of ${done.expected} not delivered` : ''
  return `${microsADelivery(done).toFixed(2)} µs, ${latencyMs(done, 50).toFixed(0)} ms, ${latencyMs(done, 99).toFixed(0)} ms${missing}`
}

function joinText({ joinMicros }: Delivered): string {
  return joinMicros === null ? '' : `${(joinMicros / READERS).toFixed(0)} µs`
}

function memoryText({ residentBytes }: Delivered): string {
  return residentBytes === null ? '' : `${(residentBytes / 1024 / 1024).toFixed(0)} MiB`
}
