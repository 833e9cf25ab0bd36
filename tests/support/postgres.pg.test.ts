import { existsSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { startPostgres } from './postgres.ts'
import { testDatabase } from './test-database.ts'

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}

describe('a test PostgreSQL', () => {
  it('writes through to the disk, as the server demands', async () => {
    const rows = await query(
      inject('postgresUrl'),
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`,
    )
    expect(rows).toEqual([{ fsync: 'on', commit: 'on' }])
  })

  it('gives each caller a database of its own', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()])
    await query(one, 'CREATE TABLE mark (n integer)')
    expect(await query(other, `SELECT to_regclass('mark') AS mark`)).toEqual([{ mark: null }])
  })

  it('keeps what was committed over an immediate stop and a start', async () => {
    const postgres = await startPostgres()
    onTestFinished(postgres.dispose)
    const url = await postgres.createDatabase()
    await query(url, 'CREATE TABLE mark AS SELECT 7 AS n')
    await postgres.stop({ immediate: true })
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
    await postgres.start()
    expect(await query(url, 'SELECT n FROM mark')).toEqual([{ n: 7 }])
  })

  it('is gone with its files after the process that started it was killed', async () => {
    const script = `import { startPostgres } from './tests/support/postgres.ts'; const p = await startPostgres(); console.log(p.url); setInterval(() => {}, 1000)`
    const runner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(runner.stdout, 'data')) as [Buffer]
    const url = said.toString().trim()
    const [{ folder }] = (await query(url, `SELECT current_setting('unix_socket_directories') AS folder`)) as [{ folder: string }]
    runner.kill('SIGKILL')
    await expect.poll(() => existsSync(folder), { timeout: 300_000 }).toBe(false)
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
  })
})
