import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { SessionLog, openPostgresStore, openSqliteStore, type Store, systemClock, systemRandom } from '@guestwall/server'
import { startPostgres } from '../tests/support/postgres.ts'
import { startTcpProxy } from '../tests/support/tcp-proxy.ts'
import { cpuMicrosOf } from './lib/cpu-micros.ts'
import { atLeast, type Figure, told } from './lib/figures.ts'
import { Progress, report } from './lib/report.ts'

/**
 * How many messages and ballots a second one session accepts, from the call to the commit: one at a time, each after the one before was
 * acknowledged, and many at once. It measures SQLite, and PostgreSQL at several distances, given as the time of a packet there and back. With
 * `--busy 20` the event loop is blocked for 20 ms again and again, as by writes to many sockets. The processor time of each command, of this
 * process and of PostgreSQL's, hardly depends on what else the machine does: compare two versions by it.
 */

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    /** Writers at once; more than one number, one after the other. */
    parallel: { type: 'string', default: '500' },
    /** `messages`, `ballots`, or both by default. */
    what: { type: 'string', default: 'both' },
    rounds: { type: 'string', default: '0,20,50,100' },
    busy: { type: 'string', default: '0' },
    engine: { type: 'string', default: 'both' },
  },
})
const SECONDS = Number(values.seconds)
const PARALLEL = values.parallel.split(',').map(Number)
const BUSY_MS = Number(values.busy)
const CONTENT = 'x'.repeat(88)

const progress = new Progress()
const figures: Figure[] = []
/** So many writers are many. */
const MANY = 256
/** Messages a second into one session at the least, with many at once and a database on this machine. */
const AT_LEAST = new Map([
  ['SQLite', 5_000],
  ['PostgreSQL, 0 ms there and back', 8_000],
])

/** A store to measure. */
interface Measured {
  readonly store: Store
  /** The processor time of the database's own processes so far, in microseconds. */
  readonly databaseMicros: () => Promise<number>
  readonly end: () => Promise<void>
}

if (values.engine !== 'postgres') await measure('SQLite', openSqlite)
if (values.engine !== 'sqlite') await measurePostgres()
progress.done()
report({ row: 'append', title: `Appends to one session, ${SECONDS} s each; the rate is wall-clock, the processor time is not`, figures })

async function openSqlite(): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'guestwall-bench-'))
  const store = await openSqliteStore(directory)
  return { store, databaseMicros: () => Promise.resolve(0), end: () => Promise.resolve(rmSync(directory, { recursive: true })) }
}

async function measurePostgres(): Promise<void> {
  const postgres = await startPostgres()
  const rounds = values.rounds.split(',').filter((text) => text !== '')
  for (const roundMs of rounds.map(Number)) {
    await measure(`PostgreSQL, ${roundMs} ms there and back`, async () => openPostgres(await postgres.createDatabase(), roundMs))
  }
  await postgres.dispose()
}

async function openPostgres(address: string, roundMs: number): Promise<Measured> {
  const url = new URL(address)
  const watcher = new pg.Client({ connectionString: address })
  await watcher.connect()
  const databaseMicros = async () => {
    const { rows: backends } = await watcher.query<{ pid: number }>('select pid from pg_stat_activity where datname = current_database()')
    return backends.reduce((sum, { pid }) => sum + (cpuMicrosOf(pid) ?? 0), 0)
  }
  if (roundMs === 0) return { store: await openPostgresStore(address, () => {}), databaseMicros, end: () => watcher.end() }
  const proxy = await startTcpProxy({ port: Number(url.port) })
  url.port = String(proxy.port)
  const store = await openPostgresStore(url.href, () => {})
  proxy.setBoth({ kind: 'delay', ms: roundMs / 2 })
  return { store, databaseMicros, end: () => watcher.end().then(() => proxy.close()) }
}

