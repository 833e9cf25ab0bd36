/** Time enters through this port; only `main.ts` and tests hold a real one. */
export interface Clock {
  /**
   * Monotonic milliseconds from an arbitrary start: for durations, limits, leases and deadlines. Never a date, never stored, never sent.
   * A correction of the machine's clock does not move it.
   */
  now(): number
  /** Milliseconds since 1970: for what people read and what other machines compare. It may step, also backwards: never a duration. */
  wallTime(): number
  /** Runs `callback` once after `delayMs`; the answer cancels it. Never keeps the process alive. */
  setTimer(delayMs: number, callback: () => void): () => void
}

/** Chance enters through this door. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A new id: 96 random bits or more, safe in a URL. */
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

/** Calls `run` again and again, `intervalMs` after it last ended; the answer ends it. */
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
