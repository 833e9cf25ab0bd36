import {
  carries,
  type Encoded,
  type EncodedSlice,
  encodeEvent,
  erasure,
  type EventCarrying,
  type GuestName,
  guestRename,
  type HostMessage,
  type MessageChange,
  messageChange,
  type WallEvent,
} from '@guestwall/protocol'
import type { Audience, LogEvent } from '../domain/log-event.ts'
import { countsIn, GUEST_VIEW, narrowed, seenEvent, type View } from '../log/decide/audience.ts'
import { entryOf } from '../log/event-table.ts'

/** The number of newest events kept for each session, each encoded once. It limits a session's memory: about 300 bytes an event. */
const RING_EVENTS = 1_000

interface Entry {
  readonly logged: LogEvent
  /** The event as everyone sees it, where its audience is everyone; otherwise the whole event. */
  readonly json: Encoded<WallEvent>
  /** The vote whose counts it may carry. */
  readonly voteId: string | null
}

/** The size of a page: a number of events or of bytes, whichever is reached first. */
export interface PageLimit {
  readonly events: number
  readonly bytes: number
}

/** The tail of a log in memory: events `start + 1` to `end`, without a gap. */
export class EventRing {
  #start: number
  #entries: Entry[] = []
  /** The audience of each vote's counts now, for the votes of these events. */
  #audiences = new Map<string, Audience>()

  /** `start`: the position before the first event of the ring. */
  constructor(start: number) {
    this.#start = start
  }

  /** The position before the oldest event in the ring. */
  get start(): number {
    return this.#start
  }

  get end(): number {
    return this.#start + this.#entries.length
  }

  /**
   * Adds the next event. A change of a message also changes the earlier events that carry it, so that a replay never shows the text of a message
   * that was rejected or removed since (LOG-5, MOD-3). Counts that are hidden from now on are hidden in the earlier events too (VOTE-1).
   */
  push(logged: LogEvent): void {
    if (logged.event.id !== this.end + 1) throw new Error(`event ${logged.event.id} does not follow ${this.end}`)
    if (entryOf(logged.event).row === 'message') this.#changeCarriers(logged.event)
    const renamed = guestRename(logged.event)
    if (renamed !== null) this.#rename(renamed)
    this.#push(entryFor(logged))
    // Half of the array is dropped at a time: dropping one for each event added would move the whole array each time.
    if (this.#entries.length > 2 * RING_EVENTS) {
      const kept = this.#entries.slice(RING_EVENTS)
      this.#entries = []
      this.#audiences.clear()
      for (const entry of kept) this.#push(entry)
      this.#start += RING_EVENTS
    }
  }

  /** The events after `from` that the view may see, with those addressed to `guestId`, up to the limit; `null` when the ring does not hold them (any more, or yet). */
  slice(from: number, view: View, limit: PageLimit, guestId?: string): EncodedSlice | null {
    if (from < this.#start || from > this.end) return null
    const events: Encoded<WallEvent>[] = []
    let bytes = 0
    let to = from
    for (let index = from - this.#start; index < this.#entries.length; index += 1) {
      const entry = this.#entries[index] as Entry
      const json = this.#seenJson(view, entry, guestId)
      if (json !== null) {
        if (events.length >= limit.events || (bytes > 0 && bytes + json.length > limit.bytes)) break
        events.push(json)
        bytes += json.length
      }
      to = entry.logged.event.id
    }
    return { from, to, events }
  }

  #push(entry: Entry): void {
    this.#entries.push(entry)
    const { event, audience } = entry.logged
    if (entry.voteId !== null) this.#audiences.set(entry.voteId, audience)
    if (event.type === 'vote.removed') this.#audiences.set(event.data.id, 'hosts')
  }

  /** The event as the view may see it now: in most cases the shared encoding. */
  #seenJson(view: View, { logged, json, voteId }: Entry, guestId?: string): Encoded<WallEvent> | null {
    const audience = voteId === null ? undefined : this.#audiences.get(voteId)
    const now = audience === undefined ? logged : narrowed(logged, audience)
    if (view.role !== 'host' && now.audience === 'everyone') return json
    const seen = seenEvent(view, now, guestId)
    if (seen === null) return null
    return seen === logged.event && logged.isHidden !== true ? json : encodeEvent(seen)
  }

  #changeCarriers(changing: WallEvent): void {
    const changed = messageChange(changing)
    if (changed?.change.status === undefined) return
    const isHidden = changed.change.status !== 'shown'
    const erased = erasure(changing)
    this.#changeMessages(({ event, ...rest }) =>
      event.data.id === changed.id ? { ...rest, event: erased === null ? event : withoutErased(event, erased), isHidden } : null,
    )
  }

  /** A replay shows the new name too. */
  #rename({ guestId, guestName }: GuestName): void {
    this.#changeMessages(({ event, ...rest }) =>
      event.data.guestId === guestId && event.data.guestName !== ''
        ? { ...rest, event: { ...event, data: { ...event.data, guestName } } }
        : null,
    )
  }

  #changeMessages(changed: (logged: LogEvent & { readonly event: EventCarrying<'message'> }) => LogEvent | null): void {
    this.#entries = this.#entries.map((entry) => {
      const { event } = entry.logged
      const logged = carries(event, 'message') ? changed({ ...entry.logged, event }) : null
      return logged === null ? entry : entryFor(logged)
    })
  }
}

function entryFor(logged: LogEvent): Entry {
  const seen = logged.audience === 'everyone' ? seenEvent(GUEST_VIEW, logged) : null
  return { logged, json: encodeEvent(seen ?? logged.event), voteId: countsIn(logged.event) }
}

/** The event without the text that was erased, without the reasons that quote it, and without the photo. */
function withoutErased(event: EventCarrying<'message'>, { change: { content = '', guestName } }: MessageChange): WallEvent {
  const { held: _, photo: __, ...message } = event.data as HostMessage
  return { ...event, data: { ...message, content, guestName: guestName ?? message.guestName } }
}
