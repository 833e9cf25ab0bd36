import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { lockDirectory } from '../storage/sqlite/directory-lock.ts'
import type { Store } from '../log/store.ts'
import { SqliteThread } from './sqlite-thread.ts'

/**
 * Opens the embedded store in `directory`, which is made when missing. Rejects with `DataDirectoryInUse` while another process has it open.
 * `onNewEpoch` is called when every session has begun a new epoch, because the database may be a copy or lack commits.
 */
export async function openSqliteStore(directory: string, onNewEpoch: () => void = () => {}): Promise<Store> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock = lockDirectory(directory)
  try {
    const file = join(directory, 'guestwall.db')
    const reader = SqliteThread.open({ file, isReader: true })
    const { thread: writer, isNewEpoch } = await SqliteThread.open({ file, isReader: false }).catch(async (error: unknown) => {
      await closed(reader)
      throw error
    })
    if (isNewEpoch) onNewEpoch()
    return storeOn(writer, (await reader).thread, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

async function closed(opening: Promise<{ readonly thread: SqliteThread }>): Promise<void> {
  const { thread } = await opening
  await thread.close()
}

/**
 * Reads go to a thread and connection of their own: with a write-ahead file SQLite reads beside a commit, so a page of history never waits for a flush
 * to disk, and a commit never waits for a page. A read that is asked after a commit was answered sees it. `readHeads` and `ping` go to the writer, which
 * remembers the heads (LOG-4) and is the one that must answer.
 */
function storeOn(writer: SqliteThread, reader: SqliteThread, unlock: () => void): Store {
  return {
    createSession: (created) => writer.call('createSession', created),
    findSession: (idOrCode) => reader.call('findSession', idOrCode),
    listSessions: (limit) => reader.call('listSessions', limit),
    deleteSession: (sessionId, only) => writer.call('deleteSession', sessionId, only),
    readDueOpenings: (now, limit) => reader.call('readDueOpenings', now, limit),
    readQuietSessions: (before, afterId, limit) => reader.call('readQuietSessions', before, afterId, limit),
    append: (sessionId, batch) => writer.call('append', sessionId, batch),
    readEvents: (sessionId, from, limit) => reader.call('readEvents', sessionId, from, limit),
    readWalls: (sessionId) => reader.call('readWalls', sessionId),
    readMessages: (sessionId, page) => reader.call('readMessages', sessionId, page),
    readGuests: (sessionId, page) => reader.call('readGuests', sessionId, page),
    findMessages: (sessionId, which) => reader.call('findMessages', sessionId, which),
    readHostMessages: (sessionId, page) => reader.call('readHostMessages', sessionId, page),
    readHeads: (sessionIds) => writer.call('readHeads', sessionIds),
    readVotes: (sessionId) => reader.call('readVotes', sessionId),
    readBallot: (sessionId, voteId, guestId) => reader.call('readBallot', sessionId, voteId, guestId),
    readBallots: (sessionId, voteId, afterGuestId, limit) => reader.call('readBallots', sessionId, voteId, afterGuestId, limit),
    readReactions: (sessionId, messageIds) => reader.call('readReactions', sessionId, messageIds),
    readOwnReactions: (sessionId, guestIds, limit) => reader.call('readOwnReactions', sessionId, guestIds, limit),
    readChain: (sessionId, voteId, afterSeq, limit) => reader.call('readChain', sessionId, voteId, afterSeq, limit),
    findCredential: (tokenHash) => reader.call('findCredential', tokenHash),
    listCredentials: (sessionIds) => reader.call('listCredentials', sessionIds),
    addCredentials: (credentials) => writer.call('addCredentials', credentials),
    noteCredentialUses: (uses) => writer.call('noteCredentialUses', uses),
    findPairing: (secretHash, nowMs) => writer.call('findPairing', secretHash, nowMs),
    openPairing: (opened, nowMs) => writer.call('openPairing', opened, nowMs),
    claimPairing: (code, sessionId, nowMs) => writer.call('claimPairing', code, sessionId, nowMs),
    addPhoto: (sessionId, photo, limits) => writer.call('addPhoto', sessionId, photo, limits),
    findUpload: (sessionId, guestId, key) => reader.call('findUpload', sessionId, guestId, key),
    storePhoto: (sessionId, photo) => writer.call('storePhoto', sessionId, photo),
    findPhoto: (sessionId, id) => reader.call('findPhoto', sessionId, id),
    readLoosePhotos: (before, limit) => reader.call('readLoosePhotos', before, limit),
    discardPhotos: (sessionId, which) => writer.call('discardPhotos', sessionId, which),
    forgetPhotos: (sessionId, ids) => writer.call('forgetPhotos', sessionId, ids),
    beginEpoch: (sessionId, lost, epoch) => writer.call('beginEpoch', sessionId, lost, epoch),
    ping: () => writer.call('ping'),
    probeWrite: () => writer.call('probeWrite'),
    maintain: (nowMs) => writer.call('maintain', nowMs),
    async close() {
      // The last one empties the write-ahead file, which it cannot while the other is open.
      await reader.close()
      await writer.close()
      unlock()
    },
  }
}
