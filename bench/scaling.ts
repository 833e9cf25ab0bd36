import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { drawCurves } from './lib/draw-curves.ts'
import { type Delivered, fanOut, FULL_SHARE, latencyMs, microsADelivery } from './lib/fan-out.ts'
import { type Axis, type Curves, exactly, type Figure, told } from './lib/figures.ts'
import { startGuestwall } from './lib/peer.ts'
import { columns, Progress, report } from './lib/report.ts'
import { runRow } from './lib/run-row.ts'
import { type ServersCost, serversCost } from './lib/servers-load.ts'

/**
 * How cost grows: processor time and latency of a delivery by readers and rate, memory by connections, processor time of a message by the size of its batch, and
 * the cost of several servers. With `--draw` the curves of docs/SCALING.md are drawn anew.
 */

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '100,300,1000,3000,10000' },
    rates: { type: 'string', default: '1,10,100,1000' },
    seconds: { type: 'string', default: '4' },
    batches: { type: 'string', default: '4,16,64,256,1024' },
    servers: { type: 'string', default: '1,2,3,4' },
    /** `delivery`, `append` or `servers`; all by default. */
    part: { type: 'string', default: '' },
    draw: { type: 'boolean', default: false },
  },
})
const [READERS, RATES, BATCHES, SERVERS] = [values.readers, values.rates, values.batches, values.servers].map((list) =>
  list.split(',').map(Number),
) as [number[], number[], number[], number[]]
const SECONDS = Number(values.seconds)
/** At a slow rate more seconds, so that a few deliveries are not all. */
const LEAST_MESSAGES = 8
/** More than this no single server delivers a second. */
const MOST_DELIVERIES = 1_000_000
const SERVERS_LOAD = { readers: 500, rate: 100, seconds: SECONDS }
const FOLDER = fileURLToPath(new URL('../docs/images/scaling', import.meta.url))

const progress = new Progress()
const figures: Figure[] = []
const curves: Curves[] = []
const by = (label: string, isLogarithmic = true): Axis => ({ label, isLogarithmic })
const isAsked = (part: string) => values.part === '' || values.part === part
if (isAsked('delivery')) await measureDeliveries()
if (isAsked('append')) await measureAppends()
if (isAsked('servers')) await measureServers()
progress.done()
if (values.draw) {
  mkdirSync(FOLDER, { recursive: true })
  for (const each of curves) writeFileSync(join(FOLDER, `${each.file}.svg`), drawCurves(each))
}
report({ row: 'scaling', title: 'How cost grows: each server is fresh and has one core, the load generator another', figures, curves })
process.exit()

