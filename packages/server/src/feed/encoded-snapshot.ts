/**
 * A snapshot as it is written, one object for all who ask between two events: what is made of it is made once and shared, so that sockets
 * that do not read hold the same bytes and not a copy each (SYNC-7).
 */
export class EncodedSnapshot {
  readonly json: string
  #poll: { readonly online: number; readonly bytes: Buffer<ArrayBuffer> } | null = null

  constructor(json: string) {
    this.json = json
  }

  /** The answer to a poll: the snapshot beside the present count. */
  pollAnswer(online: number): Buffer<ArrayBuffer> {
    if (this.#poll?.online !== online) {
      this.#poll = { online, bytes: Buffer.from(`{"snapshot":${this.json},"online":{"count":${online}}}`) }
    }
    return this.#poll.bytes
  }
}
