import type { Position, Snapshot, Wall, WallEvent } from '@guestwall/protocol'
import { applySlice, applySnapshot, NOTHING_READ, type Slice } from '../core/apply-queue.ts'

/** The one place where the log arrives, whichever transport brings it (SYNC-5). */
export interface Reader {
  position(): Position | null
  wall(): Wall | null
  /** `false`: the slice does not continue the position, and the log must be asked again from there (SYNC-2). */
  takeSlice(slice: Slice): boolean
  /** `asked` is the position that the question held. */
  takeSnapshot(snapshot: Snapshot, asked: Position | null): void
}

export interface ReaderParts {
  /** Events that were applied just now. */
  onEvents(events: readonly WallEvent[], epoch: string): void
  /** The wall was replaced. */
  onReplaced(wall: Wall, epoch: string): void
}

export function createReader({ onEvents, onReplaced }: ReaderParts): Reader {
  let reading = NOTHING_READ
  return {
    position: () => reading.position,
    wall: () => reading.wall,
    takeSlice(slice) {
      const outcome = applySlice(reading, slice)
      if (outcome.kind === 'applied') {
        reading = outcome.reading
        onEvents(outcome.events, slice.epoch)
      }
      return outcome.kind !== 'gap'
    },
    takeSnapshot(snapshot, asked) {
      const next = applySnapshot(reading, snapshot, asked)
      if (next === null) return
      reading = next
      onReplaced(snapshot.wall, snapshot.epoch)
    },
  }
}
