import type { WallEvent } from '@guestwall/protocol'
import { type LogEvent, seenEvent, type View } from '../log/decide/audience.ts'
import { carriedMessage, erasureOf } from '../log/decide/decide.ts'

/** The newest events of a session, each encoded once. Bounds a session's memory: some 300 bytes an event. */
const RING_EVENTS = 1_000

interface Entry {
  readonly logged: LogEvent
  readonly json: string
}

/** A slice of the log for one view, as JSON: the text of an array's items, and how far it reaches. */
export interface EncodedSlice {
  readonly to: number
  readonly items: readonly string[]
}

/** Where a page of a replay ends: at a number of events or of bytes, whichever comes first. */
export interface PageLimit {
  readonly events: number
  readonly bytes: number
}

/** The tail of a log in memory: events `start + 1` to `end`, without a hole. */
export class EventRing {
  #start: number
  #entries: Entry[] = []

  /** `start`: the position before the first event that it will hold. */
  constructor(start: number) {
    this.#start = start
  }

  /** The position before the oldest event held. */
  get start(): number {
    return this.#start
  }

  get end(): number {
    return this.#start + this.#entries.length
  }

  /** Adds the next event. What was removed is erased here too (LOG-5), or a replay would bring it back. */
  push(logged: LogEvent): void {
    if (logged.event.id !== this.end + 1) throw new Error(`event ${logged.event.id} does not follow ${this.end}`)
    if (logged.event.type === 'message.removed') this.#erase(logged.event.data)
    this.#entries.push({ logged, json: JSON.stringify(logged.event) })
    // Cut in halves: dropping one from the front for each one added would move the whole array each time.
    if (this.#entries.length > 2 * RING_EVENTS) {
      this.#entries = this.#entries.slice(RING_EVENTS)
      this.#start += RING_EVENTS
    }
  }

  /** The events after `from` as the view has them, up to the limit; `null` when they are no longer, or not yet, held. */
  slice(from: number, view: View, limit: PageLimit): EncodedSlice | null {
    if (from < this.#start || from > this.end) return null
    const items: string[] = []
    let bytes = 0
    let to = from
    for (let index = from - this.#start; index < this.#entries.length; index += 1) {
      const entry = this.#entries[index] as Entry
      const json = seenJson(view, entry)
      if (json !== null) {
        if (items.length >= limit.events || (bytes > 0 && bytes + json.length > limit.bytes)) break
        items.push(json)
        bytes += json.length
      }
      to = entry.logged.event.id
    }
    return { to, items }
  }

  #erase(removed: Extract<WallEvent, { type: 'message.removed' }>['data']): void {
    const { content, guestName } = erasureOf(removed)
    this.#entries = this.#entries.map((entry) => {
      const { event } = entry.logged
      const message = carriedMessage(event)
      if (message === null || message.id !== removed.id) return entry
      const erased = { ...event, data: { ...message, content, guestName: guestName ?? message.guestName } } as LogEvent['event']
      return { logged: { ...entry.logged, event: erased }, json: JSON.stringify(erased) }
    })
  }
}

/** The event as the view has it: mostly what was encoded once for all. */
function seenJson(view: View, { logged, json }: Entry): string | null {
  const seen = seenEvent(view, logged)
  if (seen === null) return null
  return seen === logged.event ? json : JSON.stringify(seen)
}
