import {
  carries,
  type Encoded,
  type EncodedSlice,
  encodeEvent,
  erasure,
  type GuestName,
  guestRename,
  type MessageChange,
  type WallMessage,
  type WallEvent,
} from '@guestwall/protocol'
import type { Audience, LogEvent } from '../domain/log-event.ts'
import { countsIn, narrowed, seenEvent, type View } from '../log/decide/audience.ts'

/** The number of newest events kept for each session, each encoded once. It limits a session's memory: about 300 bytes an event. */
const RING_EVENTS = 1_000

interface Entry {
  readonly logged: LogEvent
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
   * Adds the next event. A removal also erases the message in the ring (LOG-5), and counts that are hidden from now on are hidden in the earlier events
   * too (VOTE-1): a replay must not show them again.
   */
  push(logged: LogEvent): void {
    if (logged.event.id !== this.end + 1) throw new Error(`event ${logged.event.id} does not follow ${this.end}`)
    const erased = erasure(logged.event)
    if (erased !== null) this.#erase(erased)
    const renamed = guestRename(logged.event)
    if (renamed !== null) this.#rename(renamed)
    this.#push({ logged, json: encodeEvent(logged.event), voteId: countsIn(logged.event) })
    // Half of the array is dropped at a time: dropping one for each event added would move the whole array each time.
    if (this.#entries.length > 2 * RING_EVENTS) {
      const kept = this.#entries.slice(RING_EVENTS)
      this.#entries = []
      this.#audiences.clear()
      for (const entry of kept) this.#push(entry)
      this.#start += RING_EVENTS
    }
  }

  /** The events after `from` that the view may see, up to the limit; `null` when the ring does not hold them (any more, or yet). */
  slice(from: number, view: View, limit: PageLimit): EncodedSlice | null {
    if (from < this.#start || from > this.end) return null
    const events: Encoded<WallEvent>[] = []
    let bytes = 0
    let to = from
    for (let index = from - this.#start; index < this.#entries.length; index += 1) {
      const entry = this.#entries[index] as Entry
      const json = this.#seenJson(view, entry)
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
    if (entry.voteId !== null) this.#audiences.set(entry.voteId, entry.logged.audience)
  }

  /** The event as the view may see it now: in most cases the shared encoding. */
  #seenJson(view: View, { logged, json, voteId }: Entry): Encoded<WallEvent> | null {
    const audience = voteId === null ? undefined : this.#audiences.get(voteId)
    const seen = seenEvent(view, audience === undefined ? logged : narrowed(logged, audience))
    if (seen === null) return null
    return seen === logged.event ? json : encodeEvent(seen)
  }

  #erase({ id, change }: MessageChange): void {
    const { content = '', guestName } = change
    this.#changeMessages((message) => (message.id === id ? { content, guestName: guestName ?? message.guestName } : null))
  }

  /** A replay shows the new name too. */
  #rename({ guestId, guestName }: GuestName): void {
    this.#changeMessages((message) => (message.guestId === guestId && message.guestName !== '' ? { guestName } : null))
  }

  #changeMessages(changeOf: (message: WallMessage) => Partial<WallMessage> | null): void {
    this.#entries = this.#entries.map((entry) => {
      const { event } = entry.logged
      const change = carries(event, 'message') ? changeOf(event.data) : null
      if (change === null) return entry
      const changed = { ...event, data: { ...event.data, ...change } } as WallEvent
      return { ...entry, logged: { ...entry.logged, event: changed }, json: encodeEvent(changed) }
    })
  }
}
