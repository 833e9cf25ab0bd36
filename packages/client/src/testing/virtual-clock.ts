import type { Clock } from '../types.ts'

/** Rounds of microtasks that a step waits for: more than the longest chain of promises in the client. */
const SETTLE_ROUNDS = 60

/** Lets every promise that is ready run, without real time. */
export async function settle(rounds: number = SETTLE_ROUNDS): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await Promise.resolve()
}

interface Timer {
  readonly atMs: number
  /** Timers of the same moment fire in the order they were set. */
  readonly turn: number
  readonly callback: () => void
}

/** Far from any date, so that a test sees where one kind of time is taken for the other. */
const START_MS = 5_000

/** Time that moves only when a test says so. Deterministic: same calls, same order. */
export class VirtualClock implements Clock {
  #nowMs = START_MS
  /** What the wall time is ahead of the monotonic one. */
  #aheadMs: number
  #turns = 0
  #timers: Timer[] = []

  constructor(wallMs: number = Date.UTC(2026, 10, 22, 10)) {
    this.#aheadMs = wallMs - START_MS
  }

  now(): number {
    return this.#nowMs
  }

  wallTime(): number {
    return this.#nowMs + this.#aheadMs
  }

  /** The device's date is set by `ms` (back, where negative). No time passes. */
  stepWallTime(ms: number): void {
    this.#aheadMs += ms
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    this.#turns += 1
    const timer: Timer = { atMs: this.#nowMs + Math.max(0, delayMs), turn: this.#turns, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Timers that have not fired. */
  get pending(): number {
    return this.#timers.length
  }

  /** The moment of the next timer, `null` when there is none. */
  get nextMs(): number | null {
    return this.#next()?.atMs ?? null
  }

  /** Fires every timer due in the next `ms`, in order, letting promises run after each; then time stands `ms` later. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms
    await settle()
    while (this.step(endMs)) await settle()
    this.#nowMs = endMs
    await settle()
  }

  /** Fires the next timer that is due by `untilMs`, if any. For a scheduler of its own, which then lets promises run. */
  step(untilMs: number): boolean {
    const next = this.#next()
    if (next === undefined || next.atMs > untilMs) return false
    this.#timers = this.#timers.filter((other) => other !== next)
    this.#nowMs = Math.max(this.#nowMs, next.atMs)
    next.callback()
    return true
  }

  /** Time passes without a timer firing, as for a sleeping laptop; what fell due fires at the next `advance`. */
  sleep(ms: number): void {
    this.#nowMs += ms
  }

  #next(): Timer | undefined {
    return this.#timers.reduce<Timer | undefined>(
      (first, timer) => (first === undefined || isBefore(timer, first) ? timer : first),
      undefined,
    )
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.turn < b.turn)
}
