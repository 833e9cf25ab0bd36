/** A busy database is written into its main file this often, so that a copy of the main file alone lacks no more than that. */
const CHECKPOINT_MS = 60_000

/** Decides when the write-ahead file is written into the main file. Pure: the caller reports what happened and carries it out. */
export class Upkeep {
  #hasWritten = false
  #hasErased = false
  /** Since `isDue` was called last. */
  #wroteLately = false
  #lastMs: number | null = null

  /** Reports a commit. `hasErased`: it erased a text that is still in the write-ahead file. */
  wrote(hasErased: boolean): void {
    this.#hasWritten = true
    this.#wroteLately = true
    this.#hasErased ||= hasErased
  }

  /** Whether it is due: at once after an erasure, when nothing was written since the last call, and every minute. */
  isDue(nowMs: number): boolean {
    const isIdle = !this.#wroteLately
    this.#wroteLately = false
    this.#lastMs ??= nowMs
    return this.#hasWritten && (this.#hasErased || isIdle || nowMs - this.#lastMs >= CHECKPOINT_MS)
  }

  /** Reports that everything is in the main file, and the write-ahead file is empty. */
  checkpointed(nowMs: number): void {
    this.#hasWritten = false
    this.#hasErased = false
    this.#lastMs = nowMs
  }
}
