/** Time enters through this door; only `main.ts` and tests hold a real one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
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
