import { type Encoded, encodePollSnapshot, type Snapshot } from '@guestwall/protocol'

/**
 * An encoded snapshot, shared by all readers that ask for it between two events. Its encodings are made once, so that slow sockets hold the
 * same bytes and not a copy each (SYNC-7).
 */
export class EncodedSnapshot {
  readonly json: Encoded<Snapshot>
  #poll: { readonly online: number; readonly bytes: Buffer<ArrayBuffer> } | null = null

  constructor(json: Encoded<Snapshot>) {
    this.json = json
  }

  /** The answer to a poll: the snapshot and the current online count. */
  pollAnswer(online: number): Buffer<ArrayBuffer> {
    if (this.#poll?.online !== online) {
      this.#poll = { online, bytes: Buffer.from(encodePollSnapshot(this.json, { count: online })) }
    }
    return this.#poll.bytes
  }
}
