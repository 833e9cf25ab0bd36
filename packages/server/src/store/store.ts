import type { Session, Wall, WallMessage } from '@guestwall/protocol'
import type { Command } from '../domain/command.ts'
import type { BatchDecision } from '../domain/decide-batch.ts'
import type { LogEvent } from '../domain/decide.ts'

/** Commands of one session to be decided and committed together, and what the decisions take from outside. Plain data: it may cross to a thread. */
export interface Batch {
  readonly commands: readonly Command[]
  /** ISO 8601. */
  readonly now: string
  /** An id for each command that may need one. */
  readonly newIds: readonly string[]
}

/** A slice of a log: every event in (`from`, `to`], ascending. */
export interface LogSlice {
  readonly epoch: string
  readonly from: number
  readonly to: number
  readonly events: readonly LogEvent[]
}

/** A committed batch: what was written, for whoever reads the log live, and what each command came to. */
export interface Committed {
  readonly slice: LogSlice
  readonly outcomes: BatchDecision['outcomes']
}

/** The wall as each audience sees it, and the position both are true at. */
export interface StoredWalls {
  readonly epoch: string
  readonly head: number
  readonly everyone: Wall
  readonly hosts: Wall
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
  /** Epoch and head of each session that exists, in one query. */
  readHeads(sessionIds: readonly string[]): Promise<Map<string, { epoch: string; head: number }>>
  /** Rejects unless the database answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** The database cannot answer now. Retry with the same key. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}
