import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SessionLog, openPostgresStore, openSqliteStore, type Store, systemClock, systemRandom } from '@guestwall/server'
import { startPostgres } from '../tests/support/postgres.ts'
import { startTcpProxy } from '../tests/support/tcp-proxy.ts'
import { Progress, table } from './lib/report.ts'

/**
 * How many messages and ballots a second one session accepts, from the call to the commit: one at a time, each after the one before was
 * acknowledged, and many at once. It measures SQLite, and PostgreSQL at several distances, given as the time of a packet there and back. With
 * `--busy 20` the event loop is blocked for 20 ms again and again, as by writes to many sockets.
 */

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    parallel: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '0,20,50,100' },
    busy: { type: 'string', default: '0' },
  },
})
const SECONDS = Number(values.seconds)
const PARALLEL = Number(values.parallel)
const BUSY_MS = Number(values.busy)
const CONTENT = 'x'.repeat(88)

const progress = new Progress()
const rows: [string, string][] = []
await measure('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'guestwall-bench-'))
  return { store: await openSqliteStore(directory), end: () => Promise.resolve(rmSync(directory, { recursive: true })) }
})
const postgres = await startPostgres()
for (const roundMs of values.rounds
  .split(',')
  .filter((text) => text !== '')
  .map(Number)) {
  await measure(`PostgreSQL, ${roundMs} ms there and back`, async () => {
    const url = new URL(await postgres.createDatabase())
    const proxy = await startTcpProxy({ port: Number(url.port) })
    url.port = String(proxy.port)
    const store = await openPostgresStore(url.href, () => {})
    if (roundMs > 0) proxy.setBoth({ kind: 'delay', ms: roundMs / 2 })
    return { store, end: () => proxy.close() }
  })
}
await postgres.dispose()
progress.done()
process.stdout.write(`${table(rows)}\n`)

async function measure(name: string, open: () => Promise<{ store: Store; end: () => Promise<void> }>): Promise<void> {
  const { store, end } = await open()
  for (const what of ['messages', 'ballots'] as const) {
    for (const [how, writers] of [
      ['one at a time', 1],
      [`${PARALLEL} at once`, PARALLEL],
    ] as const) {
      progress.show(`${name}, ${what}, ${how}`)
      rows.push([`${name}, ${how}`, `${(await rate(store, what, writers)).toFixed(1)} ${what} a second`])
    }
  }
  await store.close()
  await end()
}

async function rate(store: Store, what: 'messages' | 'ballots', writers: number): Promise<number> {
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
  await writeFor(SECONDS * 1_000)
  stop()
  return (written * 1_000) / (performance.now() - start)
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
