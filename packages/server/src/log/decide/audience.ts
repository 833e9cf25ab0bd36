import { carries, type EventCarrying, publicMessage, type Role, type Vote, type VotePayload, type WallEvent } from '@guestwall/protocol'
import type { Audience, LogEvent } from '../../domain/log-event.ts'

/** The roles by what they may see: a moderator sees what a host sees. */
export type ViewRole = Exclude<Role, 'moderator'>

/** The rights of a reader. Readers with equal views get the same bytes. */
export interface View {
  readonly role: ViewRole
  /** The votes whose counts are for voters and in which this guest has a ballot. */
  readonly voted: readonly string[]
}

export const HOST_VIEW: View = { role: 'host', voted: [] }
export const WALL_VIEW: View = { role: 'wall', voted: [] }
export const GUEST_VIEW: View = { role: 'guest', voted: [] }

/**
 * The event as this view may see it; `null` when it may not see it at all. `guestId`: the reader, where the result is for this reader alone and
 * contains the events that are addressed to it.
 */
export function seenEvent(view: View, { event, audience, by, recipient, isHidden = false }: LogEvent, guestId?: string): WallEvent | null {
  if (view.role === 'host') return by === undefined ? event : { ...event, by }
  if (audience === 'author') return recipient !== undefined && recipient === guestId ? withoutReasons(event) : null
  if (audience === 'screens') return view.role === 'wall' ? event : null
  if (audience === 'everyone') return isHidden && carries(event, 'message') ? withoutText(event) : event
  if (carries(event, 'tally')) {
    const data = seenTally(view, audience, event.data)
    return data === null ? null : { ...event, data }
  }
  if (carries(event, 'vote')) {
    const data = seenVote(view, audience, event.data)
    return data === null ? null : { ...event, data }
  }
  return null
}

/** The vote whose counts the event may carry; `null`: it carries none. */
export function countsIn(event: WallEvent): string | null {
  if (carries(event, 'tally')) return event.data.voteId
  return carries(event, 'vote') ? event.data.id : null
}

const WIDTH: Readonly<Record<Audience, number>> = { hosts: 0, author: 0, screens: 0, voters: 1, everyone: 2 }

/**
 * The event for a reader who reads it later, when the counts of its vote have the audience `now`: what a vote hides now, no earlier event of it shows
 * (VOTE-1). An audience that has become wider changes nothing: these counts were not shown.
 */
export function narrowed(logged: LogEvent, now: Audience): LogEvent {
  return WIDTH[now] < WIDTH[logged.audience] ? { ...logged, audience: now } : logged
}

/** The event for the author of a message that waits again: its text is the author's own, the reasons are for hosts (MOD-5). */
function withoutReasons(event: WallEvent): WallEvent {
  return carries(event, 'message') ? { ...event, data: publicMessage(event.data) } : event
}

/** The event of a message that is not shown now: it still counts, and is never shown (MOD-3). */
function withoutText(event: EventCarrying<'message'>): WallEvent {
  const { photo: _, ...data } = event.data
  return { ...event, data: { ...data, content: '', guestName: '' } }
}

/** The vote as this view may see it; only hosts see a draft. */
export function seenVote(view: View, audience: Audience, vote: Vote): Vote | null {
  if (view.role === 'host') return vote
  if (vote.state === 'draft') return null
  return { ...vote, tally: vote.tally === null ? null : seenTally(view, audience, vote.tally) }
}

/** A wall screen shows the number of ballots, also where it may not show the counts. */
function seenTally(view: View, audience: Audience, tally: VotePayload): VotePayload | null {
  if (audience === 'everyone' || (audience === 'voters' && view.voted.includes(tally.voteId))) return tally
  return view.role === 'wall' ? { ...tally, counts: {} } : null
}
