import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import Sqlite from 'libsql'
import type { Database } from '../schema.ts'

/** The most rescued copies in one folder: after so many an operator should look at them. */
const MAX_RESCUED = 100

/**
 * Writes the content of the open database `db` into a new file beside `file`, which its folder no longer names. Returns the new file; `null` when
 * it cannot be written or is damaged.
 */
export async function rescue(db: Kysely<Database>, file: string): Promise<string | null> {
  const target = freeName(dirname(file))
  if (target === null) return null
  try {
    // SQLite accepts an empty file. So only the owner can read it, from the beginning.
    closeSync(openSync(target, 'wx', 0o600))
    await sql`VACUUM INTO ${target}`.execute(db)
    if (isWhole(target)) return target
  } catch {
    // The returned `null` reports it.
  }
  rmSync(target, { force: true })
  return null
}

function freeName(folder: string): string | null {
  for (let index = 1; index <= MAX_RESCUED; index += 1) {
    const name = join(folder, `guestwall.rescued-${index}.db`)
    if (!existsSync(name)) return name
  }
  return null
}

function isWhole(file: string): boolean {
  const sqlite = new Sqlite(file)
  try {
    const [row] = sqlite.prepare('PRAGMA integrity_check').all([]) as { integrity_check: string }[]
    return row?.integrity_check === 'ok'
  } finally {
    sqlite.close()
  }
}
