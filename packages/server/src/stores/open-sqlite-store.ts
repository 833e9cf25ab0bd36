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
    deleteSession: (sessionId, only) => thread.call('deleteSession', sessionId, only),
    readDueOpenings: (now, limit) => thread.call('readDueOpenings', now, limit),
    readQuietSessions: (before, afterId, limit) => thread.call('readQuietSessions', before, afterId, limit),
    append: (sessionId, batch) => thread.call('append', sessionId, batch),
    readEvents: (sessionId, from, limit) => thread.call('readEvents', sessionId, from, limit),
    readWalls: (sessionId) => thread.call('readWalls', sessionId),
    readMessages: (sessionId, page) => thread.call('readMessages', sessionId, page),
    readGuests: (sessionId, page) => thread.call('readGuests', sessionId, page),
    findMessages: (sessionId, which) => thread.call('findMessages', sessionId, which),
    readHostMessages: (sessionId, page) => thread.call('readHostMessages', sessionId, page),
    readHeads: (sessionIds) => thread.call('readHeads', sessionIds),
    readVotes: (sessionId) => thread.call('readVotes', sessionId),
    readBallot: (sessionId, voteId, guestId) => thread.call('readBallot', sessionId, voteId, guestId),
    readBallots: (sessionId, voteId, afterGuestId, limit) => thread.call('readBallots', sessionId, voteId, afterGuestId, limit),
    readReactions: (sessionId, messageIds) => thread.call('readReactions', sessionId, messageIds),
    readOwnReactions: (sessionId, guestId, limit) => thread.call('readOwnReactions', sessionId, guestId, limit),
    readChain: (sessionId, voteId, afterSeq, limit) => thread.call('readChain', sessionId, voteId, afterSeq, limit),
    findCredential: (tokenHash) => thread.call('findCredential', tokenHash),
    listCredentials: (sessionIds) => thread.call('listCredentials', sessionIds),
    addCredentials: (credentials) => thread.call('addCredentials', credentials),
    noteCredentialUses: (uses) => thread.call('noteCredentialUses', uses),
    findPairing: (secretHash, nowMs) => thread.call('findPairing', secretHash, nowMs),
    openPairing: (opened, nowMs) => thread.call('openPairing', opened, nowMs),
    claimPairing: (code, sessionId, nowMs) => thread.call('claimPairing', code, sessionId, nowMs),
    addPhoto: (sessionId, photo, limits) => thread.call('addPhoto', sessionId, photo, limits),
    findUpload: (sessionId, guestId, key) => thread.call('findUpload', sessionId, guestId, key),
    storePhoto: (sessionId, photo) => thread.call('storePhoto', sessionId, photo),
    findPhoto: (sessionId, id) => thread.call('findPhoto', sessionId, id),
    readLoosePhotos: (before, limit) => thread.call('readLoosePhotos', before, limit),
    discardPhotos: (sessionId, which) => thread.call('discardPhotos', sessionId, which),
    forgetPhotos: (sessionId, ids) => thread.call('forgetPhotos', sessionId, ids),
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
