import type {
  HostMessage,
  KnownGuest,
  MessageCounts,
  ModerationSettings,
  Photo,
  ScreenControl,
  Session,
  WallMessage,
} from '@guestwall/protocol'
import type { CredentialRecord, SessionCredential } from '../domain/credential-record.ts'
import type { LogSlice } from '../domain/log-event.ts'
import type { NewPhoto, PhotoLimits, PhotoName, PhotoSelection, ShownPhoto } from '../domain/stored-photo.ts'
import type { CountedReaction, Tap } from '../domain/tap.ts'
import type { ChainEntry, StoredBallot, VoteRecord } from '../domain/vote-record.ts'
import type { Decide, Expected, ReadSet, Writes } from './transaction.ts'

/**
 * The storage port: transactions and readers. It holds rows and knows no rule; the log decides what is written (`log/session-log.ts`). SQLite,
 * PostgreSQL and the storage in memory implement it, and `storage.contract.ts` holds all three.
 *
 * Every method rejects with `StoreUnavailable` when the database cannot answer. It is then not known whether a write was committed: the caller
 * may repeat it under the same keys.
 */
export interface Storage extends StorageReader {
  /** Adds a session with an empty log. Returns false, and changes nothing, when its code is taken. */
  createSession(created: NewSession): Promise<boolean>
  /**
   * One transaction of one session (LOG-2): locks the session's row, reads `reads` behind the lock, calls `decide` with what it read, writes what
   * `decide` returns, commits. Resolves after the commit is durable; `null` when there is no such session. The lock makes the transactions of a
   * session serial, also those of other servers. `decide` is pure and waits for nothing; if it throws, nothing is written. Rejects with
   * `LostCommits` when the log is shorter than this server has seen it.
   */
  transact<Result>(sessionId: string, reads: ReadSet, decide: Decide<Result>): Promise<Result | null>
  /**
   * Only where a read costs: writes without one, if the log is still where the caller expects it and the keys are unknown. Returns false, and changes
   * nothing, when it is not so.
   */
  writeIf?(sessionId: string, expected: Expected, writes: Writes): Promise<boolean>
  /** The rows of the walls, read in one consistent view; `null` when there is no such session. */
  readWall(sessionId: string): Promise<StoredWall | null>
  /**
   * Begins a new epoch for every session, because the database has lost commits (LOG-4). Does so only while `sessionId` is still in `lost`, so
   * that several servers that notice one loss begin one new epoch. Returns whether it did.
   */
  beginEpoch(sessionId: string, lost: string, epoch: string): Promise<boolean>
  /**
   * Deletes a session with everything that belongs to it, if the condition holds behind its lock. Returns whether it did, when nothing is
   * left. From its first transaction on nobody finds the session; its rows follow in parts. A deletion that was interrupted is finished by
   * `maintain`, or by the next start. What was deleted is overwritten in the files of the embedded store.
   */
  deleteSession(sessionId: string, only: DeleteCondition): Promise<boolean>
  /** Adds credentials beside the log. One whose id its session has already is left as it is. */
  addCredentials(credentials: readonly SessionCredential[]): Promise<void>
  /** Notes the last uses. An older time never replaces a newer one. */
  noteCredentialUses(uses: readonly CredentialUse[]): Promise<void>
  /** The pairing of the screen with this secret; `null` where it has none, or where it has ended. */
  findPairing(secretHash: string, nowMs: number): Promise<Pairing | null>
  /**
   * Opens a pairing for a screen, or returns the one that the screen has and that has not ended. `null`: another screen has that code. Deletes the
   * pairings that have ended.
   */
  openPairing(opened: Pairing, nowMs: number): Promise<Pairing | null>
  /** Gives the screen with this code to a session: to one only, however many ask. Returns the hash of its secret; `null`: no screen has the code. */
  claimPairing(code: string, sessionId: string, nowMs: number): Promise<string | null>
  /**
   * Notes an upload that begins, unless the session or the guest has so many. Its row stands before its pictures, so that none is forgotten. Discards
   * the oldest uploads of the session that no message has, where there are too many.
   */
  addPhoto(sessionId: string, photo: NewPhoto, limits: PhotoLimits): Promise<AddedPhoto>
  /**
   * The pictures of a noted upload are stored. Resolves with the photo of its guest and key: another one where an upload under the same key was stored
   * first. `null`: the upload is not there any more.
   */
  storePhoto(sessionId: string, photo: Photo): Promise<Photo | null>
  /** Those of these photos that no message has: from now on none can get one. Their pictures may be deleted, and then `forgetPhotos`. */
  discardPhotos(sessionId: string, which: PhotoSelection): Promise<readonly string[]>
  /** Deletes the rows of discarded photos. */
  forgetPhotos(sessionId: string, ids: readonly string[]): Promise<void>
  /** Commits a row as large as a few messages. Rejects unless the database takes writes. */
  probeWrite(): Promise<void>
  /** Does what the database needs between writes. Called about every second; `nowMs` is monotonic. Rejects when the database cannot go on. */
  maintain(nowMs: number): Promise<void>
}

