import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import Sqlite from 'libsql'
import type { Database } from '../schema.ts'

/** Copies of one folder, after which an operator looks at them. */
const MAX_RESCUED = 100

/**
 * Writes what the open database `db` holds into a new file beside `file`, which its folder names no more. Answers the new file; `null` where
 * it cannot be written or is not whole.
 */
export async function rescue(db: Kysely<Database>, file: string): Promise<string | null> {
  const target = freeName(dirname(file))
  if (target === null) return null
  try {
    // An empty file is taken as it is: it is the owner's alone from the beginning.
    closeSync(openSync(target, 'wx', 0o600))
    await sql`VACUUM INTO ${target}`.execute(db)
    if (isWhole(target)) return target
  } catch {
    // Said by the answer.
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
