import type { Clock } from './ports.ts'

interface Gathering<Key, Value> {
  readonly clock: Clock
  /** The least time between the beginnings of two reads. */
  readonly intervalMs: number
  /** The keys of one read at most. With so many waiting, the next read begins as soon as the last one has ended. */
  readonly most: number
  readonly read: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>
}

interface Waiting<Value> {
  readonly answer: Promise<Value | undefined>
  readonly resolve: (value: Value | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Reads of many callers, each with a key of its own, as few reads of many keys: a hall that comes back at once asks a few times. The first caller waits for
 * nothing. Each caller gets a read that begins after its call, so that no answer is older than its question.
 */
export class GatheredReads<Key, Value> {
  readonly #gathering: Gathering<Key, Value>
  readonly #waiting = new Map<Key, Waiting<Value>>()
  #isReading = false
  #cancelTimer: (() => void) | null = null
  #beganMs = Number.NEGATIVE_INFINITY

  constructor(gathering: Gathering<Key, Value>) {
    this.#gathering = gathering
  }

  /** `undefined`: the read found nothing. Rejects with the error of the read. */
  run(key: Key): Promise<Value | undefined> {
    const known = this.#waiting.get(key)
    if (known !== undefined) return known.answer
    let [resolve, reject]: [Waiting<Value>['resolve'], Waiting<Value>['reject']] = [() => {}, () => {}]
    const answer = new Promise<Value | undefined>((toResolve, toReject) => {
      resolve = toResolve
      reject = toReject
    })
    this.#waiting.set(key, { answer, resolve, reject })
    this.#plan()
    return answer
  }

  #plan(): void {
    if (this.#isReading || this.#waiting.size === 0) return
    const { clock, intervalMs, most } = this.#gathering
    const waitMs = this.#waiting.size >= most ? 0 : this.#beganMs + intervalMs - clock.now()
    if (waitMs > 0) {
      this.#cancelTimer ??= clock.setTimer(waitMs, () => {
        this.#cancelTimer = null
        void this.#read()
      })
      return
    }
    this.#cancelTimer?.()
    this.#cancelTimer = null
    void this.#read()
  }

  async #read(): Promise<void> {
    const { clock, most, read } = this.#gathering
    const taken = [...this.#waiting].slice(0, most)
    for (const [key] of taken) this.#waiting.delete(key)
    this.#isReading = true
    this.#beganMs = clock.now()
    try {
      const found = await read(taken.map(([key]) => key))
      for (const [key, { resolve }] of taken) resolve(found.get(key))
    } catch (error) {
      for (const [, { reject }] of taken) reject(error)
    }
    this.#isReading = false
    this.#plan()
  }
}
