import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from '../schema.ts'
import { type Snapshot, snapshotOf } from '../snapshot.ts'
import { parserOf } from './open-postgres-storage.ts'

const CONNECT_TIMEOUT_MS = 5_000

/** Reads the PostgreSQL database at `url` on its own connection. Rejects with `DatabaseUnreadable`. */
export function openPostgresSnapshot(url: string): Promise<Snapshot> {
  return snapshotOf(openPostgresTool(url))
}

/** The PostgreSQL database at `url` on one connection, for work that may take long. */
export function openPostgresTool(url: string): Kysely<Database> {
  const types = { getTypeParser: parserOf as typeof pg.types.getTypeParser }
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, types })
  // The connection is always in use: when it breaks, the running query rejects.
  pool.on('error', () => {})
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}
