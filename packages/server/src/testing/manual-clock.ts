import type { Clock } from '../domain/ports.ts'

interface Timer {
  readonly dueMs: number
  readonly callback: () => void
}

/** Far from any date, so that a test sees where one kind of time is taken for the other. */
const START_MS = 5_000

/** A clock that stands still until it is moved. Timers run in the order of their time, those of one time in the order they were set. */
export class ManualClock implements Clock {
  #nowMs = START_MS
  /** What the wall time is ahead of the monotonic one. */
  #aheadMs: number
  readonly #timers = new Set<Timer>()

  constructor(wallMs = Date.parse('2026-11-22T10:00:00.000Z')) {
    this.#aheadMs = wallMs - START_MS
  }

  now(): number {
    return this.#nowMs
  }

  wallTime(): number {
    return this.#nowMs + this.#aheadMs
  }

  /** The machine's date is set by `ms` (back, where negative), as by a time server. No time passes. */
  stepWallTime(ms: number): void {
    this.#aheadMs += ms
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    const timer = { dueMs: this.#nowMs + Math.max(0, delayMs), callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Moves on by `ms`, running what falls due on the way. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms
    for (;;) {
      let next: Timer | undefined
      for (const timer of this.#timers) if (timer.dueMs <= endMs && (next === undefined || timer.dueMs < next.dueMs)) next = timer
      if (next === undefined) break
      this.#timers.delete(next)
      this.#nowMs = Math.max(this.#nowMs, next.dueMs)
      next.callback()
    }
    this.#nowMs = endMs
  }
}
