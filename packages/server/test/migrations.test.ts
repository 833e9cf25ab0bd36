import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import Sqlite from 'libsql'
import { afterAll, describe, expect, test } from 'vitest'
import { migrate, MigrationFailed } from '../src/storage/migrations.ts'
import type { Database } from '../src/storage/schema.ts'
import { openOnThisThread } from './sqlite.test-kit.ts'

/** A start that ends in the middle of the changes of the schema, and the start after it. */

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'guestwall-migrations-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const place = () => mkdtempSync(join(root, 'one-'))
const changesSchema = (statement: string) => /^(?:create|alter|insert)\b/i.test(statement)

/** The schema and the finished migrations of a database, and its sessions. */
function contentOf(file: string): { schema: unknown; sessions: unknown } {
  const sqlite = new Sqlite(file)
  const rows = (query: string) => sqlite.prepare(query).all([])
  const hasSessions = rows(`select 1 from sqlite_schema where name = 'sessions'`).length > 0
  const content = {
    schema: rows(`select name, sql from sqlite_schema where name not like 'kysely%' order by name`),
    sessions: hasSessions ? rows('select id, title from sessions') : [],
  }
  sqlite.close()
  return content
}

/** Without flushes: no test here cuts the power. */
function opened(file: string): Sqlite.Database {
  const sqlite = new Sqlite(file)
  sqlite.exec('PRAGMA synchronous = OFF')
  return sqlite
}

/** Runs the migrations on `file`. `before` is called with each statement that changes something; when it throws, the connection says nothing more. */
async function migrateWatched(file: string, before: (statement: string) => void): Promise<void> {
  const sqlite = opened(file)
  let isCut = false
  const database: SqliteDatabase = {
    close: () => {},
    prepare(statement) {
      try {
        if (isCut) throw new Error('cut')
        if (changesSchema(statement)) before(statement)
      } catch (error) {
        isCut = true
        throw error
      }
      return sqlite.prepare(statement) as ReturnType<SqliteDatabase['prepare']>
    },
  }
  try {
    await migrate(new Kysely<Database>({ dialect: new SqliteDialect({ database }) }))
  } finally {
    // As the end of a process does: libsql ends a connection only when its statements are collected.
    if (sqlite.inTransaction) sqlite.exec('rollback')
    sqlite.close()
  }
}

async function statementsFor(file: string): Promise<string[]> {
  const statements: string[] = []
  await migrateWatched(file, (statement) => statements.push(statement))
  return statements
}

/** A database of the first version, with a session. */
const FIRST = join(place(), 'first.db')
async function makeFirst(): Promise<void> {
  const all = await statementsFor(join(place(), 'new.db'))
  const end = all.findIndex((statement) => /alter table "events" add column "voters"/.test(statement))
  const sqlite = opened(FIRST)
  for (const statement of all.slice(0, end)) if (!statement.startsWith('insert')) sqlite.exec(statement)
  sqlite.exec(`insert into kysely_migration_lock values ('migration_lock', 0)`)
  sqlite.exec(`insert into kysely_migration values ('001-log', '2026-01-01T00:00:00.000Z')`)
  sqlite.exec(`insert into sessions values ('s', 'CODE', 'Of before', '', 'open', 'none', 0, 'stream', 'light', '2026-01-01', 'e', 0)`)
  sqlite.close()
}

function copyOfFirst(): string {
  const file = join(place(), 'guestwall.db')
  copyFileSync(FIRST, file)
  return file
}

