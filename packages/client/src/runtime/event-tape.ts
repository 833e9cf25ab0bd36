import { isKnownEvent, type Position, type WallEvent } from '@guestwall/protocol'

import type { ClientEvents } from '../types.ts'
import type { HttpDelivery } from './http-delivery.ts'
import type { Listeners } from './listeners.ts'
import type { Reader } from './reader.ts'
import type { Store } from './store.ts'

/** Steps of the reader that wait for the pages before them. More than these are asked for again as pages. */
const MAX_WAITING = 1_000

/**
 * Tells listeners every event of the log, in order, once, without a hole (SYNC-8). What the reader applies is told as it comes. Where a
 * snapshot took the place of the log, the pages in between are asked for, while what comes meanwhile waits.
 */
export interface EventTape {
  /** The reader went on from `before`: by these events, or by a snapshot where they are left out. */
  onRead(before: Position | null, events?: readonly WallEvent[]): void
  /** Tells what can be told and asks for what is missing. */
  goOn(): void
  /** What is still to be told waits for the next start. */
  close(): void
}

export interface EventTapeParts {
  readonly reader: Pick<Reader, 'position'>
  readonly store: Pick<Store, 'afterwards'>
  readonly listeners: { readonly [Name in 'event' | 'reset']: Listeners<Parameters<ClientEvents[Name]>> }
  /** Where an earlier client's listener stopped. */
  readonly from: Position | null
  /** `null` while nothing can be asked: before the join, and when the client is closed. */
  way(): unknown
  /** Polls for pages, however far behind, on behalf of a reader. */
  pagesFor(reader: Omit<Reader, 'wall'>): HttpDelivery
}

interface Step {
  readonly before: Position | null
  readonly events: readonly WallEvent[]
  readonly to: Position
}

export function createEventTape({ reader, store, listeners, from, way, pagesFor }: EventTapeParts): EventTape {
  /** Everything up to here was told. `null`: the first reading is where it begins. */
  let told = from
  const waiting: Step[] = []
  const pages = pagesFor({
    position: () => told,
    takeSlice({ epoch, from: begin, to, events }) {
      if (begin !== told?.lastEventId) return false
      store.afterwards(() => {
        tell(events.filter(isKnownEvent), { epoch, lastEventId: to })
        goOn()
      })
      return true
    },
    takeSnapshot({ epoch, lastEventId, wall }) {
      store.afterwards(() => {
        told = { epoch, lastEventId }
        listeners.reset.emit(wall, told)
        goOn()
      })
    },
  })

  /** Whether everything up to `position` was told. Positions of different epochs cannot be compared. */
  function hasTold(position: Position | null): boolean {
    return told?.epoch === position?.epoch && (told?.lastEventId ?? 0) >= (position?.lastEventId ?? 0)
  }

  function tell(events: readonly WallEvent[], to: Position): void {
    for (const event of events) {
      // A listener may close the client: the rest is told after its next start.
      if (way() === null) return
      const position = { ...to, lastEventId: event.id }
      if (hasTold(position)) continue
      told = position
      listeners.event.emit(event, position)
    }
    if (!hasTold(to)) told = to
  }

  function goOn(): void {
    for (const step of waiting.splice(0)) {
      if (hasTold(step.before)) tell(step.events, step.to)
      else waiting.push(step)
    }
    if (hasTold(reader.position()) || !listeners.event.isHeard()) pages.stop()
    else ask()
  }

  function ask(): void {
    if (way() !== null) pages.start()
  }

  return {
    onRead(before, events) {
      const to = reader.position()
      store.afterwards(() => {
        if (to === null || told === null || !listeners.event.isHeard()) told = to
        // The server says what follows a snapshot, also where that is older than what was told.
        else if (events === undefined) ask()
        else {
          if (waiting.push({ before, events, to }) > MAX_WAITING) waiting.shift()
          goOn()
        }
      })
    },
    goOn,
    close: pages.stop,
  }
}
