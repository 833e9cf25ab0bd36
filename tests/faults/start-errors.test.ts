import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPostgresStore } from '@guestwall/server'
import Sqlite from 'libsql'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { canMakeDisks, SmallDisk } from '../support/small-disk.ts'
import { testDatabase } from '../support/test-database.ts'
import { ServerProcess } from '../support/server-process.ts'

/** A server that cannot start gives the reason, and the way to mend it, in one sentence. */

const MAIN = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url))
/** The user nobody, which may not write what belongs to root. */
const NOBODY = 65_534

const root = mkdtempSync(join(tmpdir(), 'guestwall-start-'))
chmodSync(root, 0o755)
const undo: (() => unknown)[] = []
afterAll(async () => {
  for (const one of undo.toReversed()) await one()
  rmSync(root, { recursive: true, force: true })
})

let last = 0
const place = () => join(root, `data-${(last += 1)}`)

/** A data folder of an earlier run, changed. */
async function used(change: (sqlite: Sqlite.Database) => void): Promise<string> {
  const directory = place()
  const server = await ServerProcess.start({ directory })
  await server.end()
  const sqlite = new Sqlite(join(directory, 'guestwall.db'))
  change(sqlite)
  sqlite.close()
  return directory
}

async function start(environment: Record<string, string>, asNobody = false): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [MAIN], {
    cwd: '/',
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(asNobody && canMakeDisks ? { uid: NOBODY, gid: NOBODY } : {}),
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  // For what hangs.
  const kill = setTimeout(() => child.kill('SIGKILL'), 240_000)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(kill)
  return { code, ...said }
}

async function expectSentence(environment: Record<string, string>, sentence: RegExp, asNobody = false): Promise<void> {
  const { code, out, err } = await start(environment, asNobody)
  expect(err).toMatch(sentence)
  expect(err).toMatch(/^guestwall: [^\n]+\n$/)
  expect([code, out]).toEqual([1, ''])
}

describe('the data folder', () => {
  test('that this user may not write to', async () => {
    const directory = place()
    mkdirSync(directory, { mode: 0o555 })
    await expectSentence({ DATA_DIR: directory }, /the data folder .+ cannot be written to by this user/, true)
    await expectSentence({ DATA_DIR: join(directory, 'inside') }, /the data folder .+ cannot be written to by this user/, true)
  })

  test.runIf(process.platform === 'linux')('where no folder can be made', async () => {
    await expectSentence({ DATA_DIR: '/proc/guestwall/data' }, /the data folder .+ cannot be made there/)
  })

  test('that is a file, or is inside one', async () => {
    const file = place()
    writeFileSync(file, '')
    await expectSentence({ DATA_DIR: file }, /is no folder, or a part of its path is a file/)
    await expectSentence({ DATA_DIR: join(file, 'inside') }, /is no folder, or a part of its path is a file/)
  })

  test.runIf(canMakeDisks)('on a disk that is read-only or full, also with the database of before', async () => {
    const fresh = new SmallDisk(place(), '2m')
    undo.push(() => fresh.dispose())
    fresh.fill()
    await expectSentence({ DATA_DIR: fresh.path }, /the disk of the data folder .+ is full: make room/)
    fresh.empty()
    fresh.makeReadOnly()
    await expectSentence({ DATA_DIR: fresh.path }, /the data folder .+ is read-only: make it writable/)
    fresh.makeReadOnly(false)
    const server = await ServerProcess.start({ directory: fresh.path })
    await server.createSession()
    await server.kill()
    fresh.makeReadOnly()
    await expectSentence({ DATA_DIR: fresh.path }, /the data folder .+ is read-only: make it writable/)
  })

  test('whose database another program holds', async () => {
    const directory = await used(() => {})
    const other = new Sqlite(join(directory, 'guestwall.db'))
    other.exec('PRAGMA locking_mode = EXCLUSIVE')
    other.exec('BEGIN EXCLUSIVE')
    await expectSentence({ DATA_DIR: directory }, /is held by another program: end that one/)
    other.close()
  })

  test('whose database is damaged', async () => {
    const directory = place()
    mkdirSync(directory)
    writeFileSync(join(directory, 'guestwall.db'), 'this is no database of anything at all'.repeat(100))
    await expectSentence({ DATA_DIR: directory }, /guestwall\.db in .+ is damaged or is no database of Guestwall: restore a backup/)
  })

  test('that another Guestwall uses', async () => {
    const server = await ServerProcess.start({ directory: place() })
    undo.push(() => server.stop())
    await expectSentence({ DATA_DIR: server.directory }, /is in use by another Guestwall process/)
  })

  test.each(['', 'cut'])('whose token-secret holds no secret: %j', async (secret) => {
    const directory = place()
    mkdirSync(directory)
    writeFileSync(join(directory, 'token-secret'), secret)
    await expectSentence({ DATA_DIR: directory }, /token-secret holds no secret: put the old one back/)
  })

  test('whose database cannot be brought to the newest schema', async () => {
    const directory = await used((sqlite) => sqlite.exec(`delete from kysely_migration where name <> '001-log'; drop table command_keys`))
    await expectSentence(
      { DATA_DIR: directory },
      /could not be brought to the newest schema, and nothing in it was changed \(no such table: command_keys\): .+ restore a backup/,
    )
  })

  test('whose database a later version has changed; what that version marks as compatible is no obstacle', async () => {
    const later = (name: string) => (sqlite: Sqlite.Database) =>
      sqlite.exec(`insert into kysely_migration values ('${name}', '2027-01-01')`)
    const directory = await used(later('999-reactions'))
    await expectSentence({ DATA_DIR: directory }, /a later version of Guestwall has changed this database \(999-reactions\)/)
    const compatible = await ServerProcess.start({ directory: await used(later('999-reactions+compatible')) })
    await compatible.createSession()
    await compatible.stop()
  })
})

