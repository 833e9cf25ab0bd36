import type { Clock } from '@guestwall/client'

/** How far a machine's date is from the true one, in turn. */
const STEPS_MS = [0, -90_000, 10 * 60_000, -8 * 60 * 60_000]
const STEP_EVERY_MS = 7_000

/**
 * A page or a server as the machine runs it: whatever happens to it (timers, frames, answers) goes through `run`. Asleep, it all
 * waits and then happens in order; killed, nothing ever happens again.
 */
export class Process implements Clock {
  readonly #time: Clock
  #state: 'awake' | 'asleep' | 'dead' = 'awake'
  #held: (() => void)[] = []

  constructor(time: Clock) {
    this.#time = time
  }

  get isAlive(): boolean {
    return this.#state !== 'dead'
  }

  get isAsleep(): boolean {
    return this.#state === 'asleep'
  }

  now(): number {
    return this.#time.now()
  }

  /** No machine's date is to be trusted: in every run it is set back and forth, and no rule may notice. The database has one of its own. */
  wallTime(): number {
    const step = Math.floor(this.#time.now() / STEP_EVERY_MS) % STEPS_MS.length
    return this.#time.wallTime() + (STEPS_MS[step] as number)
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    let isCancelled = false
    const cancel = this.#time.setTimer(delayMs, () =>
      this.run(() => {
        if (!isCancelled) callback()
      }),
    )
    return () => {
      isCancelled = true
      cancel()
    }
  }

  run(work: () => void): void {
    if (this.#state === 'asleep') this.#held.push(work)
    else if (this.#state === 'awake') work()
  }

  sleep(): void {
    if (this.#state === 'awake') this.#state = 'asleep'
  }

  wake(): void {
    if (this.#state !== 'asleep') return
    this.#state = 'awake'
    const held = this.#held
    this.#held = []
    for (const work of held) this.run(work)
  }

  kill(): void {
    this.#state = 'dead'
    this.#held = []
  }
}
