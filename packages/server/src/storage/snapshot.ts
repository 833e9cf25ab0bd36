import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { SqlReader } from './sql/sql-reader.ts'
import type { StorageReader } from './storage.ts'

/** There is no database, or this version cannot read it. */
export class DatabaseUnreadable extends Error {
  override readonly name = 'DatabaseUnreadable'
}

/** The database at one moment. */
export type Snapshot = StorageReader & {
  /** Its rows, table by table. */
  readonly rows: Kysely<Database>
}

/**
 * The database at one moment, until it is closed: one transaction that only reads. Servers continue to write and do not wait for it. Closing it
 * closes `db`. Rejects with `DatabaseUnreadable` after closing `db`.
 */
export async function snapshotOf(db: Kysely<Database>): Promise<Snapshot> {
  try {
    const tx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
    // Fixes the moment, and fails on a database on which no server of this version has started yet.
    await tx.selectFrom('ballot_chain').select('seq').limit(1).execute()
    const close = async () => {
      await tx.rollback().execute()
      await db.destroy()
    }
    return Object.assign(new SqlReader({ db: tx, close }), { rows: tx })
  } catch (error) {
    await db.destroy()
    const { message } = error as Error
    throw new DatabaseUnreadable(`the database cannot be read (${message}): has a server of this version run on it?`, { cause: error })
  }
}
