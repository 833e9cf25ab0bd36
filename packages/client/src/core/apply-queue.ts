import { type AnyEvent, applyEvent, isKnownEvent, type Position, type Snapshot, type Wall, type WallEvent } from '@guestwall/protocol'

/** The part of the log that was read: the wall, and the position at which it is true. Both are `null` before the first snapshot. */
export interface Reading {
  readonly wall: Wall | null
  readonly position: Position | null
}

/** A piece of the log from whichever transport: every visible event in (`from`, `to`] of `epoch` (SYNC-1). */
export interface Slice {
  readonly epoch: string
  readonly from: number
  readonly to: number
  readonly events: readonly AnyEvent[]
}

/** The result of a slice: the reading after it, and its new events. */
export interface Applied {
  readonly reading: Reading
  readonly events: readonly WallEvent[]
}

export const NOTHING_READ: Reading = { wall: null, position: null }

/**
 * Applies what of `slice` is new. The position moves only with the events, so a slice counts wholly or not at all. `null`: it does not
 * continue the position, so the log must be asked again from there (SYNC-2).
 */
export function applySlice(reading: Reading, slice: Slice): Applied | null {
  const { wall, position } = reading
  const { epoch, to } = slice
  if (wall === null || position?.epoch !== epoch || slice.from > position.lastEventId || !isAscending(slice)) return null
  if (to <= position.lastEventId) return { reading, events: [] }
  // A type this version does not know is passed over; the position still moves past it.
  const events = slice.events.filter(({ id }) => id > position.lastEventId).filter(isKnownEvent)
  return { reading: { wall: events.reduce(applyEvent, wall), position: { epoch, lastEventId: to } }, events }
}

/** Ids rise within (`from`, `to`]: a slice that is not as it says is refused. */
function isAscending({ from, to, events }: Slice): boolean {
  let last = from
  for (const { id } of events) {
    if (id <= last) return false
    last = id
  }
  return last <= to
}

/**
 * The reading after `snapshot`, the answer to a question asked at `asked`; `null` when it is older than what was read meanwhile.
 * One that is older than the question itself is taken: the log has no such position any more (LOG-4, SYNC-3).
 */
export function applySnapshot({ position }: Reading, snapshot: Snapshot, asked: Position | null): Reading | null {
  const { epoch, lastEventId, wall } = snapshot
  const isBehind = position?.epoch === epoch && lastEventId < position.lastEventId
  const wasBeyondHead = asked?.epoch === epoch && lastEventId < asked.lastEventId
  return isBehind && !wasBeyondHead ? null : { wall, position: { epoch, lastEventId } }
}
