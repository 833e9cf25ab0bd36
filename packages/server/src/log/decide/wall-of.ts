import { type HostMessage, keepWindow, type Session, type Wall, type WallMessage } from '@guestwall/protocol'
import { GUEST_VIEW, HOST_VIEW, seenVote, type View, type ViewRole, WALL_VIEW } from './audience.ts'
import { countsAudience, voteOf } from './publication.ts'
import type { VoteRecord } from '../../domain/vote-record.ts'

/** The stored parts of a session from which its walls are made. */
export interface WallParts {
  readonly session: Session
  /** Ascending by `eventId`: at least those that a wall keeps. */
  readonly messages: { readonly shown: readonly WallMessage[]; readonly forHosts: readonly HostMessage[] }
  readonly messageCount: number
  /** Ascending by `ordinal`: at least those that a wall keeps, with drafts and without. */
  readonly votes: readonly VoteRecord[]
}

/** The wall in each view, made from the tables. It equals what the reducer makes from the log (LOG-3). */
export function wallsOf(parts: WallParts): Record<ViewRole, Wall> {
  return { guest: wallOf(GUEST_VIEW, parts), wall: wallOf(WALL_VIEW, parts), host: wallOf(HOST_VIEW, parts) }
}

function wallOf(view: View, { session, messages, messageCount, votes }: WallParts): Wall {
  return keepWindow({
    session,
    messages: [...(view.role === 'host' ? messages.forHosts : messages.shown)],
    messageCount,
    votes: votes.flatMap((record) => seenVote(view, countsAudience(record), voteOf(record)) ?? []),
  })
}
