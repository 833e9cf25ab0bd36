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

/** Whoever reads along, after the reader has. */
export interface Follower {
  /** Events that were applied just now. */
  readEvents(events: readonly WallEvent[], epoch: string): void
  /** The wall was replaced. */
  readWall(wall: Wall, epoch: string): void
}

/** `onRead` hears of each step: from where it went on, by these events, or by a snapshot where they are left out. */
export function createReader(follower: () => Follower, onRead: (before: Position | null, events?: readonly WallEvent[]) => void): Reader {
  let reading = NOTHING_READ
  return {
    position: () => reading.position,
    wall: () => reading.wall,
    takeSlice(slice) {
      const applied = applySlice(reading, slice)
      if (applied === null) return false
      const { position } = reading
      reading = applied.reading
      follower().readEvents(applied.events, slice.epoch)
      onRead(position, applied.events)
      return true
    },
    takeSnapshot(snapshot, asked) {
      const next = applySnapshot(reading, snapshot, asked)
      if (next === null) return
      reading = next
      follower().readWall(snapshot.wall, snapshot.epoch)
      onRead(asked)
    },
  }
}
