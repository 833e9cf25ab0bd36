/** The clock is injected: only `main.ts` and tests hold a real one. */
export interface Clock {
  /**
   * Monotonic milliseconds from an arbitrary start: for durations, limits, leases and deadlines. It is not a date, and is neither stored nor sent.
   * A correction of the machine's clock does not change it.
   */
  now(): number
  /** Milliseconds since 1970: for dates that people read or other machines compare. It may jump, also backwards: never take a difference of two. */
  wallTime(): number
  /** Runs `callback` once after `delayMs`; the returned function cancels it. A timer does not keep the process alive. */
  setTimer(delayMs: number, callback: () => void): () => void
}

/** The random source is injected. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A new id of at least 96 random bits, safe in a URL. */
  id(): string
  /** A new join code. */
  code(): string
}

/** Resolves after `ms`. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(ms, resolve)
  })
}

/** Calls `run` repeatedly, `intervalMs` after its last end; the returned function stops it. */
export function every(clock: Clock, intervalMs: number, run: () => void | Promise<void>): () => void {
  let cancel = () => {}
  let isEnded = false
  const schedule = () => {
    if (isEnded) return
    cancel = clock.setTimer(intervalMs, () => {
      const running = run()
      if (running === undefined) schedule()
      else void running.finally(schedule)
    })
  }
  schedule()
  return () => {
    isEnded = true
    cancel()
  }
}
