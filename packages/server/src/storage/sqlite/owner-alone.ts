import { chmodSync, closeSync, openSync, statSync } from 'node:fs'

const OWNER_ALONE = 0o600
const OTHERS = 0o077

/**
 * Makes the database file where it is missing, and lets only its owner read it and the files beside it: they hold every message. SQLite gives the files
 * that it makes the mode of the database. Call it while this process has none of them open: closing one would drop its locks. Windows has no such modes.
 */
export function keepToOwner(file: string): void {
  closeSync(openSync(file, 'a', OWNER_ALONE))
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found !== undefined && (found.mode & OTHERS) !== 0) chmodSync(path, OWNER_ALONE)
  }
}
