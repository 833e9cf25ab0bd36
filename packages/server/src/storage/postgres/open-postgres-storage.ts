import { Socket } from 'node:net'
import { callbackify } from 'node:util'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { DatabaseIdentity } from './database-identity.ts'
import { migrate } from '../migrations.ts'
import type { Database } from '../schema.ts'
import { SqlStorage } from '../sql/sql-storage.ts'
import { transactPipelined } from './pipelined.ts'
import type { Storage } from '../storage.ts'

/** Connections of one server. One batch of a session is in flight, so more of them would only cost. */
const POOL_SIZE = 12
/** Every statement has a limit: a stalled database must lead to a retryable refusal, not to a queue. */
const STATEMENT_TIMEOUT_MS = 2_000
const LOCK_TIMEOUT_MS = 1_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 5_000
const CONNECT_TIMEOUT_MS = 2_000
/** Every statement ends sooner. A network that loses all packets reports no error, so the connection is closed after this silence. */
const SILENCE_LIMIT_MS = 4_000
/** Idle connections are silent without a fault, so they are closed before that limit. */
const IDLE_TIMEOUT_MS = 3_000

/** The name of a server's connections in pg_stat_activity. `guestwall restore` looks for it before it replaces the data. */
export const SERVER_NAME = 'guestwall server'

const INT8_OID = 20
const UNIQUE_VIOLATION = '23505'
const DIVISION_BY_ZERO = '22012'

/** The database server prefers speed to durability: an acknowledged commit can be lost. */
export class UnsafePostgres extends Error {
  override readonly name = 'UnsafePostgres'
}

/**
 * Opens the storage in the PostgreSQL database at `url`. Rejects with `UnsafePostgres` where fsync or synchronous_commit is off. `onIdleError` is
 * called when an idle connection breaks, `onNewEpoch` when every session has begun a new epoch, because the database was restored or a standby took
 * over.
 */
export async function openPostgresStorage(
  url: string,
  onIdleError: (error: Error) => void,
  onNewEpoch: () => void = () => {},
): Promise<Storage> {
  const life = new DatabaseIdentity(onNewEpoch)
  let isMigrated = false
  const pool = new pg.Pool({
    connectionString: url,
    application_name: SERVER_NAME,
    max: POOL_SIZE,
    // Sends statements at once when they do not wait for each other's answers.
    pipeline: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    stream: socketThatGivesUp,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    verify: callbackify(async (client: pg.PoolClient) => {
      // Before the first migration the tables do not exist.
      if (isMigrated) await life.check(client)
    }),
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  })
  // The pool replaces an idle connection that breaks. Without a listener the error would end the process.
  pool.on('error', onIdleError)
  // The same is true between two statements of a transaction. The next statement then rejects.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  try {
    await refuseUnsafe(db)
    await migrate(db)
    isMigrated = true
    const client = await pool.connect()
    await life.check(client).finally(() => client.release())
  } catch (error) {
    await db.destroy()
    throw error
  }
  const isConflict = (error: unknown) => (error as { code?: string }).code === UNIQUE_VIOLATION
  const clockMs = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
  // Keeps one connection open also without guests, so that `guestwall restore` sees the server, and the server sees a failover.
  const maintain = async () => {
    await sql`select 1`.execute(db)
  }
  const storage = new SqlStorage({
    db,
    dialect: 'postgres',
    locksRows: true,
    clockMs,
    isConflict,
    maintain,
    pipeline: { isFailedGuard: (error) => (error as { code?: string }).code === DIVISION_BY_ZERO },
    run: (plan) => transactPipelined(pool, plan),
    close: () => db.destroy(),
  })
  try {
    await storage.finishDeletions()
    return storage
  } catch (error) {
    await storage.close()
    throw error
  }
}

function socketThatGivesUp(): Socket {
  const socket = new Socket()
  return socket.setTimeout(SILENCE_LIMIT_MS, () => socket.destroy(new Error('the database says nothing')))
}

async function refuseUnsafe(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name in ('fsync', 'synchronous_commit') and setting = 'off'`.execute(db)
  const [unsafe] = rows
  if (unsafe !== undefined)
    throw new UnsafePostgres(`PostgreSQL runs with ${unsafe.name} = off: what it acknowledges can be lost; switch it on`)
}

/** The driver returns bigint as text ("9" > "10"). It is parsed once, here, and must be exact. */
export function parserOf(oid: number, format?: 'text'): unknown {
  return oid === INT8_OID ? parseInt8 : pg.types.getTypeParser(oid, format)
}

function parseInt8(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new Error(`${text} is beyond the integers that are exact`)
  return number
}
