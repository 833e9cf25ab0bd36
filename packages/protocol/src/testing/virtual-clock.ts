/** Rounds of microtasks in `settle`: more than the longest chain of promises in the client. */
const SETTLE_ROUNDS = 60

/** Lets every promise that is ready run, without real time. */
export async function settle(rounds: number = SETTLE_ROUNDS): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await Promise.resolve()
}

interface Timer {
  readonly atMs: number
  /** Timers of one moment fire in the order they were set. */
  readonly ordinal: number
  readonly callback: () => void
  isOver: boolean
}

/** Far from any date, so that a test fails where monotonic time is taken for wall time. */
const START_MS = 5_000

/**
 * Time that moves only when a test moves it: the one clock of all tests, on both ends and in the simulation. The same calls give the same order.
 * Timers are in a binary heap, because a simulation sets hundreds of thousands.
 */
export class VirtualClock {
  #nowMs = START_MS
  /** The wall time minus the monotonic time. */
  #aheadMs: number
  #ordinals = 0
  #pending = 0
  readonly #heap: Timer[] = []

  /** `wallMs`: the wall time at the start. */
  constructor(wallMs: number = Date.UTC(2026, 10, 22, 10)) {
    this.#aheadMs = wallMs - START_MS
  }

  /** Monotonic milliseconds. */
  now(): number {
    return this.#nowMs
  }

  /** Milliseconds since 1970. */
  wallTime(): number {
    return this.#nowMs + this.#aheadMs
  }

  /** Milliseconds since this clock was made. */
  get elapsedMs(): number {
    return this.#nowMs - START_MS
  }

  /** The date of the machine is changed by `ms` (back, where negative), as by a time server. No time passes. */
  stepWallTime(ms: number): void {
    this.#aheadMs += ms
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    this.#ordinals += 1
    this.#pending += 1
    const timer: Timer = { atMs: this.#nowMs + Math.max(0, delayMs), ordinal: this.#ordinals, callback, isOver: false }
    this.#push(timer)
    return () => this.#end(timer)
  }

  /** Timers that have not fired. */
  get pending(): number {
    return this.#pending
  }

  /** The moment of the next timer, `null` when there is none. */
  get nextMs(): number | null {
    return this.#next()?.atMs ?? null
  }

  /** Fires the next timer that is due by `untilMs`. `false`, with the time at `untilMs`, when there is none. */
  step(untilMs: number): boolean {
    const next = this.#next()
    if (next === null || next.atMs > untilMs) {
      this.#nowMs = Math.max(this.#nowMs, untilMs)
      return false
    }
    this.#pop()
    this.#end(next)
    // After `sleep` a timer may be overdue: time does not go back to it.
    this.#nowMs = Math.max(this.#nowMs, next.atMs)
    next.callback()
    return true
  }

  /** Fires every timer that is due in the next `ms`, in order; then the time is `ms` later. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms
    while (this.step(endMs));
  }

  /** Like `advance`, and lets promises run before and after each timer. */
  async run(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms
    await settle()
    while (this.step(endMs)) await settle()
    await settle()
  }

  /** Time passes without a timer, as for a sleeping laptop. Timers that became due fire at the next `advance`, `run` or `step`. */
  sleep(ms: number): void {
    this.#nowMs += ms
  }

  #end(timer: Timer): void {
    if (timer.isOver) return
    timer.isOver = true
    this.#pending -= 1
  }

  /** The first timer of the heap that is not cancelled. */
  #next(): Timer | null {
    while (this.#heap[0]?.isOver === true) this.#pop()
    return this.#heap[0] ?? null
  }

  #push(timer: Timer): void {
    const heap = this.#heap
    let at = heap.push(timer) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(timer, heap[parent] as Timer)) break
      heap[at] = heap[parent] as Timer
      at = parent
    }
    heap[at] = timer
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop() as Timer
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Timer, heap[child] as Timer)) child += 1
      if (!isBefore(heap[child] as Timer, last)) break
      heap[at] = heap[child] as Timer
      at = child
    }
    heap[at] = last
  }
}

function isBefore(left: Timer, right: Timer): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.ordinal < right.ordinal)
}
