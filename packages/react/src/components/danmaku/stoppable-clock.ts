/** A clock that can stand. While it goes it is `lostMs` behind the real one; while it stands it is `stoodMs`. */
export type StoppableClock = { readonly isRunning: true; readonly lostMs: number } | { readonly isRunning: false; readonly stoodMs: number }

export const RUNNING_CLOCK: StoppableClock = { isRunning: true, lostMs: 0 }

export function readClock(clock: StoppableClock, realMs: number): number {
  return clock.isRunning ? realMs - clock.lostMs : clock.stoodMs
}

/** The clock from now on. It never jumps. Returns the same object when nothing changes. */
export function setRunning(clock: StoppableClock, isRunning: boolean, realMs: number): StoppableClock {
  if (clock.isRunning === isRunning) return clock
  const nowMs = readClock(clock, realMs)
  return isRunning ? { isRunning, lostMs: realMs - nowMs } : { isRunning, stoodMs: nowMs }
}
