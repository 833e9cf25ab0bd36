import { carries, type Vote, type WallEvent } from '@guestwall/protocol'
import type { LogEvent } from '../domain/log-event.ts'
import { GUEST_VIEW, countsIn, narrowed, seenEvent } from '../log/decide/audience.ts'
import type { Audience } from '../domain/log-event.ts'

/** Of the tallies of one vote that follow each other faster, the last is enough for a replay. */
const TALLY_EVERY_MS = 2_000

/** A vote that guests see at the end, and the readers who may see its counts. */
export interface KeptVote {
  readonly vote: Vote
  readonly counts: Audience
}

/**
 * Reads a log in order and keeps the events of what guests see at its end: of the messages that are shown, and of the votes that guests see.
 * Everything else leaves no trace, not even an empty event: the fold of what is kept is the wall that a guest has at the end. Events about the
 * session are left out, because they carry its earlier titles; so are new names, because each message carries its author's present name.
 */
export class GuestEvents {
  readonly #votes: ReadonlyMap<string, KeptVote>
  readonly #messages = new Set<string>()

  constructor(votes: ReadonlyMap<string, KeptVote>) {
    this.#votes = votes
  }

  /** The events of one page. */
  keep(page: readonly LogEvent[]): WallEvent[] {
    return withFewerTallies(page.flatMap((logged) => this.#kept(logged) ?? []))
  }

  #kept(logged: LogEvent): WallEvent | null {
    const voteId = countsIn(logged.event)
    const vote = voteId === null ? undefined : this.#votes.get(voteId)
    const event = seenEvent(GUEST_VIEW, voteId === null ? logged : narrowed(logged, vote?.counts ?? 'hosts'))
    if (event === null) return null
    if (carries(event, 'message')) return this.#message(event, logged.isHidden === true)
    if (carries(event, 'tally')) return vote === undefined ? null : event
    // The texts of a vote are those of the end: a host may have corrected them.
    if (carries(event, 'vote')) {
      if (vote === undefined) return null
      const { question, options } = vote.vote
      return { ...event, data: { ...event.data, question, options } }
    }
    const isAboutKept = MESSAGE_CHANGES.has(event.type) && 'id' in event.data && this.#messages.has(event.data.id)
    return isAboutKept ? event : null
  }

  #message<Event extends WallEvent & { readonly data: { readonly id: string } }>(event: Event, isHidden: boolean): Event | null {
    if (isHidden) return null
    this.#messages.add(event.data.id)
    return event
  }
}

/** The events that name a message without carrying it. A message that was removed is never kept. */
const MESSAGE_CHANGES: ReadonlySet<WallEvent['type']> = new Set<WallEvent['type']>(['message.rejected', 'message.unpinned'])

function withFewerTallies(events: readonly WallEvent[]): WallEvent[] {
  const nextAt = new Map<string, number>()
  const kept: WallEvent[] = []
  for (const event of events.toReversed()) {
    if (carries(event, 'tally')) {
      const at = Date.parse(event.at)
      const next = nextAt.get(event.data.voteId)
      if (next !== undefined && next - at < TALLY_EVERY_MS) continue
      nextAt.set(event.data.voteId, at)
    }
    kept.push(event)
  }
  return kept.reverse()
}
