import { isKnownEvent, type Position, type Snapshot, type WallEvent } from '@guestwall/protocol'
import type { Slice } from './apply-queue.ts'
import { type ReadStep, transportOf } from './client-state.ts'
import type { Draft } from './draft.ts'
import { startPolling, stopPolling } from './polling.ts'

/** Steps of the reader that wait for the events before them. Of more than these the oldest are read again as pages. */
const MAX_WAITING = 1_000

/**
 * The reader went on from `before`: by these events, or by a snapshot where `events` is left out. Events are emitted as they come. Where
 * a snapshot took the place of the log, the pages in between are read, and what comes meanwhile waits.
 */
export function followReader(draft: Draft, before: Position | null, events?: readonly WallEvent[]): void {
  const to = draft.reading.position
  if (to === null || draft.emitted === null || !draft.isListening) {
    draft.emitted = to
    draft.isEmitting = false
    return
  }
  if (events === undefined) draft.isEventGap = true
  else draft.unemitted = [...draft.unemitted, { before, events, to }].slice(-MAX_WAITING)
  emitNext(draft)
}

/** A page of the log. `false`: it does not continue what was emitted. */
export function takePage(draft: Draft, { epoch, from, to, events }: Slice): boolean {
  const { emitted: before, unemitted } = draft
  if (from !== before?.lastEventId) return false
  draft.isEventGap = false
  draft.unemitted = [{ before, events: events.filter(isKnownEvent), to: { epoch, lastEventId: to } }, ...unemitted]
  emitNext(draft)
  return true
}

/** The log began anew and cannot be read from where the listeners are. */
export function resetEvents(draft: Draft, { epoch, lastEventId, wall }: Snapshot): void {
  const emitted = { epoch, lastEventId }
  draft.isEventGap = false
  draft.emitted = emitted
  draft.isEmitting = false
  draft.effects.push({ type: 'emit', name: 'reset', args: [wall, emitted] })
  emitNext(draft)
}

/** Emits what can be emitted, and reads what is missing. */
export function emitNext(draft: Draft): void {
  const { emitted, unemitted, reading, isListening, isEventGap } = draft
  if (draft.isEmitting || transportOf(draft) === null) return
  const step = unemitted.find(({ before }) => isPast(emitted, before))
  if (step !== undefined) {
    draft.unemitted = unemitted.filter((other) => other !== step)
    emit(draft, step)
  } else if (isListening && (isEventGap || !isPast(emitted, reading.position))) startPolling(draft, 'pages')
  else stopPolling(draft, 'pages')
}

function emit(draft: Draft, { events, to }: ReadStep): void {
  const placed = events.map((event) => ({ event, position: { ...to, lastEventId: event.id } }))
  const unseen = placed.filter(({ position }) => !isPast(draft.emitted, position))
  draft.isEmitting = true
  if (unseen.length > 0) draft.effects.push({ type: 'emitEvents', events: unseen, to })
  else eventsEmitted(draft, { position: to })
}

/** Listeners were called up to `position`. If one of them closed the client, the rest follows after its next start. */
export function eventsEmitted(draft: Draft, { position }: { readonly position: Position | null }): void {
  if (draft.isEmitting && !isPast(draft.emitted, position)) draft.emitted = position
  draft.isEmitting = false
  emitNext(draft)
}

/** Whether everything up to `position` was emitted. Positions of different epochs cannot be compared. */
function isPast(emitted: Position | null, position: Position | null): boolean {
  return emitted?.epoch === position?.epoch && (emitted?.lastEventId ?? 0) >= (position?.lastEventId ?? 0)
}
