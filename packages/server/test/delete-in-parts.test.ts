import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from '@guestwall/protocol'
import { Kysely, SqliteDialect, sql } from 'kysely'
import Sqlite from 'libsql'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { NO_PHOTO_LIMITS } from '../src/domain/stored-photo.ts'
import { LogStore } from '../src/log/log-store.ts'
import { appendAll, createSession, newId } from '../src/log/store.test-kit.ts'
import type { Store } from '../src/log/store.ts'
import { backUp } from '../src/storage/backup/backup-to.ts'
import { openPostgresSnapshot, openPostgresTool } from '../src/storage/postgres/open-postgres-snapshot.ts'
import { openPostgresStorage } from '../src/storage/postgres/open-postgres-storage.ts'
import type { Database } from '../src/storage/schema.ts'
import type { Snapshot } from '../src/storage/snapshot.ts'
import { deleteInParts, finishDeletions } from '../src/storage/sql/delete-in-parts.ts'
import { openSqliteSnapshot } from '../src/storage/sqlite/open-sqlite-snapshot.ts'
import { preparedOnce } from '../src/storage/sqlite/prepared-once.ts'
import { StoreUnavailable } from '../src/storage/storage.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { openOnThisThread } from './sqlite.test-kit.ts'

/** Deletions of large sessions. */

