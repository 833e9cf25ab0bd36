import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'libsql'
import type { Store } from '../store.ts'
import { SqliteThread } from './sqlite-thread.ts'

/** The data directory belongs to another process. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse'
}

/**
 * Opens the embedded store in `directory`, which is made when missing. Rejects with `DataDirectoryInUse` while another process
 * has it open. `onNewEpoch` is told when every session has begun a new epoch, because the database may be a copy or lack commits.
 */
export async function openSqliteStore(directory: string, onNewEpoch: () => void = () => {}): Promise<Store> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock = lockDirectory(directory)
  try {
    const { thread, isNewEpoch } = await SqliteThread.open(join(directory, 'guestwall.db'))
    if (isNewEpoch) onNewEpoch()
    return storeOn(thread, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

function storeOn(thread: SqliteThread, unlock: () => void): Store {
  return {
    createSession: (created) => thread.call('createSession', created),
    findSession: (idOrCode) => thread.call('findSession', idOrCode),
    listSessions: (limit) => thread.call('listSessions', limit),
    append: (sessionId, batch) => thread.call('append', sessionId, batch),
    readEvents: (sessionId, from, limit) => thread.call('readEvents', sessionId, from, limit),
    readWalls: (sessionId) => thread.call('readWalls', sessionId),
    readMessages: (sessionId, page) => thread.call('readMessages', sessionId, page),
    readHeads: (sessionIds) => thread.call('readHeads', sessionIds),
    readVotes: (sessionId) => thread.call('readVotes', sessionId),
    readBallot: (sessionId, voteId, guestId) => thread.call('readBallot', sessionId, voteId, guestId),
    readBallots: (sessionId, voteId, afterGuestId, limit) => thread.call('readBallots', sessionId, voteId, afterGuestId, limit),
    readChain: (sessionId, voteId, afterSeq, limit) => thread.call('readChain', sessionId, voteId, afterSeq, limit),
    beginEpoch: (sessionId, lost, epoch) => thread.call('beginEpoch', sessionId, lost, epoch),
    ping: () => thread.call('ping'),
    probeWrite: () => thread.call('probeWrite'),
    maintain: (nowMs) => thread.call('maintain', nowMs),
    async close() {
      await thread.close()
      unlock()
    },
  }
}

/** Held as an operating system lock on a file, so that it is gone with the process however that ends. A file with a process id is not. */
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