/** The readers of the port that exports, audits and backups need as well. */
export interface StorageReader {
  /** By id or canonical code; `null` when there is none. */
  findSession(idOrCode: string): Promise<Session | null>
  /** Newest first. */
  listSessions(limit: number): Promise<Session[]>
  /** The sessions that wait for an opening at `now` (ISO 8601) or before, at most `limit`. */
  readDueOpenings(now: string, limit: number): Promise<string[]>
  /** The sessions, drafts excepted, in which nothing has happened since `before` (ISO 8601), ascending by id, after `afterId`, at most `limit`. */
  readQuietSessions(before: string, afterId: string, limit: number): Promise<QuietSession[]>
  /** At most `limit` events after `from`, with bodies erased where they were removed (LOG-5); `null` when there is no such session. */
  readEvents(sessionId: string, from: number, limit: number): Promise<LogSlice | null>
  /** Without the fields that are for hosts only. */
  readMessages(sessionId: string, page: MessagePageQuery): Promise<WallMessage[]>
  /** A page of messages as hosts see them, and the counts of all messages at the same moment. */
  readHostMessages(sessionId: string, page: HostMessagePageQuery): Promise<HostMessagePage>
  /** Messages of every status as hosts see them, oldest first. */
  findMessages(sessionId: string, which: MessageSelection): Promise<HostMessage[]>
  readGuests(sessionId: string, page: GuestPageQuery): Promise<ListedGuest[]>
  /** The position of each session's log, in one query. Sessions that do not exist are absent. */
  readHeads(sessionIds: readonly string[]): Promise<Map<string, StoredHead>>
  /** Every vote of a session, drafts included, ascending by `ordinal`. */
  readVotes(sessionId: string): Promise<VoteRecord[]>
  /** A guest's own ballot, and the hash of its entry in the chain; `null` when there is none. */
  readBallot(sessionId: string, voteId: string, guestId: string): Promise<{ ballot: StoredBallot; hash: string } | null>
  /** A vote's ballots, ascending by guest, after `afterGuestId` (`''`: from the first), at most `limit`. */
  readBallots(sessionId: string, voteId: string, afterGuestId: string, limit: number): Promise<StoredBallot[]>
  /** A vote's chain of ballots, ascending, after entry `afterSeq`, at most `limit`. */
  readChain(sessionId: string, voteId: string, afterSeq: number, limit: number): Promise<ChainEntry[]>
  /** The reactions to those of these messages that are shown, and the version of all reactions of the session, in one consistent view; `null` when there is no such session. */
  readReactions(sessionId: string, messageIds: readonly string[]): Promise<StoredReactions | null>
  /** The newest reactions of each of these guests to messages that are shown, at most `limit` of each, newest first. Those that were taken back are not among them. */
  readOwnReactions(sessionId: string, guestIds: readonly string[], limit: number): Promise<Tap[]>
  /** The credential whose token has this hash, also a revoked one; `null` when there is none. */
  findCredential(tokenHash: string): Promise<SessionCredential | null>
  /** The credentials of these sessions, the revoked ones included, in the order of their creation. */
  listCredentials(sessionIds: readonly string[]): Promise<SessionCredential[]>
  /** The stored photo of a guest and key; `null` when there is none. */
  findUpload(sessionId: string, guestId: string, key: string): Promise<Photo | null>
  /** The facts that decide who may read a photo; `null` where no message has it. */
  findPhoto(sessionId: string, id: string): Promise<ShownPhoto | null>
  /** Photos that no message has: of removed messages, and uploads that began before `before` (ISO 8601). At most `limit`. */
  readLoosePhotos(before: string, limit: number): Promise<PhotoName[]>
  /** Rejects unless the database answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** `full`: the session or the guest has as many photos as it may have. `unsent`: the guest has as many that no message has yet. */
export type AddedPhoto = 'added' | 'full' | 'unsent' | 'noSession'

/** `head`: only while the log ends there. `credentialId`: only while this credential is not revoked. */
export interface DeleteCondition {
  readonly head?: number
  readonly credentialId?: string
}

/** A session in which nothing happens. `lastAt`: its newest event, or its creation, ISO 8601. `retentionDays`: its own; `null`: the server's. */
export interface QuietSession {
  readonly id: string
  readonly head: number
  readonly lastAt: string
  readonly retentionDays: number | null
}

/** A new session: its log is empty. */
export interface NewSession {
  readonly session: Session
  readonly epoch: string
  /** The credentials that it begins with. */
  readonly credentials?: readonly CredentialRecord[]
}

/** The time of a credential's last use, ISO 8601. */
export interface CredentialUse {
  readonly sessionId: string
  readonly id: string
  readonly at: string
}

/** A screen that shows a code until a host pairs it. */
export interface Pairing {
  readonly code: string
  /** Only the hash of the screen's secret is stored. */
  readonly secretHash: string
  /** Unix milliseconds. */
  readonly endsAtMs: number
}

/** The rows of the walls of a session, and the position at which they are true. */
export interface StoredWall {
  readonly epoch: string
  readonly head: number
  readonly session: Session
  /** The newest messages, and the newest pinned ones before them, ascending by `eventId`. */
  readonly messages: { readonly shown: readonly WallMessage[]; readonly forHosts: readonly HostMessage[] }
  /** The number of all messages that are shown. */
  readonly messageCount: number
  /** The guests on which a host has acted. */
  readonly guests: readonly KnownGuest[]
  readonly settings: ModerationSettings
  readonly screens: ScreenControl
  /** When the session was opened, or made. */
  readonly startedAt: string
  /** Ascending by `ordinal`: at least the newest `WALL_VOTES` of all votes, and of those past their draft. */
  readonly votes: readonly VoteRecord[]
  /** The guests with a ballot, of those of these votes that are past their draft and whose results are for voters. */
  readonly voters: readonly { readonly voteId: string; readonly guestIds: readonly string[] }[]
  /** The ids of the revoked credentials. */
  readonly revoked: readonly string[]
}

/** The position of a session's log. */
export interface StoredHead {
  readonly epoch: string
  readonly head: number
  /** Some ballots are in no published tally yet. */
  readonly hasUnpublishedBallots: boolean
  /** Grows with every change of the session's reactions. */
  readonly reactionsVersion: number
}

/** Counts of reactions, each kind that a guest has. */
export interface StoredReactions {
  readonly version: number
  readonly counted: readonly CountedReaction[]
}

/** A page of messages, newest first, strictly before `before` (an event id), at most `limit`. */
export interface MessagePageQuery {
  readonly statuses: readonly WallMessage['status'][]
  readonly before: number | null
  readonly limit: number
}

/** A page of guests, descending by id, strictly before `before`, at most `limit`. `name`: only those whose name contains it, in any case and width. */
export interface GuestPageQuery {
  readonly before: string | null
  readonly name: string
  readonly limit: number
}

/** A guest, and the number of its messages that are not removed. */
export interface ListedGuest {
  readonly guest: KnownGuest
  readonly messages: number
}

/** `after`: oldest first instead, strictly after an event; `before` is then without effect. */
export interface HostMessagePageQuery extends MessagePageQuery {
  readonly after: number | null
}

/** The messages that the events in (`from`, `to`] created, or those with these ids (at most some hundreds). */
export type MessageSelection = { readonly from: number; readonly to: number } | { readonly ids: readonly string[] }

export interface HostMessagePage {
  readonly messages: HostMessage[]
  readonly counts: MessageCounts
}

/** The database cannot answer now. The caller may repeat the command with the same key. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable'
}

/** The log is shorter than this server has seen it: an older database has replaced the one that was there (LOG-4). */
export class LostCommits extends StoreUnavailable {
  override readonly name = 'LostCommits'
  readonly epoch: string

  constructor(epoch: string) {
    super('the database has lost commits')
    this.epoch = epoch
  }
}
