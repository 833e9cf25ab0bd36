import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import { SqliteThread } from './sqlite-thread.ts'

/** Kysely over SQLite on its own thread. One connection: whoever holds it, a transaction or a single statement, holds it alone. */
export function sqliteDialect(file: string): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SqliteDriver(file),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

class SqliteDriver implements Driver {
  readonly #file: string
  #thread: SqliteThread | null = null
  #connection: SqliteConnection | null = null
  /** Resolves when the connection is free for the next in line. */
  #free: Promise<void> = Promise.resolve()

  constructor(file: string) {
    this.#file = file
  }

  init(): Promise<void> {
    this.#thread = new SqliteThread(this.#file)
    this.#connection = new SqliteConnection(this.#thread)
    return Promise.resolve()
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = this.#connection
    if (connection === null) throw new Error('the driver was not initialised')
    const free = this.#free
    this.#free = new Promise((resolve) => {
      connection.queue.push(resolve)
    })
    await free
    return connection
  }

  releaseConnection(): Promise<void> {
    this.#connection?.queue.shift()?.()
    return Promise.resolve()
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    // A write transaction takes the lock at once: what it reads is then what it changes (LOG-2).
    const begin = settings.accessMode === 'read only' ? 'begin' : 'begin immediate'
    await connection.executeQuery(CompiledQuery.raw(begin))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async destroy(): Promise<void> {
    await this.#thread?.close()
  }
}

class SqliteConnection implements DatabaseConnection {
  /** Those that wait for the connection, the present holder first. */
  readonly queue: (() => void)[] = []
  readonly #thread: SqliteThread

  constructor(thread: SqliteThread) {
    this.#thread = thread
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, changes } = await this.#thread.run(query.sql, query.parameters)
    return { rows: rows as Row[], numAffectedRows: BigInt(changes) }
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('the log is read in pages, not streamed')
  }
}
