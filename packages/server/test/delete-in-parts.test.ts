import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from '@guestwall/protocol'
import { Kysely, SqliteDialect, sql } from 'kysely'
import Sqlite from 'libsql'
import { afterAll, expect, test } from 'vitest'
import { appendAll, createSession, newId } from '../src/log/store.test-kit.ts'
import type { Store } from '../src/log/store.ts'
import { backUp } from '../src/storage/backup/backup-to.ts'
import type { Database } from '../src/storage/schema.ts'
import { deleteInParts } from '../src/storage/sqlite/delete-in-parts.ts'
import { openSqliteSnapshot } from '../src/storage/sqlite/open-sqlite-snapshot.ts'
import { preparedOnce } from '../src/storage/sqlite/prepared-once.ts'
import { openOnThisThread } from './sqlite.test-kit.ts'

/** Deletions of large sessions in the embedded store. */

const root = mkdtempSync(join(tmpdir(), 'guestwall-parts-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** More than two parts of each large table. */
const MESSAGES = 3_200

async function fill(store: Store, { id }: Session, messages = MESSAGES): Promise<void> {
  for (let first = 0; first < messages; first += 400) {
    const sends = Array.from({ length: 400 }, (_, index) => ({
      kind: 'sendMessage' as const,
      actor: { sessionId: id, id: `g${index}`, name: '小明', role: 'guest' as const },
      key: newId(),
      bodyHash: '',
      content: `canary ${first + index}`,
      guestName: '小明',
    }))
    await appendAll(store, sends)
  }
}

function openDatabase(directory: string): { db: Kysely<Database>; rowsOf: (sessionId: string) => Promise<number> } {
  const sqlite = new Sqlite(join(directory, 'guestwall.db'))
  sqlite.exec('PRAGMA foreign_keys = ON')
  sqlite.exec('PRAGMA secure_delete = ON')
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: preparedOnce(sqlite) }) })
  const rowsOf = async (sessionId: string) => {
    let count = 0
    for (const table of ['guests', 'ballots', 'ballot_chain', 'command_keys', 'messages', 'events', 'credentials']) {
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where session_id = ${sessionId}`.execute(db)
      count += rows[0]?.n ?? 0
    }
    return count
  }
  return { db, rowsOf }
}

test('[DEL-1] the deletion of a large session lets others write between its parts; nobody finds it from the first part on, and in the end nothing is left', async () => {
  const directory = mkdtempSync(join(root, 'data-'))
  const { store } = await openOnThisThread(directory)
  const [large, other] = [await createSession(store), await createSession(store)]
  await fill(store, large)
  const order: string[] = []
  const deletion = store.deleteSession(large.id, {}).then((isDeleted) => order.push(`deleted ${isDeleted}`))
  while ((await store.findSession(large.id)) !== null) await new Promise(setImmediate)
  order.push('gone')
  expect([await store.readWalls(large.id), await store.readEvents(large.id, 0, 10)]).toEqual([null, null])
  await fill(store, other, 400)
  order.push('written')
  await deletion
  expect(order).toEqual(['gone', 'written', 'deleted true'])
  await store.close()
  const { db, rowsOf } = openDatabase(directory)
  expect([await rowsOf(large.id), await rowsOf(other.id)]).toEqual([0, 800 + 400])
  await db.destroy()
})

test('[DEL-1] a deletion that the end of the process interrupted is finished at the next start, and a backup before it has nothing of the session', async () => {
  const directory = mkdtempSync(join(root, 'data-'))
  const { store } = await openOnThisThread(directory)
  const [large, other] = [await createSession(store), await createSession(store)]
  await fill(store, large)
  await fill(store, other, 400)
  await store.close()
  const before = openDatabase(directory)
  let parts = 0
  const killed = deleteInParts(before.db, large.id, {}, (part) => {
    parts += 1
    return parts > 3 ? Promise.reject(new Error('killed')) : part()
  })
  await expect(killed).rejects.toThrow('killed')
  expect(await before.rowsOf(large.id)).toBeGreaterThan(0)
  await before.db.destroy()

  const snapshot = await openSqliteSnapshot(directory)
  const backup = join(directory, 'backup.db')
  await backUp(snapshot, backup, () => {})
  await snapshot.close()
  const saved = readFileSync(backup, 'latin1')
  expect([saved.includes(large.id), saved.includes(other.id)]).toEqual([false, true])

  const again = await openOnThisThread(directory)
  await again.store.close()
  const after = openDatabase(directory)
  expect([await after.rowsOf(large.id), (await after.rowsOf(other.id)) > 0]).toEqual([0, true])
  await after.db.destroy()
})
