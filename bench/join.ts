import { parseArgs } from 'node:util'
import { ServerProcess } from '../tests/support/server-process.ts'
import { arrive, type Arrivals } from './lib/arrivals.ts'
import { atMost, exactly, type Figure, told } from './lib/figures.ts'
import { LOAD_CORE, pin, SERVER_CORE } from './lib/pin.ts'
import { type Peer, startFloor } from './lib/peer.ts'
import { Progress, report } from './lib/report.ts'
import { writeAsHost } from './lib/write-as-host.ts'

/**
 * A hall comes in: each guest connects, says hello and gets the wall. Then all leave, one message is written, and the same guests come back with their
 * credential and position, as phones do whose network was away. Both on a fixed schedule. Taken is the server's processor time of each, and how long each waits.
 * At last as many others come: by then the server's code is compiled, which the first hall pays for. With `--floor` the least that Node.js can do gets the
 * first hall before and after (`bench/peers/node-floor.ts`).
 */

const { values } = parseArgs({
  options: {
    guests: { type: 'string', default: '5000' },
    /** The time in which they all come. */
    seconds: { type: 'string', default: '10' },
    /** Messages on the wall before. */
    messages: { type: 'string', default: '100' },
    floor: { type: 'boolean', default: false },
  },
})
const GUESTS = Number(values.guests)
const SECONDS = Number(values.seconds)
const MESSAGES = Number(values.messages)
/** The aim of the processor time of a join. */
const JOIN_MICROS = 300
const LEAVING_MS = 1_000

const progress = new Progress()
const floors: number[] = []
if (values.floor) floors.push(await measureFloor())
const server = await ServerProcess.start()
pin(server.pid, SERVER_CORE)
pin(process.pid, LOAD_CORE)
const hosted = await server.createSession()
const write = (index: number) => writeAsHost(server.url, hosted, `bench-key-${index}`, 'x'.repeat(88))
for (let index = 0; index < MESSAGES; index += 1) await write(index)

const joins = await measured('join', server, hosted.session.id, (index) => ({ guestName: `Guest ${index}` }))
const { seats } = joins.arrivals
for (const { socket } of seats) socket.close()
await new Promise((resolve) => setTimeout(resolve, LEAVING_MS))
await write(MESSAGES)
const resumes = await measured('resume', server, hosted.session.id, (index) => {
  const { token, epoch, lastEventId } = seats[index % seats.length]?.welcome ?? {}
  return { token, position: { epoch, lastEventId } }
})
const recovered = resumes.arrivals.seats.filter(({ welcome }) => welcome.recovered).length
for (const { socket } of resumes.arrivals.seats) socket.close()
await new Promise((resolve) => setTimeout(resolve, LEAVING_MS))
const later = await measured('later', server, hosted.session.id, (index) => ({ guestName: `Later ${index}` }))
await server.stop()
if (values.floor) floors.push(await measureFloor())
progress.done()
report({
  row: 'join',
  title: `Joins: ${GUESTS} guests in ${SECONDS} s, then the same as resumes; ${MESSAGES} messages on the wall; embedded store`,
  figures: [
    ...joins.figures,
    atMost('join: server CPU each', joins.micros, JOIN_MICROS, 'µs'),
    ...resumes.figures,
    atMost('resume: server CPU each', resumes.micros, JOIN_MICROS, 'µs'),
    exactly('resume: went on in the log, without a snapshot', recovered, GUESTS),
    told('join once all is compiled: server CPU each', later.micros, 'µs'),
    ...floors.map((micros, index) => told(`the floor, ${index === 0 ? 'before' : 'after'}: CPU each`, micros, 'µs')),
  ],
})
process.exit()

async function measureFloor(): Promise<number> {
  const floor = await startFloor()
  const { micros } = await measured('floor', floor, 'floor', (index) => ({ guestName: `Guest ${index}` }))
  await floor.stop()
  return micros
}

async function measured(
  name: string,
  server: Pick<Peer, 'port' | 'cpuMicros'>,
  sessionId: string,
  hello: (index: number) => object,
): Promise<{ arrivals: Arrivals; figures: Figure[]; micros: number }> {
  const before = server.cpuMicros()
  const startMs = performance.now()
  const arrivals = await arrive({
    port: server.port,
    sessionId,
    count: GUESTS,
    perSecond: GUESTS / SECONDS,
    hello,
    onProgress: (here) => progress.show(`${name}: ${here} of ${GUESTS}`),
  })
  const seconds = (performance.now() - startMs) / 1_000
  const after = server.cpuMicros()
  const { latency } = arrivals
  const figures = [
    exactly(`${name}: welcomed`, arrivals.seats.length, GUESTS),
    atMost(`${name}: all are in after`, seconds, SECONDS + 1, 's', 1),
    told(`${name}: connection to welcome, p50`, latency.getValueAtPercentile(50) / 1_000, 'ms', 1),
    told(`${name}: connection to welcome, p99`, latency.getValueAtPercentile(99) / 1_000, 'ms', 1),
  ]
  return { arrivals, figures, micros: before === null || after === null ? Number.NaN : (after - before) / GUESTS }
}
