import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SessionLog, openPostgresStore, openSqliteStore, type Store, systemClock, systemRandom } from '@guestwall/server'
import { startPostgres } from '../tests/support/postgres.ts'
import { startTcpProxy } from '../tests/support/tcp-proxy.ts'
import { Progress, table } from './lib/report.ts'

/**
 * How many messages a second one session takes, from the call to the commit: one at a time, each after the one before was acknowledged, and
 * many at once. On SQLite, and on PostgreSQL at several distances: what a packet takes there and back.
 */

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    parallel: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '0,20,50,100' },
  },
})
const SECONDS = Number(values.seconds)
const PARALLEL = Number(values.parallel)
const CONTENT = 'x'.repeat(88)

const progress = new Progress()
const rows: [string, string][] = []
await measure('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'guestwall-bench-'))
  return { store: await openSqliteStore(directory), end: () => Promise.resolve(rmSync(directory, { recursive: true })) }
})
const postgres = await startPostgres()
for (const roundMs of values.rounds.split(',').map(Number)) {
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
  for (const [how, writers] of [
    ['one at a time', 1],
    [`${PARALLEL} at once`, PARALLEL],
  ] as const) {
    progress.show(`${name}, ${how}`)
    rows.push([`${name}, ${how}`, `${(await rate(store, writers)).toFixed(1)} messages a second`])
  }
  await store.close()
  await end()
}

async function rate(store: Store, writers: number): Promise<number> {
  const sessionId = await newSession(store)
  const log = new SessionLog({
    store,
    clock: systemClock,
    random: systemRandom,
    bodyKey: 'bench',
  })
  log.failed.on((error) => {
    throw error
  })
  let written = 0
  const actors = Array.from({ length: writers }, (_, index) => ({ sessionId, id: `g${index}`, name: 'Guest', role: 'guest' as const }))
  const write = async (until: () => boolean, actor: (typeof actors)[number]) => {
    while (!until()) {
      const key = systemRandom.id()
      const outcome = await log.append({ kind: 'sendMessage', actor, key, bodyHash: key, content: CONTENT, guestName: 'Guest' })
      if (outcome.ok) written += 1
    }
  }
  // Connections are made, statements are compiled.
  const warm = performance.now() + 1_000
  await Promise.all(actors.map((actor) => write(() => performance.now() > warm, actor)))
  written = 0
  const start = performance.now()
  await Promise.all(actors.map((actor) => write(() => performance.now() > start + SECONDS * 1_000, actor)))
  return (written * 1_000) / (performance.now() - start)
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
