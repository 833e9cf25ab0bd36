import { execFile, spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { appendFile, chmod, chown, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from './free-port.ts'

const execute = promisify(execFile)
const START_LIMIT_S = 60
const MAX_CONNECTIONS = 300
const PORT_TRIES = 3

/** A real PostgreSQL of a test's own: fsync and synchronous_commit are on, as the server demands. */
export interface TestPostgres {
  /** A superuser's connection to the database `postgres`. */
  readonly url: string
  readonly port: number
  /** An empty database for a test that must not see the rows of others. Its connection URL. */
  createDatabase(): Promise<string>
  /** `immediate`: as a crash would, without a checkpoint. */
  stop(options?: { immediate?: boolean }): Promise<void>
  /** Starts it again on the same port with the same data. */
  start(): Promise<void>
  /** Stops it and removes its files. Happens by itself when this process ends, however it ends. */
  dispose(): Promise<void>
}

/** Starts a PostgreSQL in a new temporary directory on a free loopback port. `settings` are lines of postgresql.conf. */
export async function startPostgres(options: { settings?: readonly string[] } = {}): Promise<TestPostgres> {
  const user = await postgresUser()
  const folder = await mkdtemp(join(tmpdir(), 'guestwall-pg-'))
  // A server of this user alone may read it, and initdb must be able to make the data directory in it.
  await chmod(folder, 0o700)
  if (user !== null) await chown(folder, user.uid, user.gid)
  const removeWhenWeDie = watchOurLife(folder)
  try {
    await asServer(user, 'initdb', ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
    const port = await startOnFreePort(user, folder, options.settings ?? [])
    return testPostgres(user, folder, port, removeWhenWeDie)
  } catch (error) {
    await removeWhenWeDie()
    throw error
  }
}

function testPostgres(user: SystemUser | null, folder: string, port: number, dispose: () => Promise<void>): TestPostgres {
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  return {
    url,
    port,
    createDatabase: () => createDatabase(url),
    stop: async ({ immediate = false } = {}) => {
      await asServer(user, 'pg_ctl', ['stop', '-D', join(folder, 'data'), '-m', immediate ? 'immediate' : 'fast', '-w'])
    },
    start: () => pgStart(user, folder),
    dispose,
  }
}

let databases = 0

/** Makes an empty database in the PostgreSQL at `url` and returns its connection URL. */
export async function createDatabase(url: string): Promise<string> {
  databases += 1
  const name = `test_${process.pid}_${databases}_${Date.now().toString(36)}`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  } finally {
    await client.end()
  }
  const made = new URL(url)
  made.pathname = `/${name}`
  return made.href
}

async function startOnFreePort(user: SystemUser | null, folder: string, settings: readonly string[]): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort()
    const lines = [
      `port = ${port}`,
      `listen_addresses = '127.0.0.1'`,
      `unix_socket_directories = '${folder}'`,
      `max_connections = ${MAX_CONNECTIONS}`,
      ...settings,
    ]
    await appendFile(join(folder, 'data/postgresql.conf'), `\n${lines.join('\n')}\n`)
    try {
      await pgStart(user, folder)
      return port
    } catch (error) {
      // Between our look and its start another program may have taken the port.
      if (tries === PORT_TRIES) throw error
    }
  }
}

async function pgStart(user: SystemUser | null, folder: string): Promise<void> {
  const log = join(folder, 'log')
  try {
    await asServer(user, 'pg_ctl', ['start', '-D', join(folder, 'data'), '-l', log, '-w', '-t', String(START_LIMIT_S)])
  } catch (error) {
    const said = await readFile(log, 'utf8').catch(() => '')
    throw new Error(`PostgreSQL did not start:\n${said}`, { cause: error })
  }
}

interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
async function postgresUser(): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null
  const [uid, gid] = await Promise.all([execute('id', ['-u', 'postgres']), execute('id', ['-g', 'postgres'])])
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

async function asServer(user: SystemUser | null, program: string, args: readonly string[]): Promise<void> {
  const path = programPath(program)
  // The tests may run in a folder that the user postgres may not enter.
  const options = { cwd: '/', timeout: START_LIMIT_S * 1000 }
  if (user === null) await execute(path, args, options)
  else await execute('runuser', ['-u', 'postgres', '--', path, ...args], options)
}

/** Debian keeps PostgreSQL's own programs out of PATH; the newest version is taken. */
function programPath(program: string): string {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env['PATH'] ?? '').split(delimiter)]
  const found = folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
  if (found === undefined) throw new Error(`${program} was not found: install PostgreSQL 15 or newer (Debian: apt-get install postgresql)`)
  return found
}

/** SIGQUIT stops PostgreSQL at once, then its files go. */
const REMOVE =
  'pid=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" && while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done; rm -rf "$0"'

/**
 * A shell in a session of its own waits for the end of a pipe that only this process holds, so that the server and its files go even
 * when the test run is killed. The returned function does the same now.
 */
function watchOurLife(folder: string): () => Promise<void> {
  const watcher = spawn('sh', ['-c', `cat >/dev/null; ${REMOVE}`, folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watcher.unref()
  // A pipe's handle would otherwise keep the process alive.
  ;(watcher.stdin as unknown as { unref(): void }).unref()
  const removeAtExit = () => spawnSync('sh', ['-c', REMOVE, folder], { cwd: '/' })
  process.once('exit', removeAtExit)
  return async () => {
    process.off('exit', removeAtExit)
    await new Promise((resolve) => {
      watcher.ref()
      watcher.once('close', resolve)
      watcher.stdin.end()
    })
  }
}
