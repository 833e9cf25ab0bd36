import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostedSession } from '@guestwall/protocol'
import pg from 'pg'
import { afterAll, afterEach, expect, test } from 'vitest'
import { joinSession } from '../support/http-calls.ts'
import { ServerProcess } from '../support/server-process.ts'
import { canMakeDisks, SmallDisk } from '../support/small-disk.ts'
import { testDatabase } from '../support/test-database.ts'

/** The database takes no writes for a while: nothing is acknowledged that is not kept, reading goes on, and everybody who asks is told. */

const root = mkdtempSync(join(tmpdir(), 'guestwall-no-writes-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one()
})

/** A wall with one guest. */
class Hall {
  readonly #server: ServerProcess
  readonly #hosted: HostedSession
  readonly #token: string

  private constructor(server: ServerProcess, hosted: HostedSession, token: string) {
    this.#server = server
    this.#hosted = hosted
    this.#token = token
  }

  static async open(server: ServerProcess): Promise<Hall> {
    const hosted = await server.createSession()
    const { token } = await joinSession(server.url, hosted.session.id, '小明')
    return new Hall(server, hosted, token)
  }

  async write(key: string): Promise<number> {
    const response = await fetch(`${this.#server.url}/api/realtime/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ session: this.#hosted.session.id, key, content: key, guestName: '小明' }),
    })
    await response.body?.cancel()
    return response.status
  }

  async #get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.#server.url}${path}`, { headers: { authorization: `Bearer ${this.#token}` } })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  async keys(): Promise<string[]> {
    const { body } = await this.#get(`/api/sessions/${this.#hosted.session.id}/messages`)
    return (body['messages'] as { content: string }[]).map(({ content }) => content)
  }

  readonly poll = () => this.#get(`/api/realtime/poll?session=${this.#hosted.session.id}`)
  readonly ready = () => this.#get('/readyz')
  readonly facts = () => this.#get('/api/server')

  async failing(): Promise<string> {
    const metrics = await (await fetch(`${this.#server.url}/metrics`)).text()
    return /^guestwall_store_failing (\d)$/m.exec(metrics)?.[1] ?? ''
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** The answers while the database takes no writes, and after. `harm` begins it, `mend` ends it. */
async function expectHonesty(server: ServerProcess, cause: string, harm: () => unknown, mend: () => unknown): Promise<void> {
  const hall = await Hall.open(server)
  expect(await hall.write('key-before')).toBe(201)
  await harm()

  expect(await hall.write('key-meanwhile')).toBe(503)
  await until(async () => (await hall.ready()).status === 503)
  expect((await hall.ready()).body).toMatchObject({ status: 'not ready', store: 'failing' })
  expect((await hall.facts()).body).toMatchObject({ store: 'failing' })
  expect(await hall.failing()).toBe('1')
  expect(await hall.write('key-meanwhile')).toBe(503)
  expect((await hall.poll()).status).toBe(200)
  expect(await hall.keys()).toEqual(['key-before'])
  // The first line of the log names the cause. A question that was under way may have ended with the connections that the harm ended.
  const lines = server.said
    .split('\n')
    .filter((line) => line.includes('the store did not answer') && !/terminating connection|Connection terminated/.test(line))
    .map((line) => JSON.parse(line) as { err: { stack: string } })
  expect(lines[0]?.err.stack).toContain(cause)
  expect(server.said).not.toContain('cannot rollback')

  await mend()
  // It needs no guest for that.
  await until(async () => (await hall.ready()).status === 200)
  expect((await hall.facts()).body).toMatchObject({ store: 'ok' })
  expect(server.said).toContain('the store takes writes again')
  expect(await hall.write('key-meanwhile')).toBe(201)
  expect(await hall.keys()).toEqual(['key-meanwhile', 'key-before'])
}

test.runIf(canMakeDisks)('[SEND-2] the disk of the data folder is full', { timeout: 300_000 }, async () => {
  const disk = new SmallDisk(join(root, 'disk'), '4m')
  undo.push(() => disk.dispose())
  const server = await ServerProcess.start({ directory: join(disk.path, 'data'), stderr: 'pipe', environment: { LOG_LEVEL: 'info' } })
  undo.push(() => server.kill())
  await expectHonesty(
    server,
    'database or disk is full',
    () => disk.fill(),
    () => disk.empty(),
  )
  expect(await server.end()).toEqual({ code: 0, signal: null })
})

test('[SEND-2] PostgreSQL is read-only', { timeout: 300_000 }, async () => {
  const url = await testDatabase()
  const name = new URL(url).pathname.slice(1)
  const server = await ServerProcess.start({ environment: { DATABASE_URL: url, LOG_LEVEL: 'info' }, stderr: 'pipe' })
  undo.push(() => server.stop())
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  undo.push(() => admin.end())
  const readOnly = async (isOn: boolean) => {
    await admin.query(`alter database ${name} set default_transaction_read_only = ${isOn ? 'on' : 'off'}`)
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()', [name])
  }
  await expectHonesty(
    server,
    'read-only transaction',
    () => readOnly(true),
    () => readOnly(false),
  )
})

test('[SEND-2] guestwall.db deleted under the running server: no message is acknowledged any more, it says why, and where the others are', {
  timeout: 300_000,
}, async () => {
  const server = await ServerProcess.start({ stderr: 'pipe' })
  undo.push(() => server.stop())
  const hall = await Hall.open(server)
  expect(await hall.write('key-before')).toBe(201)
  rmSync(join(server.directory, 'guestwall.db'))
  expect(await hall.write('key-after-it')).toBe(503)
  await until(async () => (await hall.ready()).status === 503)
  expect((await hall.facts()).body).toMatchObject({ store: 'failing' })
  await until(() => Promise.resolve(server.said.includes(`is in ${join(server.directory, 'guestwall.rescued-1.db')}`)))
  expect(server.said).toContain('guestwall.db was deleted or replaced')
})
