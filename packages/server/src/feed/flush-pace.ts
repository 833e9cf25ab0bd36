/** On a busy wall, events are coalesced into one frame for at most this long. */
const MAX_WAIT_MS = 30
/** The event loop is kept busy up to this part of its time: what is left over takes bursts without a queue. */
const BUSY_SHARE = 0.5
/** Rounds of writes get this part of the time at least, however much else there is to do: what waits longest, arrives latest. */
const LEAST_SHARE = 0.3
/** The rest of the loop's work is measured over this time at least. */
const WINDOW_MS = 250

/**
 * Decides how long a session waits after a round of writes, so that events share the next one. The wait follows the time that the event loop has left
 * over. A hall with few commands is written to again soon. Where many commands arrive, rounds are rarer, and each of them carries more events.
 */
export class FlushPace {
  readonly #busyMs: () => number
  #sinceMs = 0
  #busyAtMs = 0
  /** The time of the rounds of this session since then. */
  #roundsMs = 0
  #otherShare = 0

  /** `busyMs`: the time that the event loop has worked since some moment. */
  constructor(busyMs: () => number) {
    this.#busyMs = busyMs
  }

  /** A round that took `tookMs` has ended. Returns how long the next one waits. */
  waitMs(tookMs: number, nowMs: number): number {
    this.#roundsMs += tookMs
    if (nowMs - this.#sinceMs >= WINDOW_MS) this.#measure(nowMs)
    const share = Math.max(LEAST_SHARE, BUSY_SHARE - this.#otherShare)
    return Math.min(MAX_WAIT_MS, (tookMs * (1 - share)) / share)
  }

  #measure(nowMs: number): void {
    const busyMs = this.#busyMs()
    this.#otherShare = Math.max(0, (busyMs - this.#busyAtMs - this.#roundsMs) / (nowMs - this.#sinceMs))
    this.#sinceMs = nowMs
    this.#busyAtMs = busyMs
    this.#roundsMs = 0
  }
}
