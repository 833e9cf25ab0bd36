import type { ActedBy, BeforeBan, WallEvent } from '@guestwall/protocol'

/**
 * The readers who may see an event whole (LOG-6). `voters`: hosts, and guests with a ballot in the vote of the event. The other readers see a
 * vote's event without counts. `author`: hosts, and the guest who is the event's `recipient`. `screens`: hosts, and wall screens.
 */
export type Audience = 'everyone' | 'voters' | 'hosts' | 'author' | 'screens'

/** An event of a log, with its audience. */
export interface LogEvent {
  readonly event: WallEvent
  readonly audience: Audience
  /**
   * The guests whose first ballot this event publishes, of a vote whose results are for voters. Every server learns its voters from here.
   * No reader receives this field (VOTE-5).
   */
  readonly voters?: readonly string[]
  /** The host, helper or screen whose act this is. Only the host view has it (MOD-6). */
  readonly by?: ActedBy
  /** The guest who may see an event for its `author`. No reader receives this field. */
  readonly recipient?: string
  /** The message that the event carries is not shown now: only hosts see its text and its author's name (MOD-3). */
  readonly isHidden?: boolean
  /** The event takes a message away with a ban: what the message was. The message's row keeps it, and no reader receives this field. */
  readonly beforeBan?: BeforeBan
}

/** A part of a log: every event in (`from`, `to`], ascending. */
export interface LogSlice {
  readonly epoch: string
  readonly from: number
  readonly to: number
  readonly events: readonly LogEvent[]
}
