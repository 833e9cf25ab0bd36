import type { Clock } from '@guestwall/client'

interface Timer {
  readonly atMs: number
  /** Timers of one moment fire in the order they were set. */
  readonly turn: number
  readonly callback: () => void
  isOver: boolean
}

/** Far from any date, so that a run fails where one kind of time is taken for the other. */
const START_MS = 5_000
const START_WALL_MS = Date.UTC(2026, 10, 22, 10)

/** The time of a whole simulation: every timer of every process in one heap. It moves only when the simulation takes a step. */
export class VirtualTime implements Clock {
  #nowMs = START_MS
  #turns = 0
  readonly #heap: Timer[] = []

  now(): number {
    return this.#nowMs
  }

  /** Milliseconds since the run began. */
  get elapsedMs(): number {
    return this.#nowMs - START_MS
  }

  wallTime(): number {
    return START_WALL_MS + this.elapsedMs
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    this.#turns += 1
    const timer: Timer = { atMs: this.#nowMs + Math.max(0, delayMs), turn: this.#turns, callback, isOver: false }
    this.#push(timer)
    return () => {
      timer.isOver = true
    }
  }

  /** Fires the next timer due by `untilMs`; `false`, with time at `untilMs`, when there is none. */
  step(untilMs: number): boolean {
    for (;;) {
      const next = this.#heap[0]
      if (next === undefined || next.atMs > untilMs) break
      this.#pop()
      if (next.isOver) continue
      this.#nowMs = next.atMs
      next.isOver = true
      next.callback()
      return true
    }
    this.#nowMs = untilMs
    return false
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

function isBefore(a: Timer, b: Timer): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.turn < b.turn)
}

/** Lets every promise that is ready run: one turn of the event loop ends only when no microtask is left. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
