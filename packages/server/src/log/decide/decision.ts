import type { ActedBy, HostMessage, KnownGuest, ModerationSettings, ScreenControl, Session } from '@guestwall/protocol'
import type { CredentialRecord } from '../../domain/credential-record.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import type { FreePhoto } from '../../domain/stored-photo.ts'
import type { CastBallot, StoredBallot, VoteRecord } from '../../domain/vote-record.ts'

/** The part of a session's state on which a batch is decided, read under the session's row lock. */
export interface DecisionState {
  session: Session
  /** The host who chose its state; `null` where none has. */
  stateBy: ActedBy | null
  /** The messages that the commands name. */
  readonly messages: Map<string, HostMessage>
  /** The ids of the pinned messages, where a command pins one. */
  readonly pinned: Set<string>
  /** The settings of moderation, where a command changes them. */
  settings: ModerationSettings | null
  /** The states that hosts have set for the screens, where a command changes them or may take a message away. */
  screens: ScreenControl | null
  /** Of the guests whose first message may wait: those who have one on the wall. */
  readonly shownAuthors: Set<string>
  /** Every guest on which a host has acted, and those that the commands name. */
  readonly guests: Map<string, KnownGuest>
  /** The votes that the commands name or may change. */
  readonly votes: Map<string, VoteRecord>
  /** The ballots that the commands may change, by `ballotKey`. */
  readonly ballots: Map<string, StoredBallot>
  /** The guests whose first ballot no published tally counts yet, by vote, where the results are for voters. */
  readonly freshVoters: Map<string, Set<string>>
  /** The photos that a new message may have. */
  readonly photos: Map<string, FreePhoto>
  /** Every credential of the session, where a command needs them. */
  readonly credentials: Map<string, CredentialRecord>
}

/** Everything that a decision takes from outside. */
export interface DecisionContext {
  /** ISO 8601. */
  readonly now: string
  /** Milliseconds since 1970 by the clock that all servers share: it paces the tallies. */
  readonly clockMs: number
  /** The id that the next event gets. */
  readonly nextEventId: number
  /** The id for the message or vote that this command creates. */
  readonly newId: string
}

/** The decision of one command: the events, and the message or vote of the command. */
export interface Decision {
  /** Ascending, from `nextEventId` on. */
  readonly logged: readonly LogEvent[]
  readonly messageId: string | null
  readonly voteId: string | null
  /** The votes that change, with their new state. */
  readonly votes: readonly VoteRecord[]
  /** The votes that are no more. */
  readonly removedVotes: readonly string[]
  /** The new entries of the votes' chains, in order: ballots that are cast or voided. */
  readonly casts: readonly CastBallot[]
  /** The credentials that are new or revoked, with their new state. */
  readonly credentials: readonly CredentialRecord[]
  /** Whether everything that guests left is erased (LIFE-3). Its events erase the messages and empty the votes. */
  readonly clears: boolean
}

export const NOTHING_HAPPENS: Decision = {
  logged: [],
  messageId: null,
  voteId: null,
  votes: [],
  removedVotes: [],
  casts: [],
  credentials: [],
  clears: false,
}