const root = mkdtempSync(join(tmpdir(), 'guestwall-parts-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** More than two parts of each large table. */
const MESSAGES = 3_200

async function fill(store: Store, { id }: Session, messages = MESSAGES): Promise<void> {
  for (let first = 0; first < messages; first += 400) {
    const sends = Array.from({ length: Math.min(400, messages - first) }, (_, index) => ({
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

/** A database of one engine that a store opens and a test looks into. */
interface Place {
  /** The store, without the thread of the embedded one. */
  open(): Promise<Store>
  look(): Kysely<Database>
  backUp(file: string): Promise<void>
  readonly locksRows: boolean
  /** Statements after which no message can be deleted. */
  readonly failing: readonly string[]
}

function embedded(): Place {
  const directory = mkdtempSync(join(root, 'data-'))
  return {
    open: async () => (await openOnThisThread(directory)).store,
    look() {
      const sqlite = new Sqlite(join(directory, 'guestwall.db'))
      sqlite.exec('PRAGMA foreign_keys = ON')
      sqlite.exec('PRAGMA secure_delete = ON')
      return new Kysely<Database>({ dialect: new SqliteDialect({ database: preparedOnce(sqlite) }) })
    },
    backUp: async (file) => backUpAll(await openSqliteSnapshot(directory), file),
    locksRows: false,
    failing: [`create trigger fails before delete on messages begin select raise(abort, 'no'); end`],
  }
}

async function postgres(): Promise<Place> {
  const url = await testDatabase()
  return {
    open: () => openPostgresStore(url, () => {}),
    look: () => openPostgresTool(url),
    backUp: async (file) => backUpAll(await openPostgresSnapshot(url), file),
    locksRows: true,
    failing: [
      `create function fails() returns trigger language plpgsql as 'begin raise exception ''no''; end'`,
      'create trigger fails before delete on messages execute function fails()',
    ],
  }
}

async function backUpAll(snapshot: Snapshot, file: string): Promise<void> {
  await backUp(snapshot, file, () => {})
  await snapshot.close()
}

async function rowsOf(db: Kysely<Database>, sessionId: string): Promise<number> {
  let count = 0
  for (const table of ['guests', 'ballots', 'ballot_chain', 'command_keys', 'messages', 'events', 'credentials', 'photos', 'votes']) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where session_id = ${sessionId}`.execute(db)
    count += Number(rows[0]?.n ?? 0)
  }
  return count
}

/** The first parts of a deletion, before the end of the process: the session itself, and two parts of its rows. */
async function deleteHalf({ look, locksRows }: Place, sessionId: string, most = 3): Promise<number> {
  const db = look()
  let parts = 0
  const killed = deleteInParts(db, locksRows, sessionId, {}, (part) => {
    parts += 1
    return parts > most ? Promise.reject(new Error('killed')) : part()
  })
  await expect(killed).rejects.toThrow('killed')
  const left = await rowsOf(db, sessionId)
  await db.destroy()
  return left
}

describe.each([
  ['the embedded store', embedded],
  ['PostgreSQL', postgres],
] as const)('on %s', (_name, make) => {
  test('[DEL-1] from the first part on nobody finds a session that is deleted; others write between the parts; in the end nothing is left', async () => {
    const place = await make()
    const store = await place.open()
    const [large, other] = [await createSession(store), await createSession(store)]
    await fill(store, large)
    const db = place.look()
    const left: number[] = []
    await deleteInParts(db, place.locksRows, large.id, {}, async (part) => {
      const done = await part()
      left.push(await rowsOf(db, large.id))
      expect([await store.findSession(large.id), await store.readWalls(large.id), await store.readEvents(large.id, 0, 10)]).toEqual([
        null,
        null,
        null,
      ])
      await fill(store, other, 1)
      return done
    })
    // No part is larger than a small one.
    const parts = left.slice(1).map((rows, index) => (left[index] ?? 0) - rows)
    expect([parts.length > 6, parts.filter((rows) => rows <= 0 || rows > 1_500)]).toEqual([true, []])
    expect([left.at(-1), await rowsOf(db, other.id)]).toEqual([0, 3 * left.length])
    await db.destroy()
    await store.close()
  })

  test('[DEL-1] a deletion that the end of the process interrupted is finished at the next start, and a backup before it has nothing of the session', async () => {
    const place = await make()
    const store = await place.open()
    const [large, other] = [await createSession(store), await createSession(store)]
    await fill(store, large)
    await fill(store, other, 400)
    await store.close()
    expect(await deleteHalf(place, large.id)).toBeGreaterThan(0)

    const backup = join(mkdtempSync(join(root, 'backup-')), 'backup.db')
    await place.backUp(backup)
    const saved = readFileSync(backup, 'latin1')
    expect([saved.includes(large.id), saved.includes(other.id)]).toEqual([false, true])

    await (await place.open()).close()
    const db = place.look()
    expect([await rowsOf(db, large.id), (await rowsOf(db, other.id)) > 0]).toEqual([0, true])
    await db.destroy()
  })

  test('[DEL-1] a deletion in which the database failed is finished by the server that runs', async () => {
    const place = await make()
    const store = await place.open()
    const large = await createSession(store)
    await fill(store, large, 1)
    const db = place.look()
    for (const statement of place.failing) await sql.raw(statement).execute(db)
    await expect(store.deleteSession(large.id, {})).rejects.toThrow(StoreUnavailable)
    expect([await store.findSession(large.id), (await rowsOf(db, large.id)) > 0]).toEqual([null, true])
    await expect(store.maintain(0)).rejects.toThrow(StoreUnavailable)
    await sql.raw('drop trigger fails' + (place.locksRows ? ' on messages' : '')).execute(db)
    await store.maintain(0)
    expect(await rowsOf(db, large.id)).toBe(0)
    await db.destroy()
    await store.close()
  })
})

test('[DEL-1] of two servers that delete the rows of one session, neither waits for the other, and nothing is left', async () => {
  const place = await postgres()
  const store = await place.open()
  const large = await createSession(store)
  await fill(store, large)
  expect(await deleteHalf(place, large.id)).toBeGreaterThan(0)
  const both = [place.look(), place.look()]
  await Promise.all(both.map((db) => finishDeletions(db, true, (part) => part())))
  expect(await Promise.all(both.map((db) => rowsOf(db, large.id)))).toEqual([0, 0])
  await Promise.all(both.map((db) => db.destroy()))
  await store.close()
})

test('[DEL-1] rows that another server holds are left to it: all others are deleted meanwhile', async () => {
  const place = await postgres()
  const store = await place.open()
  const session = await createSession(store)
  await fill(store, session, 400)
  await deleteHalf(place, session.id, 1)
  const [holder, other, db] = [place.look(), place.look(), place.look()]
  const messages = async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from messages where session_id = ${session.id}`.execute(db)
    return Number(rows[0]?.n)
  }
  expect(await messages()).toBe(400)
  const { finished } = await holder.transaction().execute(async (held) => {
    await sql`select 1 from messages where session_id = ${session.id} limit 1 for update`.execute(held)
    const finishing = finishDeletions(other, true, (part) => part())
    await expect.poll(messages, { timeout: 60_000 }).toBe(1)
    return { finished: finishing }
  })
  await finished
  expect(await rowsOf(db, session.id)).toBe(0)
  await Promise.all([holder.destroy(), other.destroy(), db.destroy(), store.close()])
})

test('[DEL-1] a photo that arrives while its session is deleted is of no session', async () => {
  const url = await testDatabase()
  const storage = await openPostgresStorage(url, () => {})
  const store = new LogStore(storage)
  const session = await createSession(store)
  const db = openPostgresTool(url)
  const photo = { id: 'p1', guestId: 'g1', key: 'key-of-it', at: '2026-11-22T18:00:00.000Z' }
  let added: Promise<string> | undefined
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('sessions').where('id', '=', session.id).execute()
    added = storage.addPhoto(session.id, photo, NO_PHOTO_LIMITS)
    const waits = sql<{
      n: number
    }>`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while (Number((await waits.execute(tx)).rows[0]?.n) === 0) await new Promise(setImmediate)
  })
  expect([await added, await rowsOf(db, session.id)]).toEqual(['noSession', 0])
  await db.destroy()
  await store.close()
})
