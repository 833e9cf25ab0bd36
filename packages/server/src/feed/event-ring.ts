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
import type { LogEvent } from '../domain/log-event.ts'
import { seenEvent, type View } from '../log/decide/audience.ts'

/** The number of newest events kept for each session, each encoded once. It limits a session's memory: about 300 bytes an event. */
const RING_EVENTS = 1_000

interface Entry {
  readonly logged: LogEvent
  readonly json: Encoded<WallEvent>
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

  /** Adds the next event. A removal also erases the message in the ring (LOG-5): a replay must not show it again. */
  push(logged: LogEvent): void {
    if (logged.event.id !== this.end + 1) throw new Error(`event ${logged.event.id} does not follow ${this.end}`)
    const erased = erasure(logged.event)
    if (erased !== null) this.#erase(erased)
    const renamed = guestRename(logged.event)
    if (renamed !== null) this.#rename(renamed)
    this.#entries.push({ logged, json: encodeEvent(logged.event) })
    // Half of the array is dropped at a time: dropping one for each event added would move the whole array each time.
    if (this.#entries.length > 2 * RING_EVENTS) {
      this.#entries = this.#entries.slice(RING_EVENTS)
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
      const json = seenJson(view, entry)
      if (json !== null) {
        if (events.length >= limit.events || (bytes > 0 && bytes + json.length > limit.bytes)) break
        events.push(json)
        bytes += json.length
      }
      to = entry.logged.event.id
    }
    return { from, to, events }
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
      return { logged: { ...entry.logged, event: changed }, json: encodeEvent(changed) }
    })
  }
}

/** The event as the view may see it: in most cases the shared encoding. */
function seenJson(view: View, { logged, json }: Entry): Encoded<WallEvent> | null {
  const seen = seenEvent(view, logged)
  if (seen === null) return null
  return seen === logged.event ? json : encodeEvent(seen)
}
