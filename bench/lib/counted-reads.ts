import pg from 'pg'
import { startPostgres, type TestPostgres } from '../../tests/support/postgres.ts'

/** A PostgreSQL that counts statements. */
export interface CountedPostgres {
  readonly url: string
  /** Statements so far, of those that read and of all. */
  count(): Promise<{ reads: number; all: number }>
  dispose(): Promise<void>
}

const COUNT = `select coalesce(sum(calls) filter (where query ~* '^\\s*(select|with)'), 0)::int as reads, coalesce(sum(calls), 0)::int as all
  from pg_stat_statements where query !~ 'pg_stat_statements' and dbid = (select oid from pg_database where datname = current_database())`

/** Starts one with the extension that counts: exact, whatever the server's own metrics say. */
export async function startCountedPostgres(): Promise<CountedPostgres> {
  const postgres: TestPostgres = await startPostgres({ settings: ["shared_preload_libraries = 'pg_stat_statements'"] })
  const url = await postgres.createDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('create extension pg_stat_statements')
  return {
    url,
    async count() {
      const { rows } = await client.query<{ reads: number; all: number }>(COUNT)
      return rows[0] ?? { reads: Number.NaN, all: Number.NaN }
    },
    async dispose() {
      await client.end()
      await postgres.dispose()
    },
  }
}
