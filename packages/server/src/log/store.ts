import type { KnownGuest, ModerationSettings, ScreenControl, Wall } from '@guestwall/protocol'
import type { Audience, LogSlice } from '../domain/log-event.ts'
import type { SeenGuest } from '../domain/seen-guest.ts'
import type { Storage, StorageReader } from '../storage/storage.ts'
import type { ViewRole } from './decide/audience.ts'
import type { Command } from './decide/command.ts'
import type { BatchDecision } from './decide/decide-batch.ts'

/** The methods of the storage that the server uses directly. */
type PassedOn =
  | 'createSession'
  | 'deleteSession'
  | 'beginEpoch'
  | 'addCredentials'
  | 'noteCredentialUses'
  | 'findPairing'
  | 'openPairing'
  | 'claimPairing'
  | 'addPhoto'
  | 'storePhoto'
  | 'discardPhotos'
  | 'forgetPhotos'
  | 'probeWrite'
  | 'maintain'

/**
 * The log on its storage, as the server uses it. Arguments and results are plain data, because with SQLite they cross to a thread and back
 * (`stores/`). Rejects like `Storage`.
 */
export interface Store extends StorageReader, Pick<Storage, PassedOn> {
  /**
   * The only way into a log (LOG-2): decides the commands of one session on its locked state and commits them together. Resolves after the commit
   * is durable; `null` when there is no such session.
   */
  append(sessionId: string, batch: Batch): Promise<Committed | null>
  /** The walls at the head, as each role sees them; `null` when there is no such session. */
  readWalls(sessionId: string): Promise<StoredWalls | null>
}

/** Commands of one session that are decided and committed together, and everything that their decisions take from outside. */
export interface Batch {
  readonly commands: readonly Command[]
  /** The guests that this server has noted since the last batch, each once. */
  readonly seen?: readonly SeenGuest[]
  /** ISO 8601. */
  readonly now: string
  /** An id for each command that may need one. */
  readonly newIds: readonly string[]
}

/** A committed batch: what was written, and the outcome of each command, in order. */
export interface Committed {
  readonly slice: LogSlice
  readonly outcomes: BatchDecision['outcomes']
  readonly tallyDueInMs: BatchDecision['tallyDueInMs']
}

/** The wall in each view, and the position at which all are true. */
export interface StoredWalls {
  readonly epoch: string
  readonly head: number
  readonly walls: Readonly<Record<ViewRole, Wall>>
  readonly voters: readonly StoredVoters[]
  /** The ids of the revoked credentials. */
  readonly revoked: readonly string[]
  /** The guests on which a host has acted. */
  readonly guests: readonly KnownGuest[]
  readonly settings: ModerationSettings
  /** The states that hosts have set for the screens. */
  readonly screens: ScreenControl
  /** When the session was opened, or made. */
  readonly startedAt: string
}

/** Of a vote on these walls whose results are for voters: the audience of its counts now, and the guests who have voted. */
export interface StoredVoters {
  readonly voteId: string
  readonly audience: Audience
  readonly guestIds: readonly string[]
}