describe('the address', () => {
  test('whose port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    undo.push(() => taken.close())
    const { port } = taken.address() as { port: number }
    await expectSentence({ DATA_DIR: place(), PORT: String(port) }, new RegExp(`port ${port} is taken`))
    const directory = place()
    await expectSentence({ DATA_DIR: directory, PORT: String(port), WORKERS: '2' }, new RegExp(`port ${port} is taken`))
    // The database is closed in good order: the next start begins no new epoch.
    expect(existsSync(join(directory, 'guestwall.db.closed'))).toBe(true)
  })

  test.each(['192.0.2.77', 'no-such-host.invalid', '2001:db8::77'])('that this machine does not have: %s', (host) =>
    expectSentence({ DATA_DIR: place(), HOST: host }, new RegExp(`HOST ${host} is no address of this machine`)),
  )

  test('with a port of the system’s', async () => {
    const directory = place()
    mkdirSync(directory)
    chmodSync(directory, 0o777)
    const { err } = await start({ DATA_DIR: directory, PORT: '81' }, true)
    // Some systems let everybody.
    expect(err).toMatch(/^(?:guestwall: port 81 may not be used by this user[^\n]+\n)?$/)
  })
})

describe('PostgreSQL', () => {
  const databaseUrl = async (change: (url: URL) => void) => {
    const url = new URL(await testDatabase())
    change(url)
    return url.href
  }

  test('that does not answer', async () => {
    const url = await databaseUrl((at) => (at.port = '1'))
    await expectSentence({ DATA_DIR: place(), DATABASE_URL: url }, /PostgreSQL at 127\.0\.0\.1:1 does not answer: start it/)
    await expectSentence(
      { DATA_DIR: place(), DATABASE_URL: 'postgres://u:p@no-such-host.invalid/x' },
      /no-such-host\.invalid does not answer/,
    )
  })

  test('without the database', async () => {
    const url = await databaseUrl((at) => (at.pathname = '/nowhere'))
    await expectSentence({ DATA_DIR: place(), DATABASE_URL: url }, /has no database nowhere: create it/)
  })

  test('with a user that it does not know; the password is not said', async () => {
    const url = await databaseUrl((at) => {
      at.username = 'stranger'
      at.password = 'canary'
    })
    const { err } = await start({ DATA_DIR: place(), DATABASE_URL: url })
    expect(err).toMatch(/^guestwall: PostgreSQL at .+ refuses the user or the password[^\n]+\n$/)
    expect(err).not.toContain('canary')
  })

  test('with a user that may not write', async () => {
    const url = new URL(await testDatabase())
    const admin = new pg.Client({ connectionString: url.href })
    await admin.connect()
    await admin.query(`create role guest_of_the_house login`)
    undo.push(async () => {
      await admin.query('drop role guest_of_the_house')
      await admin.end()
    })
    url.username = 'guest_of_the_house'
    await expectSentence({ DATA_DIR: place(), DATABASE_URL: url.href }, /gives the user guest_of_the_house too few rights/)
  })

  test('that a later version has changed', async () => {
    const url = await testDatabase()
    await (await openPostgresStore(url, () => {})).close()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(`insert into kysely_migration values ('999-reactions', '2027-01-01')`)
    await client.end()
    await expectSentence({ DATA_DIR: place(), DATABASE_URL: url }, /a later version of Guestwall has changed this database/)
  })
})
