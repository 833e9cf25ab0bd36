import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import Sqlite from 'libsql'
import { migrate } from '../migrations.ts'
import { openPostgresTool } from '../postgres/open-postgres-snapshot.ts'
import { SERVER_NAME } from '../postgres/open-postgres-storage.ts'
import type { Database } from '../schema.ts'
import type { Snapshot } from '../snapshot.ts'
import { lockDirectory } from '../sqlite/directory-lock.ts'
import { openSqliteFileSnapshot, openSqliteSnapshot } from '../sqlite/open-sqlite-snapshot.ts'
import { integrityFaults, NewSqliteFile } from '../sqlite/sqlite-file.ts'
import { CopyFailed } from './backup-to.ts'
import { COPIED_TABLES, copyTables } from './copy-tables.ts'
import { countDifferences, type Summary, summaryOf } from './summary.ts'

/** Called before anything is replaced, with the present content; `null`: it cannot be read. It throws to refuse. */
export type BeforeReplacing = (there: Summary | null) => void

/** A server runs on the database. */
export class ServerRuns extends Error {
  override readonly name = 'ServerRuns'
}

/**
 * Replaces the embedded store in `directory` with a backup. Every session begins a new epoch, so that clients send again what the backup lacks
 * (LOG-4). `also` restores more, before anything is replaced. Rejects with `DataDirectoryInUse` while a server runs on it.
 */
export async function restoreIntoDirectory(
  backup: Snapshot,
  directory: string,
  before: BeforeReplacing,
  onProgress: (words: string) => void,
  also: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock = lockDirectory(directory)
  try {
    const file = join(directory, 'guestwall.db')
    if (existsSync(file)) before(await openSqliteSnapshot(directory).then(summaryAndClose, () => null))
    const made = await NewSqliteFile.create(file)
    try {
      await copyTables(backup.rows, made.db, onProgress)
      await beginEpochs(made.db)
      await made.finish()
      onProgress('reading it back')
      const written = await openSqliteFileSnapshot(made.draft)
      const faults = [...(await integrityFaults(written.rows)), ...(await countDifferences(backup.rows, written.rows))]
      await written.close()
      if (faults.length > 0) throw new CopyFailed(faults.join('; '))
      await also()
      emptyWriteAhead(file)
      made.place()
    } catch (error) {
      await made.discard()
      throw error
    }
  } finally {
    unlock()
  }
}

/** The same for the PostgreSQL database at `url`, in one transaction. Rejects with `ServerRuns` while a server is connected to it. */
export async function restoreIntoPostgres(
  backup: Snapshot,
  url: string,
  before: BeforeReplacing,
  onProgress: (words: string) => void,
  also: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const db = openPostgresTool(url)
  try {
    await migrate(db)
    await db.transaction().execute(async (tx) => {
      await sql`lock table sessions in access exclusive mode`.execute(tx)
      await refuseWhileServed(tx)
      const there = await summaryOf(tx)
      if (there.sessions > 0) before(there)
      for (const table of COPIED_TABLES.toReversed()) await tx.deleteFrom(table).execute()
      await copyTables(backup.rows, tx, onProgress)
      await beginEpochs(tx)
      onProgress('comparing')
      const faults = await countDifferences(backup.rows, tx)
      if (faults.length > 0) throw new CopyFailed(faults.join('; '))
      await also()
    })
  } finally {
    await db.destroy()
  }
}

async function refuseWhileServed(tx: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and application_name = ${SERVER_NAME} and pid <> pg_backend_pid()`.execute(tx)
  if (Number(rows[0]?.count) > 0) throw new ServerRuns('a Guestwall server runs on this database: stop every one first')
}

/** The epoch is random: two restores of one backup must not get the same one. */
async function beginEpochs(db: Kysely<Database>): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ epoch: randomBytes(16).toString('hex') })
    .execute()
}

async function summaryAndClose(snapshot: Snapshot): Promise<Summary> {
  try {
    return await summaryOf(snapshot.rows)
  } finally {
    await snapshot.close()
  }
}

/** Brings the old write-ahead file into the old main file, so that the new database is never beside an old write-ahead file. */
function emptyWriteAhead(file: string): void {
  try {
    const old = new Sqlite(file)
    old.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    old.close()
  } catch {
    // There is no database, or it is damaged: nothing has to be saved.
  }
  for (const end of ['-wal', '-shm', '.closed']) rmSync(`${file}${end}`, { force: true })
}
