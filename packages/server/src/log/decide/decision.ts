import type { Session, WallMessage } from '@guestwall/protocol'
import type { LogEvent } from '../../domain/log-event.ts'
import type { CastBallot, StoredBallot, VoteRecord } from '../../domain/vote-record.ts'

/** The part of a session's state that its commands are decided on, read under the session's row lock. */
export interface DecisionState {
  session: Session
  /** The messages that the commands name. */
  readonly messages: Map<string, WallMessage>
  /** The votes that the commands name or touch. */
  readonly votes: Map<string, VoteRecord>
  /** The ballots that the commands may change, by `ballotKey`. */
  readonly ballots: Map<string, StoredBallot>
  /** By vote, guests whose first ballot has not been published yet, where the results are for voters. */
  readonly freshVoters: Map<string, Set<string>>
}

/** What comes from outside the decision. */
export interface DecisionContext {
  /** ISO 8601. */
  readonly now: string
  /** The store's clock, in milliseconds since the epoch: one for all servers, it paces the tallies. */
  readonly clockMs: number
  /** The id that the next event gets. */
  readonly nextEventId: number
  /** For what this command makes. */
  readonly newId: string
}

/** What is to happen: the events, and the message or the vote that the command was about. */
export interface Decision {
  /** Ascending, from `nextEventId` on. */
  readonly logged: readonly LogEvent[]
  readonly messageId: string | null
  readonly voteId: string | null
  /** The votes that change, as they are then. */
  readonly votes: readonly VoteRecord[]
  /** Entries of the votes' chains, in order: ballots that are cast, and ballots that are voided. */
  readonly casts: readonly CastBallot[]
}

export const NOTHING_HAPPENS: Decision = { logged: [], messageId: null, voteId: null, votes: [], casts: [] }
