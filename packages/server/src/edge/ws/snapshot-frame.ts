import { encodeSnapshotFrame } from '@guestwall/protocol'
import type { EncodedSnapshot } from '../../feed/encoded-snapshot.ts'
import { textFrame } from '../../feed/text-frame.ts'

const frames = new WeakMap<EncodedSnapshot, Buffer>()

/** The snapshot as a frame: the same bytes for every socket that gets it. */
export function snapshotFrame(snapshot: EncodedSnapshot): Buffer {
  let frame = frames.get(snapshot)
  if (frame === undefined) {
    frame = textFrame(encodeSnapshotFrame(snapshot.json))
    frames.set(snapshot, frame)
  }
  return frame
}
