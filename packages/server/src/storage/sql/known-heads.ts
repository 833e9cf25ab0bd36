/** Sessions whose head is remembered: bounds the memory; far fewer are live at one time. */
const REMEMBERED_HEADS = 10_000

/** The furthest head of each log that this server has seen. A log that is shorter has lost commits (LOG-4). */
export class KnownHeads {
  readonly #heads = new Map<string, { readonly epoch: string; readonly head: number }>()

  /** The furthest head seen in this epoch; 0 when none was. */
  of(sessionId: string, epoch: string): number {
    const known = this.#heads.get(sessionId)
    return known?.epoch === epoch ? known.head : 0
  }

  note(sessionId: string, epoch: string, head: number): void {
    if (this.of(sessionId, epoch) > head) return
    this.#heads.delete(sessionId)
    this.#heads.set(sessionId, { epoch, head })
    // Forgets the session that was noted longest ago.
    if (this.#heads.size > REMEMBERED_HEADS) this.#heads.delete(this.#heads.keys().next().value as string)
  }
}
