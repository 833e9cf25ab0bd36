import type { ConnectionState, ViewBallot, ViewMessage } from '@guestwall/client'
import type { Position, Wall, WallEvent } from '@guestwall/protocol'
import type { Audience } from '@guestwall/server/testing'

/** The wall that a client reads: everybody's, or the hosts'. */
export type Readership = 'everyone' | 'hosts'

/** An event as the database committed it. */
export interface Logged {
  readonly event: WallEvent
  readonly audience: Audience
}

/** An event as a transport brought it. */
export interface Brought {
  readonly id: number
  readonly type: string
  readonly data: unknown
}

/** A ballot as the database committed it. */
export interface CountedBallot {
  readonly voteId: string
  readonly guestId: string
  readonly key: string
  readonly optionIds: readonly string[]
  /** The event of its commit that comes after it, or would: where it stands among opening, tallies and close. */
  readonly before: number
}

/** The record of a run, as the simulation saw it from outside: the only input of the checker. */
export type HistoryRecord = { readonly atMs: number } & (
  | {
      readonly kind: 'committed'
      readonly epoch: string
      readonly from: number
      readonly events: readonly Logged[]
      readonly ballots: readonly CountedBallot[]
    }
  /** A guest's tap. `tab` survives reloads, `client` does not. */
  | { readonly kind: 'tapped'; readonly tab: string; readonly client: string; readonly key: string; readonly body: string }
  /** The client promised that the message survives it. */
  | { readonly kind: 'kept'; readonly key: string }
  | { readonly kind: 'acked'; readonly client: string; readonly key: string; readonly messageId: string; readonly eventId: number }
  /** A copy of a post reached the server by HTTP, or was put on a socket. */
  | { readonly kind: 'arrived'; readonly client: string; readonly key: string; readonly transport: 'http' | 'socket' }
  /** Refused for good. */
  | { readonly kind: 'refused'; readonly client: string; readonly key: string; readonly code: string }
  /** A refused message that its guest took away. */
  | { readonly kind: 'discarded'; readonly client: string; readonly key: string }
  /** A guest's choice in a vote, under the key that the client gave it. */
  | {
      readonly kind: 'chose'
      readonly client: string
      readonly key: string
      readonly voteId: string
      readonly optionIds: readonly string[]
    }
  /** An acknowledgement of a ballot reached its client. */
  | {
      readonly kind: 'ballotAcked'
      readonly client: string
      readonly key: string
      readonly voteId: string
      readonly optionIds: readonly string[]
    }
  /** A final refusal of a ballot reached its client. */
  | { readonly kind: 'ballotRefused'; readonly client: string; readonly key: string; readonly code: string }
  | { readonly kind: 'opened'; readonly client: string; readonly audience: Readership }
  /** The client is no more: left, reloaded or killed. */
  | { readonly kind: 'closed'; readonly client: string }
  /** The device sleeps: no promise about time holds for its clients until they next speak. */
  | { readonly kind: 'slept'; readonly client: string }
  | { readonly kind: 'polled'; readonly client: string }
  /** A client said hello on a new socket. */
  | { readonly kind: 'greeted'; readonly client: string; readonly transport: string; readonly position: Position | null }
  | { readonly kind: 'welcomed'; readonly client: string; readonly transport: string; readonly head: number; readonly recovered: boolean }
  /** A range of the log that reached a client, over the socket or poll `transport`. `asked`: where a poll asked from. */
  | {
      readonly kind: 'slice'
      readonly client: string
      readonly transport: string
      readonly epoch: string | null
      readonly from: number
      readonly to: number
      readonly events: readonly Brought[]
    }
  /** A frame with events was lost on a socket that lives on. */
  | { readonly kind: 'swallowed'; readonly client: string; readonly transport: string }
  | {
      readonly kind: 'snapshot'
      readonly client: string
      readonly transport: string
      readonly epoch: string
      readonly position: number
      readonly wall: Wall
    }
  /** The view of the client after a change. */
  | {
      readonly kind: 'viewed'
      readonly client: string
      readonly state: ConnectionState
      readonly position: Position | null
      readonly wall: Wall | null
      readonly messages: readonly ViewMessage[]
      /** This guest's own choices. */
      readonly ballots: readonly ViewBallot[]
      /** The guest that the server says it is: before that it cannot know its own messages by their author. */
      readonly guestId: string | null
    }
  /** The network healed and time passed: what the database holds and what each client came to. */
  | {
      readonly kind: 'ended'
      readonly log: readonly Logged[]
      readonly walls: Readonly<Record<Readership, Wall>>
      readonly votes: readonly StoredVote[]
      readonly clients: readonly Ended[]
    }
)

/** A vote as the database ends with it. */
export interface StoredVote {
  readonly voteId: string
  readonly counts: Readonly<Record<string, number>>
  readonly ballots: number
  readonly chain: number
  /** Each guest's ballot. */
  readonly choices: readonly { readonly guestId: string; readonly optionIds: readonly string[] }[]
}

export interface Ended {
  readonly client: string
  readonly state: ConnectionState
  /** The state that a healthy client of its kind is in. */
  readonly wanted: ConnectionState
  readonly position: Position | null
  readonly wall: Wall | null
  readonly waitingToSend: number
  readonly ballots: readonly ViewBallot[]
  readonly guestId: string | null
  /** It knows of every ballot of its guest: no other page could have voted, or been told, without its knowing. */
  readonly isAlone: boolean
}

/** A rule that did not hold. */
export interface Violation {
  /** Ids of the rule, such as `C3`. */
  readonly rule: string
  readonly what: string
  /** The record at which it showed. */
  readonly record: number
}
