import type { Photo } from '@guestwall/protocol'
import type { SessionCredential } from '../domain/credential-record.ts'
import type { NewPhoto, PhotoLimits, PhotoSelection } from '../domain/stored-photo.ts'
import type { LogSlice } from '../domain/log-event.ts'
import type {
  CredentialUse,
  DeleteCondition,
  GuestPageQuery,
  HostMessagePageQuery,
  MessagePageQuery,
  MessageSelection,
  NewSession,
  Pairing,
  Storage,
} from '../storage/storage.ts'
import { countsIn, narrowed } from './decide/audience.ts'
import { countsAudience } from './decide/publication.ts'
import { wallsOf } from './decide/wall-of.ts'
import { LastStates } from './last-states.ts'
import { commitBatch } from './session-log.ts'
import type { Batch, Committed, Store, StoredWalls } from './store.ts'

/** The log on a storage: its transaction and its walls follow the rules of `decide/`; everything else is the storage's. */
export class LogStore implements Store {
  readonly #storage: Storage
  readonly #last = new LastStates()

  constructor(storage: Storage) {
    this.#storage = storage
  }

  append(sessionId: string, batch: Batch): Promise<Committed | null> {
    return commitBatch(this.#storage, this.#last, sessionId, batch)
  }

  async readWalls(sessionId: string): Promise<StoredWalls | null> {
    const stored = await this.#storage.readWall(sessionId)
    if (stored === null) return null
    const { epoch, head, votes } = stored
    const audiences = new Map(votes.map((vote) => [vote.id, countsAudience(vote)]))
    const voters = stored.voters.map(({ voteId, guestIds }) => ({ voteId, audience: audiences.get(voteId) ?? 'hosts', guestIds }))
    const { revoked, guests, settings, screens, startedAt } = stored
    return { epoch, head, walls: wallsOf(stored), voters, revoked, guests, settings, screens, startedAt }
  }

  createSession(created: NewSession) {
    return this.#storage.createSession(created)
  }

  findSession(idOrCode: string) {
    return this.#storage.findSession(idOrCode)
  }

  listSessions(limit: number) {
    return this.#storage.listSessions(limit)
  }

  deleteSession(sessionId: string, only: DeleteCondition) {
    return this.#storage.deleteSession(sessionId, only)
  }

  readDueOpenings(now: string, limit: number) {
    return this.#storage.readDueOpenings(now, limit)
  }

  readQuietSessions(before: string, afterId: string, limit: number) {
    return this.#storage.readQuietSessions(before, afterId, limit)
  }

  /** The events with the audience that they have now: counts that a vote hides since are hidden (VOTE-1). */
  async readEvents(sessionId: string, from: number, limit: number): Promise<LogSlice | null> {
    const slice = await this.#storage.readEvents(sessionId, from, limit)
    const mayShowCounts = slice?.events.some(({ event, audience }) => audience !== 'hosts' && countsIn(event) !== null)
    if (slice === null || mayShowCounts !== true) return slice
    // Read after the events: a vote that was hidden in between is hidden.
    const votes = await this.#storage.readVotes(sessionId)
    const audiences = new Map(votes.map((vote) => [vote.id, countsAudience(vote)]))
    const events = slice.events.map((logged) => {
      const voteId = countsIn(logged.event)
      return voteId === null ? logged : narrowed(logged, audiences.get(voteId) ?? 'hosts')
    })
    return { ...slice, events }
  }

  readMessages(sessionId: string, page: MessagePageQuery) {
    return this.#storage.readMessages(sessionId, page)
  }

  readGuests(sessionId: string, page: GuestPageQuery) {
    return this.#storage.readGuests(sessionId, page)
  }

  findMessages(sessionId: string, which: MessageSelection) {
    return this.#storage.findMessages(sessionId, which)
  }

  readHostMessages(sessionId: string, page: HostMessagePageQuery) {
    return this.#storage.readHostMessages(sessionId, page)
  }

  readHeads(sessionIds: readonly string[]) {
    return this.#storage.readHeads(sessionIds)
  }

  readVotes(sessionId: string) {
    return this.#storage.readVotes(sessionId)
  }

  readBallot(sessionId: string, voteId: string, guestId: string) {
    return this.#storage.readBallot(sessionId, voteId, guestId)
  }

  readBallots(sessionId: string, voteId: string, afterGuestId: string, limit: number) {
    return this.#storage.readBallots(sessionId, voteId, afterGuestId, limit)
  }

  readReactions(sessionId: string, messageIds: readonly string[]) {
    return this.#storage.readReactions(sessionId, messageIds)
  }

  readOwnReactions(sessionId: string, guestIds: readonly string[], limit: number) {
    return this.#storage.readOwnReactions(sessionId, guestIds, limit)
  }

  readChain(sessionId: string, voteId: string, afterSeq: number, limit: number) {
    return this.#storage.readChain(sessionId, voteId, afterSeq, limit)
  }

  findCredential(tokenHash: string) {
    return this.#storage.findCredential(tokenHash)
  }

  listCredentials(sessionIds: readonly string[]) {
    return this.#storage.listCredentials(sessionIds)
  }

  addCredentials(credentials: readonly SessionCredential[]) {
    return this.#storage.addCredentials(credentials)
  }

  noteCredentialUses(uses: readonly CredentialUse[]) {
    return this.#storage.noteCredentialUses(uses)
  }

  findPairing(secretHash: string, nowMs: number) {
    return this.#storage.findPairing(secretHash, nowMs)
  }

  openPairing(opened: Pairing, nowMs: number) {
    return this.#storage.openPairing(opened, nowMs)
  }

  claimPairing(code: string, sessionId: string, nowMs: number) {
    return this.#storage.claimPairing(code, sessionId, nowMs)
  }

  addPhoto(sessionId: string, photo: NewPhoto, limits: PhotoLimits) {
    return this.#storage.addPhoto(sessionId, photo, limits)
  }

  findUpload(sessionId: string, guestId: string, key: string) {
    return this.#storage.findUpload(sessionId, guestId, key)
  }

  storePhoto(sessionId: string, photo: Photo) {
    return this.#storage.storePhoto(sessionId, photo)
  }

  findPhoto(sessionId: string, id: string) {
    return this.#storage.findPhoto(sessionId, id)
  }

  readLoosePhotos(before: string, limit: number) {
    return this.#storage.readLoosePhotos(before, limit)
  }

  discardPhotos(sessionId: string, which: PhotoSelection) {
    return this.#storage.discardPhotos(sessionId, which)
  }

  forgetPhotos(sessionId: string, ids: readonly string[]) {
    return this.#storage.forgetPhotos(sessionId, ids)
  }

  beginEpoch(sessionId: string, lost: string, epoch: string) {
    return this.#storage.beginEpoch(sessionId, lost, epoch)
  }

  ping() {
    return this.#storage.ping()
  }

  probeWrite() {
    return this.#storage.probeWrite()
  }

  maintain(nowMs: number) {
    return this.#storage.maintain(nowMs)
  }

  close() {
    return this.#storage.close()
  }
}