describe('a database of the first version', async () => {
  await makeFirst()
  const count = (await statementsFor(copyOfFirst())).length
  const newest = join(place(), 'newest.db')
  copyFileSync(FIRST, newest)
  await statementsFor(newest)

  test('gets the newest schema and keeps its session', () => {
    expect(count).toBeGreaterThan(8)
    expect(contentOf(newest).sessions).toEqual([{ id: 's', title: 'Of before' }])
  })

  test.each(Array.from({ length: count }, (_, index) => index))(
    'is unchanged when the start ends before statement %i of its migrations, and the next start succeeds',
    async (at) => {
      const file = copyOfFirst()
      let seen = 0
      const cut = migrateWatched(file, () => {
        if (seen === at) throw new Error('killed')
        seen += 1
      })
      await expect(cut).rejects.toThrow()
      expect(contentOf(file)).toEqual(contentOf(FIRST))
      await statementsFor(file)
      expect(contentOf(file)).toEqual(contentOf(newest))
    },
  )
})

describe('a database that a version before left between two statements', async () => {
  /** Each statement of 001 to 004 was committed alone. */
  const all = await statementsFor(join(place(), 'all.db'))
  const old = all.slice(0, all.findIndex((statement) => statement.includes('"write_probe"')) + 1)
  const whole = join(place(), 'whole.db')
  await statementsFor(whole)

  test.each(old.map((statement, index) => [index + 1, statement.slice(0, 50)] as const))(
    'after %i statements (%s) starts with the newest schema',
    async (many) => {
      const file = join(place(), 'guestwall.db')
      const sqlite = opened(file)
      let migrations = 0
      for (const statement of old.slice(0, many)) {
        if (!statement.startsWith('insert')) sqlite.exec(statement)
        else if (statement.includes('lock')) sqlite.exec(`insert into kysely_migration_lock values ('migration_lock', 0)`)
        else {
          const name = ['001-log', '002-votes', '003-database-life'][migrations] ?? ''
          migrations += 1
          sqlite.exec(`insert into kysely_migration values ('${name}', '2026-01-0${migrations}T00:00:00.000Z')`)
        }
      }
      sqlite.close()
      await statementsFor(file)
      expect(contentOf(file)).toEqual(contentOf(whole))
    },
  )
})

test('the failure of a migration says why, and that nothing was changed', async () => {
  const file = copyOfFirst()
  const sqlite = new Sqlite(file)
  sqlite.exec('drop table command_keys')
  sqlite.close()
  const failed = await statementsFor(file).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(MigrationFailed)
  expect((failed as Error).message).toMatch(/nothing in it was changed \(.*command_keys\)/)
})

/** Kills the process of the server before the statement with this number, of those that change the schema. It is loaded into every thread. */
function killingAt(number: number): string {
  const file = join(place(), 'kill.cjs')
  const libsql = JSON.stringify(createRequire(import.meta.url).resolve('libsql'))
  writeFileSync(
    file,
    `const Sqlite = require(${libsql})
    const { prepare } = Sqlite.prototype
    let seen = 0
    Sqlite.prototype.prepare = function (statement) {
      if (/^(create|alter|insert)/i.test(statement) && (seen += 1) > ${number}) process.kill(process.pid, 'SIGKILL')
      return prepare.call(this, statement)
    }`,
  )
  return file
}

describe('the process of a server that is killed', () => {
  const started = (directory: string, environment: Record<string, string>) =>
    spawnSync(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: directory, ...environment },
      timeout: 120_000,
      stdio: 'ignore',
    })

  test.each([
    ['on its first start', 11, false],
    ['on a database of the first version', 2, true],
    ['on a database of the first version', 7, true],
  ])('%s, before statement %i of the migrations, leaves a database that the next one can use', async (_name, number, isOld) => {
    const directory = join(place(), 'data')
    mkdirSync(directory)
    if (isOld) copyFileSync(FIRST, join(directory, 'guestwall.db'))
    const { signal } = started(directory, { NODE_OPTIONS: `--require ${killingAt(number)}` })
    expect(signal).toBe('SIGKILL')
    expect(contentOf(join(directory, 'guestwall.db'))).toEqual(isOld ? contentOf(FIRST) : { schema: [], sessions: [] })
    const { store } = await openOnThisThread(directory)
    expect((await store.listSessions(10)).map(({ title }) => title)).toEqual(isOld ? ['Of before'] : [])
    await store.close()
  })
})
