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

/** Connections of one server. One batch a session is in flight, so more only cost. */
const POOL_SIZE = 12
/** No statement without a limit: a stalled database must become a retryable refusal, not a queue. */
const STATEMENT_TIMEOUT_MS = 2_000
const LOCK_TIMEOUT_MS = 1_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 5_000
const CONNECT_TIMEOUT_MS = 2_000
/** Every statement ends sooner: a network that swallows everything says nothing by itself, and its connection is given up. */
const SILENCE_LIMIT_MS = 4_000
/** Idle connections are silent with good reason, and are let go of before. */
const IDLE_TIMEOUT_MS = 3_000

/** How a server's connections are named in pg_stat_activity: who replaces the data asks whether one runs on it. */
export const SERVER_NAME = 'guestwall server'

const INT8_OID = 20
const UNIQUE_VIOLATION = '23505'
const DIVISION_BY_ZERO = '22012'

/** The server trades durability for speed: what it acknowledges can be lost. */
export class UnsafePostgres extends Error {
  override readonly name = 'UnsafePostgres'
}

/**
 * Opens the store in the PostgreSQL database at `url`. Rejects with `UnsafePostgres` where fsync or synchronous_commit is off.
 * `onIdleError` is told of idle connections that broke, `onNewEpoch` when every session has begun a new epoch, because the database was
 * restored or taken over by a standby.
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
    // Statements that do not wait for each other's answers are sent at once.
    pipeline: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    stream: socketThatGivesUp,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    verify: callbackify(async (client: pg.PoolClient) => {
      // Before the first migration there is nothing to ask about.
      if (isMigrated) await life.check(client)
    }),
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', onIdleError)
  // So would one that breaks between two statements of a transaction: the next statement tells of it.
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
  // A server without guests has a connection too: that it runs is seen by it, and a failover is noticed.
  const maintain = async () => {
    await sql`select 1`.execute(db)
  }
  return new SqlStorage({
    db,
    locksRows: true,
    clockMs,
    isConflict,
    maintain,
    pipeline: {
      run: (plan) => transactPipelined(pool, plan),
      isFailedGuard: (error) => (error as { code?: string }).code === DIVISION_BY_ZERO,
    },
    close: () => db.destroy(),
  })
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

/** bigint comes as text ("9" > "10"): it is parsed once, here, and must be exact. */
export function parserOf(oid: number, format?: 'text'): unknown {
  return oid === INT8_OID ? parseInt8 : pg.types.getTypeParser(oid, format)
}

function parseInt8(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new Error(`${text} is beyond the integers that are exact`)
  return number
}
