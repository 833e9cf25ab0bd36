import type { Position, Snapshot } from '@guestwall/protocol'
import { applySlice, applySnapshot, type Slice } from './apply-queue.ts'
import type { Draft } from './draft.ts'
import { followReader } from './event-stream.ts'
import { requeueLost } from './outbox.ts'
import { settleByEvents, updateOutbox } from './sending.ts'

/*
 * The only place where the log is applied, over all transports (SYNC-5): first to the wall, then to the outbox, then to the event stream.
 */

/** `false`: the slice does not continue the position, and the log must be read again from there (SYNC-2). */
export function readSlice(draft: Draft, slice: Slice): boolean {
  const applied = applySlice(draft.reading, slice)
  if (applied === null) return false
  const { position } = draft.reading
  draft.reading = applied.reading
  settleByEvents(draft, applied.events, slice.epoch)
  followReader(draft, position, applied.events)
  return true
}

/** `asked` is the position in the question. */
export function readSnapshot(draft: Draft, snapshot: Snapshot, asked: Position | null): void {
  const reading = applySnapshot(draft.reading, snapshot, asked)
  if (reading === null) return
  draft.reading = reading
  updateOutbox(draft, requeueLost(draft.outbox, snapshot.wall, snapshot.epoch, draft.nowMs))
  followReader(draft, asked)
}