async function measure(name: string, open: () => Promise<Measured>): Promise<void> {
  const { store, databaseMicros, end } = await open()
  for (const what of (['messages', 'ballots'] as const).filter((each) => values.what === 'both' || values.what === each)) {
    for (const writers of [1, ...PARALLEL]) {
      const how = writers === 1 ? 'one at a time' : `${writers} at once`
      progress.show(`${name}, ${what}, ${how}`)
      const { perSecond, micros, databaseMicros: database } = await rate(store, what, writers, databaseMicros)
      const least = what === 'messages' && writers >= MANY ? AT_LEAST.get(name) : undefined
      const rateOf = `${name}, ${what}, ${how}: a second`
      figures.push(
        least === undefined ? told(rateOf, perSecond) : atLeast(rateOf, perSecond, least, ''),
        told('  processor time of each', micros, 'µs', 1),
        ...(database > 0 ? [told("  the database's", database, 'µs', 1)] : []),
      )
    }
  }
  await store.close()
  await end()
}

interface Rate {
  readonly perSecond: number
  /** Processor time of a command, of this process and of the database's. */
  readonly micros: number
  readonly databaseMicros: number
}

async function rate(store: Store, what: 'messages' | 'ballots', writers: number, databaseMicros: () => Promise<number>): Promise<Rate> {
  const sessionId = await newSession(store)
  const log = new SessionLog({ store, clock: systemClock, random: systemRandom, bodyKey: 'bench' })
  log.failed.on((error) => {
    throw error
  })
  const actor = (id: string, role: 'guest' | 'host') => ({ sessionId, id, name: 'Guest', role })
  const voteId = what === 'ballots' ? await openVote(log, actor('h', 'host')) : ''
  let written = 0
  const write = async (until: () => boolean, guest: string) => {
    for (let round = 0; !until(); round += 1) {
      const key = systemRandom.id()
      const from = { actor: actor(guest, 'guest'), key, bodyHash: key }
      const outcome = await log.append(
        what === 'messages'
          ? { ...from, kind: 'sendMessage', content: CONTENT, guestName: 'Guest' }
          : { ...from, kind: 'castVote', voteId, optionIds: [round % 2 === 0 ? 'o1' : 'o2'] },
      )
      if (outcome.ok) written += 1
    }
  }
  const guests = Array.from({ length: writers }, (_, index) => `g${index}`)
  const writeFor = async (ms: number) => {
    const end = performance.now() + ms
    await Promise.all(guests.map((guest) => write(() => performance.now() > end, guest)))
  }
  const stop = keepBusy()
  // The first second is not measured: connections are opened and statements compiled.
  await writeFor(1_000)
  written = 0
  const start = performance.now()
  const before = process.cpuUsage()
  const databaseBefore = await databaseMicros()
  await writeFor(SECONDS * 1_000)
  stop()
  const { user, system } = process.cpuUsage(before)
  const database = (await databaseMicros()) - databaseBefore
  const perSecond = (written * 1_000) / (performance.now() - start)
  return { perSecond, micros: (user + system) / written, databaseMicros: database / written }
}

/** Blocks the event loop for `BUSY_MS`, lets it go for one millisecond, and so on, until the returned function is called. */
function keepBusy(): () => void {
  if (BUSY_MS === 0) return () => {}
  const timer = setInterval(() => {
    const end = performance.now() + BUSY_MS
    while (performance.now() < end);
  }, BUSY_MS + 1)
  return () => clearInterval(timer)
}

async function openVote(log: SessionLog, actor: Parameters<SessionLog['append']>[0]['actor']): Promise<string> {
  const by = () => ({ actor, key: systemRandom.id(), bodyHash: '' })
  const draft = { question: 'Bench', options: ['a', 'b'], maxChoices: 1, changeable: true, results: 'always' } as const
  const created = await log.append({ ...by(), kind: 'createVote', draft })
  const voteId = created.ok ? (created.value.vote?.id ?? '') : ''
  await log.append({ ...by(), kind: 'actOnVote', voteId, action: 'open' })
  return voteId
}

async function newSession(store: Store): Promise<string> {
  const id = systemRandom.id()
  const looks = { layout: 'masonry', theme: 'linen', moderation: 'off', state: 'open', slowModeSeconds: 0 } as const
  await store.createSession({
    session: { id, code: systemRandom.code(), title: 'Bench', subtitle: '', createdAt: new Date().toISOString(), ...looks },
    epoch: systemRandom.id(),
  })
  return id
}
