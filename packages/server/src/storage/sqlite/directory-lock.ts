import { join } from 'node:path'
import Sqlite from 'libsql'

/** The data directory belongs to another process. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse'
}

/**
 * Locks the data directory; the returned function unlocks it. Throws `DataDirectoryInUse` while another process has the lock. It is an open
 * transaction on a file: the operating system ends it with the process, in whatever way the process ends. A file with a process id would stay.
 */
export function lockDirectory(directory: string): () => void {
  const lock = new Sqlite(join(directory, 'lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    throw new DataDirectoryInUse(`${directory} is in use by another Guestwall process: stop it first, or set DATA_DIR to another folder`)
  }
  return () => lock.close()
}