async function measureDeliveries(): Promise<void> {
  const runs = new Map<string, Delivered>()
  const memory: [number, number][] = []
  for (const readers of READERS) {
    for (const rate of RATES.filter((each) => each * readers <= MOST_DELIVERIES)) {
      progress.show(`${readers} readers, ${rate} messages a second`)
      const server = await startGuestwall()
      const before = server.residentBytes() ?? Number.NaN
      const seconds = Math.max(SECONDS, Math.ceil(LEAST_MESSAGES / rate))
      const done = await fanOut(server, { readers, rate, seconds, warmupSeconds: 1 }, progress)
      await server.stop()
      runs.set(`${readers} ${rate}`, done)
      if (rate === RATES[0]) memory.push([readers, ((done.residentBytes ?? Number.NaN) - before) / 1024 / readers])
      const name = `${readers.toLocaleString('en-US')} readers, ${rate} msg/s`
      figures.push(
        exactly(`${name}: deliveries`, done.deliveries, done.expected),
        told('  CPU a delivery', microsADelivery(done), 'µs', 2),
        told('  p99', latencyMs(done, 99), 'ms', 1),
        told('  generator, of its core', done.generatorShare * 100, '%'),
      )
    }
  }
  const line = (rate: number, of: (done: Delivered) => number) => ({
    name: `${rate} msg/s`,
    points: READERS.flatMap((readers): [number, number][] => {
      const done = runs.get(`${readers} ${rate}`)
      return done === undefined ? [] : [[readers, of(done)]]
    }),
  })
  const lines = (of: (done: Delivered) => number) => RATES.map((rate) => line(rate, of)).filter(({ points }) => points.length > 0)
  const readers = by('readers')
  curves.push(
    { file: 'cpu', title: 'Processor time of a delivery', x: readers, y: by('µs'), lines: lines(microsADelivery) },
    {
      file: 'p99',
      title: 'p99 from the send to a reader (wall-clock)',
      x: readers,
      y: by('ms'),
      lines: lines((done) => latencyMs(done, 99)),
    },
    {
      file: 'memory',
      title: 'Resident memory of a guest',
      x: by('guests'),
      y: by('KB', false),
      lines: [{ name: 'idle', points: memory }],
    },
  )
  figures.push(...memory.map(([guests, kib]) => told(`memory a guest, of ${guests.toLocaleString('en-US')}`, kib, 'KB', 1)))
  const cells = READERS.map((count) => [
    count.toLocaleString('en-US'),
    ...RATES.map((rate) => {
      const done = runs.get(`${count} ${rate}`)
      if (done === undefined) return ''
      const slow = done.generatorShare > FULL_SHARE ? ' (generator full)' : ''
      return `${microsADelivery(done).toFixed(2)} µs, ${latencyMs(done, 99).toFixed(0)} ms${slow}`
    }),
  ])
  progress.done()
  console.log(`${columns([['readers', ...RATES.map((rate) => `${rate} msg/s: CPU a delivery, p99`)], ...cells])}\n`)
}

async function measureAppends(): Promise<void> {
  const row = await runRow('append', ['--rounds', '0', '--seconds', '1', '--what', 'messages', '--parallel', BATCHES.join(',')])
  const all = row?.figures ?? []
  const lines = ['SQLite', 'PostgreSQL'].map((engine) => ({
    name: engine,
    points: [1, ...BATCHES].flatMap((writers): [number, number][] => {
      const how = writers === 1 ? 'one at a time' : `${writers} at once`
      const at = all.findIndex(({ name }) => name.startsWith(engine) && name.includes(`, messages, ${how}:`))
      // The processor time of our process, and behind it that of the database where there is one.
      const micros = [all[at + 1], all[at + 2]].flatMap((figure) => (figure?.unit === 'µs' ? [Number(figure.measured)] : []))
      return at === -1 ? [] : [[writers, micros.reduce((sum, each) => sum + each, 0)]]
    }),
  }))
  // Small batches are slow on purpose: the budgets are not theirs.
  figures.push(...all.map((figure) => ({ ...figure, limit: null })))
  const title = 'Processor time of a stored message, with that of the database'
  curves.push({ file: 'append', title, x: by('messages at once'), y: by('µs'), lines })
}

async function measureServers(): Promise<void> {
  const costs: ServersCost[] = []
  for (const count of SERVERS) costs.push(await serversCost(count, SERVERS_LOAD, progress))
  for (const { servers, micros, statements, deliveries, expected } of costs) {
    figures.push(
      exactly(`${servers} servers: deliveries to ${SERVERS_LOAD.readers} readers, ${SERVERS_LOAD.rate} msg/s`, deliveries, expected),
      told('  CPU of all servers a delivery', micros.delivery, 'µs', 2),
      told('  CPU of Redis a message', micros.redisMessage, 'µs'),
      told('  CPU of PostgreSQL a message', micros.databaseMessage, 'µs'),
      told('  statements at PostgreSQL a message', statements, '', 1),
    )
  }
  const line = (name: string, of: (micros: ServersCost['micros']) => number) => ({
    name,
    points: costs.map(({ servers, micros }): [number, number] => [servers, of(micros)]),
  })
  curves.push({
    file: 'servers',
    title: 'Processor time by servers',
    x: by('servers', false),
    y: by('µs'),
    lines: [
      line('a delivery', ({ delivery }) => delivery),
      line('Redis a message', ({ redisMessage }) => redisMessage),
      line('PostgreSQL', ({ databaseMessage }) => databaseMessage),
    ],
  })
}
