import type {
  ActedBy,
  GuestName,
  HostMessage,
  KnownGuest,
  ModerationSettings,
  ScreenControl,
  Session,
  WallEvent,
} from '@guestwall/protocol'
import type { CredentialRecord } from '../domain/credential-record.ts'
import type { KnownKey } from '../domain/known-key.ts'
import type { LogEvent } from '../domain/log-event.ts'
import type { SeenGuest } from '../domain/seen-guest.ts'
import type { FreePhoto } from '../domain/stored-photo.ts'
import type { ReactionWrite } from '../domain/tap.ts'
import type { CastBallot, StoredBallot, VoteRecord } from '../domain/vote-record.ts'

/** The reads and the writes of a transaction, both as data. */

/** The reads of a transaction. The session, its epoch and its head are always read. */
export interface ReadSet {
  readonly keys: readonly string[]
  readonly messageIds: readonly string[]
  /** The ids of all pinned messages. */
  readonly pinnedMessages: boolean
  /** The settings of moderation. */
  readonly settings: boolean
  /** The states that hosts have set for the screens. */
  readonly screens: boolean
  /** Those of these guests who have a message on the wall. */
  readonly shownAuthors: readonly string[]
  /** Guests by id. Those on which a host has acted are always read. */
  readonly guestIds: readonly string[]
  /** Every shown and pending message of these guests, or also every rejected one. */
  readonly messagesOf: { readonly guestIds: readonly string[]; readonly withRejected: boolean }
  readonly voteIds: readonly string[]
  /** The oldest messages that are not erased with their author's name, so many of them. */
  readonly oldestMessages: number
  readonly allVotes: boolean
  /** The open votes as well. */
  readonly openVotes: boolean
  /** The votes with ballots that no published tally counts as well. */
  readonly unpublishedVotes: boolean
  /** Every ballot of these votes. */
  readonly allBallotsOf: readonly string[]
  /** The ballots of these guests in these votes. */
  readonly ballots: { readonly voteIds: readonly string[]; readonly guestIds: readonly string[] }
  /** Those of these photos that are stored and that no message has. */
  readonly photoIds: readonly string[]
  /** Every credential of the session. */
  readonly credentials: boolean
}

/** The rows that were read under the session's lock. */
export interface LockedSession {
  readonly session: Session
  /** The host who chose its state; `null` where none has. */
  readonly stateBy: ActedBy | null
  readonly epoch: string
  readonly head: number
  /** The database's clock, in milliseconds since 1970, where several servers share the database and votes were read; otherwise `null`. */
  readonly clockMs: number | null
  /** The known ones of the keys. The messages and the votes that they name are read as well. */
  readonly knownKeys: readonly KnownKey[]
  readonly messages: readonly HostMessage[]
  /** The ids of the pinned messages, where they were asked for. */
  readonly pinnedIds: readonly string[]
  /** The settings of moderation, where they were asked for. */
  readonly settings: ModerationSettings | null
  /** The states that hosts have set for the screens, where they were asked for. */
  readonly screens: ScreenControl | null
  /** Those of the named guests who have a message on the wall. */
  readonly shownAuthors: readonly string[]
  /** Every guest on which a host has acted, and the named ones. */
  readonly guests: readonly KnownGuest[]
  /** Ascending by `ordinal`. */
  readonly votes: readonly VoteRecord[]
  readonly ballots: readonly StoredBallot[]
  /** Guests whose first ballot is in no published tally yet, of the votes read whose results are for voters. */
  readonly freshVoters: readonly Pick<StoredBallot, 'voteId' | 'guestId'>[]
  /** Those of the named photos that a message may have. */
  readonly photos: readonly FreePhoto[]
  /** In the order of their creation; empty where they were not read. */
  readonly credentials: readonly CredentialRecord[]
}

/** The function that a transaction runs behind the lock: pure, and called at least once. */
export type Decide<Result> = (locked: LockedSession) => { readonly writes: Writes; readonly result: Result }

/** The writes of a transaction. The head rises by the number of events. */
export interface Writes {
  readonly events: readonly NewEvent[]
  readonly keys: readonly KnownKey[]
  /** The session as it is then; `null` where it does not change. */
  readonly session: Session | null
  /** The host who chose its state. It is written with the session. */
  readonly stateBy: ActedBy | null
  /** Everything that guests left besides messages is deleted before the rest is written; `null`: nothing is. */
  readonly clearing: Clearing | null
  /** The settings of moderation as they are then; `null` where they do not change. */
  readonly settings: ModerationSettings | null
  /** The new states of the screens; `null` where they do not change. */
  readonly screens: ScreenControl | null
  /** Guests who were here, each once: their rows are made or updated first. */
  readonly seen: readonly SeenGuest[]
  readonly newMessages: readonly HostMessage[]
  /** In the order in which they apply, after the new messages. */
  readonly messageChanges: readonly (MessageChange | BanForgotten)[]
  /** Guests on which hosts acted, as they are then, each once. */
  readonly guests: readonly KnownGuest[]
  /** The new names of guests. After all other changes, they replace the names on their messages that were not erased (LOG-5). */
  readonly renames: readonly GuestName[]
  /** The votes that are new or changed, whole. */
  readonly votes: readonly VoteRecord[]
  /** The votes that are no more. They have no ballots. */
  readonly removedVotes: readonly string[]
  /** Every ballot that was cast or voided, in the order of the chain. */
  readonly casts: readonly CastBallot[]
  /** The changes of the reactions, in order, after all messages. They do not raise the head, and each transaction with some raises their version. */
  readonly reactions: readonly ReactionWrite[]
  /** The credentials that are new or revoked, whole. */
  readonly credentials: readonly CredentialRecord[]
}

/** Deletes the guests of a session, the reactions, the ballots and their chains, and erases what events and keys keep of them. */
export interface Clearing {
  /** The types of earlier events that name guests, and the data that replaces theirs. */
  readonly erasedEvents: readonly { readonly type: WallEvent['type']; readonly data: WallEvent['data'] }[]
  /** Replaces the hash of every command of the session. */
  readonly bodyHash: string
}

/** An event that is appended. */
export interface NewEvent {
  readonly logged: LogEvent
  /** The message that the event carries whole. Its body and its author's name are stored with the message alone (LOG-5). */
  readonly messageId: string | null
}

export interface MessageChange {
  readonly id: string
  /** A field that is present and `undefined` is erased. */
  readonly change: Partial<Pick<HostMessage, 'status' | 'content' | 'guestName' | 'pinned' | 'held' | 'decided' | 'photo' | 'beforeBan'>>
  /**
   * Replaces the body hash of the command that wrote the message; `null`: the hash stays. An erased message has none: a short text could be found
   * from its hash by trying (LOG-5).
   */
  readonly bodyHash: string | null
}

/** The guest of this id is not banned now: its messages forget what they were before a ban. */
export interface BanForgotten {
  readonly notBanned: string
}

/** Where the caller of `writeIf` expects the log. */
export interface Expected {
  readonly epoch: string
  readonly head: number
  /** Keys that must be unknown. */
  readonly newKeys: readonly string[]
}
