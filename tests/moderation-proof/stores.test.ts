import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPostgresStore, openSqliteStore, type Store } from '@guestwall/server'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../support/test-database.ts'
import { textOf } from './canaries.ts'
import { statusesIn } from './checker.ts'
import { prove, stepsOf } from './prove.ts'

/** Seeds that the proof in memory does not use. */
const SQLITE = { first: 10_000, histories: 30 }
const POSTGRES = { first: 20_000, histories: 20 }
const MAIN = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url))
/** The store looks after its file when nothing was written for this long. */
const IDLE_MS = 1_500

const root = mkdtempSync(join(tmpdir(), 'guestwall-proof-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Proves the histories, and returns the texts that were removed and those that hosts or everybody can still read. */
async function proveAll({ first, histories }: typeof SQLITE, store: Store): Promise<{ removed: string[]; kept: string[] }> {
  const removed: string[] = []
  const kept: string[] = []
  for (let seed = first; seed < first + histories; seed += 1) {
    const { history, violations } = await prove(seed, stepsOf(seed), { store })
    expect([seed, violations]).toEqual([seed, []])
    for (const [post, status] of statusesIn(history)) (status === 'removed' ? removed : kept).push(textOf(post))
  }
  return { removed, kept }
}

test(`[MOD-3] [LOG-5] ${SQLITE.histories} histories on the embedded store; removed texts are then in no file of it, and in no backup`, async () => {
  const directory = join(root, 'data')
  const store = await openSqliteStore(directory)
  const { removed, kept } = await proveAll(SQLITE, store)
  await store.maintain(0)
  await store.maintain(IDLE_MS)
  // By another process: closing a file of the database here would drop the locks of the store.
  const files = execFileSync('sh', ['-ec', 'cat guestwall.db*'], { cwd: directory, maxBuffer: 2 ** 30, encoding: 'latin1' })
  expectOnly(files, { removed, kept })
  const backup = join(root, 'backup.db')
  execFileSync(process.execPath, [MAIN, 'backup', backup], { env: { ...process.env, DATA_DIR: directory }, stdio: 'ignore' })
  expectOnly(readFileSync(backup, 'latin1'), { removed, kept })
  await store.close()
})

test(`[MOD-3] [LOG-5] ${POSTGRES.histories} histories on PostgreSQL; removed texts are then in no table`, async () => {
  const url = await testDatabase()
  const store = await openPostgresStore(url, () => {})
  const found = await proveAll(POSTGRES, store)
  const client = new pg.Client(url)
  await client.connect()
  const tables = await client.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
  const rows: string[] = []
  for (const { name } of tables.rows) {
    const { rows: all } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" AS t`)
    rows.push(...all.map(({ row }) => row))
  }
  await client.end()
  await store.close()
  expectOnly(rows.join('\n'), found)
})

/** The same search finds a text that is kept, so that the search is known to work. */
function expectOnly(bytes: string, { removed, kept }: { removed: readonly string[]; kept: readonly string[] }): void {
  expect(removed.length).toBeGreaterThan(0)
  expect(kept.filter((text) => !bytes.includes(text))).toEqual([])
  expect(removed.filter((text) => bytes.includes(text))).toEqual([])
}
