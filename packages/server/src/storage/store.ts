import type { Role, Session, Wall, WallMessage } from '@guestwall/protocol'
import type { Audience, LogSlice } from '../domain/log-event.ts'
import type { ChainEntry, StoredBallot, VoteRecord } from '../domain/vote-record.ts'
import type { Command } from '../log/decide/command.ts'
import type { BatchDecision } from '../log/decide/decide-batch.ts'

/** Commands of one session to be decided and committed together, and what the decisions take from outside. Plain data: it may cross to a thread. */
export interface Batch {
  readonly commands: readonly Command[]
  /** ISO 8601. */
  readonly now: string
  /** An id for each command that may need one. */
  readonly newIds: readonly string[]
}

/** A committed batch: what was written, for whoever reads the log live, and what each command came to. */
export interface Committed {
  readonly slice: LogSlice
  readonly outcomes: BatchDecision['outcomes']
  readonly tallyDueInMs: BatchDecision['tallyDueInMs']
}

/** The wall as each role sees it, and the position at which all are true. */
export interface StoredWalls {
  readonly epoch: string
  readonly head: number
  readonly walls: Readonly<Record<Role, Wall>>
  /** Of the votes on these walls whose results are for voters: who sees their counts now, and who has voted. */
  readonly voters: readonly StoredVoters[]
}

export interface StoredVoters {
  readonly voteId: string
  readonly audience: Audience
  readonly guestIds: readonly string[]
}

/** Where a session's log stands. */
export interface StoredHead {
  readonly epoch: string
  readonly head: number
  /** Some ballots are in no published tally yet. */
  readonly hasUnpublishedBallots: boolean
}

/** A page of messages, newest first, strictly before `before` (an event id), at most `limit`. */
export interface MessagePageQuery {
  readonly statuses: readonly WallMessage['status'][]
  readonly before: number | null
  readonly limit: number
}

/** A new session: its log is empty. */
export interface NewSession {
  readonly session: Session
  readonly epoch: string
}

/**
 * What must last. Implemented by SQLite and PostgreSQL, both held by `store.contract.ts`.
 * Every method rejects with `StoreUnavailable` when the database cannot answer; whether a commit then happened is not known,
 * and the same keys may be offered again.
 */
export interface Store {
  /** Adds a session. Answers false, having changed nothing, when its code is taken. */
  createSession(created: NewSession): Promise<boolean>
  /** By id or canonical code; `null` when there is none. */
  findSession(idOrCode: string): Promise<Session | null>
  /** Newest first. */
  listSessions(limit: number): Promise<Session[]>
  /**
   * The one path that writes the order (LOG-2). In one transaction: locks the session's row, reads what the commands name, decides
   * them (`decideBatch`), writes the events, what they mean for the tables, the keys and the head, commits. Resolves after the commit
   * is durable; `null` when there is no such session. Several servers may append to one session at a time: the row lock serialises
   * them.
   */
  append(sessionId: string, batch: Batch): Promise<Committed | null>
  /** At most `limit` events after `from`, with bodies erased where they were removed (LOG-5); `null` when there is no such session. */
  readEvents(sessionId: string, from: number, limit: number): Promise<LogSlice | null>
  /** The walls at the head, read in one consistent view; `null` when there is no such session. */
  readWalls(sessionId: string): Promise<StoredWalls | null>
  readMessages(sessionId: string, page: MessagePageQuery): Promise<WallMessage[]>
  /** Where the log of each session that exists stands, in one query. */
  readHeads(sessionIds: readonly string[]): Promise<Map<string, StoredHead>>
  /** Every vote of a session, drafts included, ascending by `ordinal`. */
  readVotes(sessionId: string): Promise<VoteRecord[]>
  /** A guest's own ballot, and the hash of its entry in the chain; `null` when there is none. */
  readBallot(sessionId: string, voteId: string, guestId: string): Promise<{ ballot: StoredBallot; hash: string } | null>
  /** A vote's ballots, ascending by guest, after `afterGuestId` (`''`: from the first), at most `limit`. */
  readBallots(sessionId: string, voteId: string, afterGuestId: string, limit: number): Promise<StoredBallot[]>
  /** A vote's chain of ballots, ascending, after entry `afterSeq`, at most `limit`. */
  readChain(sessionId: string, voteId: string, afterSeq: number, limit: number): Promise<ChainEntry[]>
  /**
   * Begins a new epoch for every session, because the database has lost commits (LOG-4): only if `sessionId` is still in `lost`, so that
   * several servers that notice the same loss begin one new epoch between them. Answers whether it did.
   */
  beginEpoch(sessionId: string, lost: string, epoch: string): Promise<boolean>
  /** Rejects unless the database answers. */
  ping(): Promise<void>
  /** Commits something small, as large as a few messages. Rejects unless the database takes writes. */
  probeWrite(): Promise<void>
  /** What the database needs between writes; called about every second, `nowMs` on a clock that never goes back. Rejects when it cannot go on. */
  maintain(nowMs: number): Promise<void>
  close(): Promise<void>
}

/** The store as one sees it who only reads: exports, the recount. */
export type StoreReader = Omit<Store, 'createSession' | 'append' | 'beginEpoch' | 'probeWrite' | 'maintain'>

/** The database cannot answer now. Retry with the same key. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}
