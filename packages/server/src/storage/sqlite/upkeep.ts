/** A busy database is brought into its main file this often, so that a copy of that file alone lacks no more. */
const CHECKPOINT_MS = 60_000

/** When the write-ahead file is brought into the main file. Pure: the thread tells what happened and carries it out. */
export class Upkeep {
  #hasWritten = false
  #hasErased = false
  /** Since it was asked last. */
  #wroteLately = false
  #lastMs: number | null = null

  /** A commit. `hasErased`: it took a text away that still stands in the write-ahead file. */
  wrote(hasErased: boolean): void {
    this.#hasWritten = true
    this.#wroteLately = true
    this.#hasErased ||= hasErased
  }

  /** Whether it is time: at once for what was erased, when nothing was written since it was asked last, and each minute. */
  isDue(nowMs: number): boolean {
    const isIdle = !this.#wroteLately
    this.#wroteLately = false
    this.#lastMs ??= nowMs
    return this.#hasWritten && (this.#hasErased || isIdle || nowMs - this.#lastMs >= CHECKPOINT_MS)
  }

  /** All of it is in the main file, and the write-ahead file is empty. */
  checkpointed(nowMs: number): void {
    this.#hasWritten = false
    this.#hasErased = false
    this.#lastMs = nowMs
  }
}
