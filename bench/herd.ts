import { parseArgs } from 'node:util'
import { ServerProcess } from '../tests/support/server-process.ts'
import { arrive, type Seat, takeSeat } from './lib/arrivals.ts'
import { startCountedPostgres } from './lib/counted-reads.ts'
import { atMost, exactly, told } from './lib/figures.ts'
import { LOAD_CORE, pin, SERVER_CORE } from './lib/pin.ts'
import { Progress, report } from './lib/report.ts'
import { writeAsHost } from './lib/write-as-host.ts'

/**
 * All sockets of a hall are cut at once, as by an access point that restarts, and every guest comes back as the client does: after 0.5 to 1 s, and twice as
 * late after each attempt that fails. Meanwhile a message was written. Taken are the time until 99 % have it, and the statements at the database, counted by PostgreSQL itself.
 */

const { values } = parseArgs({ options: { guests: { type: 'string', default: '5000' } } })
const GUESTS = Number(values.guests)
const BACK_S = 15
const MOST_READS = 50
const FIRST_WAIT_MS = 1_000
const ATTEMPTS = 5
const LEAVING_MS = 200

const progress = new Progress()
progress.show('starting PostgreSQL')
const postgres = await startCountedPostgres()
const server = await ServerProcess.start({ environment: { DATABASE_URL: postgres.url } })
pin(server.pid, SERVER_CORE)
pin(process.pid, LOAD_CORE)
const hosted = await server.createSession()
const { session } = hosted
const { seats, refused } = await arrive({
  port: server.port,
  sessionId: session.id,
  count: GUESTS,
  perSecond: 0,
  hello: (index: number) => ({ guestName: `Guest ${index}` }),
  onProgress: (here) => progress.show(`${here} of ${GUESTS} guests`),
})
// What the server asks the database by itself, in the same time.
const atRest = await postgres.count()
await new Promise((resolve) => setTimeout(resolve, BACK_S * 1_000))
const rested = await postgres.count()

for (const { socket } of seats) socket.close()
const cutMs = performance.now()
await new Promise((resolve) => setTimeout(resolve, LEAVING_MS))
await writeAsHost(server.url, hosted, 'bench-key-herd', '~herd~')
const before = await postgres.count()
const cpuBefore = server.cpuMicros()
const backMs: number[] = []
let failed = 0
await Promise.all(seats.map(comeBack))
const cpuAfter = server.cpuMicros()
const leftMs = cutMs + BACK_S * 1_000 - performance.now()
await new Promise((resolve) => setTimeout(resolve, Math.max(0, leftMs)))
const after = await postgres.count()
progress.done()

backMs.sort((left, right) => left - right)
const backAfter = (part: number) => (backMs[Math.ceil(GUESTS * part) - 1] ?? Number.NaN) / 1_000
const own = rested.reads - atRest.reads
const reads = after.reads - before.reads
report({
  row: 'herd',
  title: `Herd: ${GUESTS} sockets cut at once, with a message meanwhile; PostgreSQL counts the statements`,
  figures: [
    exactly('guests before', seats.length + refused, GUESTS),
    exactly('back, and told of the message', backMs.length, GUESTS),
    told('attempts that failed', failed),
    told('half are back after', backAfter(0.5), 's', 1),
    atMost('99 % are back after', backAfter(0.99), BACK_S, 's', 1),
    told(`reads at the database in ${BACK_S} s`, reads),
    told(`  of them the server's own, as in ${BACK_S} s before`, own),
    atMost('  because of the guests', Math.max(0, reads - own), MOST_READS, ''),
    told('  all statements', after.all - before.all),
    told('server CPU a guest', cpuBefore === null || cpuAfter === null ? Number.NaN : (cpuAfter - cpuBefore) / GUESTS, 'µs'),
  ],
})
await server.stop()
await postgres.dispose()
process.exit()

async function comeBack({ welcome }: Seat): Promise<void> {
  const { token, epoch, lastEventId } = welcome
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const baseMs = FIRST_WAIT_MS * 2 ** attempt
    await new Promise((resolve) => setTimeout(resolve, (baseMs + baseMs * Math.random()) / 2))
    let onNews = () => {}
    const news = new Promise<void>((resolve) => {
      onNews = resolve
    })
    try {
      await takeSeat(server.port, session.id, { token, position: { epoch, lastEventId } }, (payload) => {
        if (payload.includes('~herd~')) onNews()
      })
      await news
      backMs.push(performance.now() - cutMs)
      progress.show(`${backMs.length} of ${GUESTS} are back`)
      return
    } catch {
      failed += 1
    }
  }
}
