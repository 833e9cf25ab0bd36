import type { SharedStorage } from '@guestwall/client'
import type { SeededRandom } from '../support/seeded-random.ts'
import type { Process } from './process.ts'
import type { VirtualClock } from '@guestwall/protocol/testing'

type Watcher = { readonly page: Process; readonly prefix: string; onChange(key: string, value: string | null): void }

/** Storage of one browser profile: it outlives its pages, takes its time, and refuses when told to. */
export class ProfileStorage {
  readonly items = new Map<string, string>()
  /** `everything`: a private mode. `writes`: the quota is used up. */
  refuses: 'nothing' | 'writes' | 'everything' = 'nothing'
  readonly #time: VirtualClock
  readonly #random: SeededRandom
  /** The longest that one operation takes; 0 is `localStorage`. */
  readonly #slowestMs: number
  readonly #watchers = new Set<Watcher>()

  constructor(time: VirtualClock, random: SeededRandom, slowestMs: number) {
    this.#time = time
    this.#random = random
    this.#slowestMs = slowestMs
  }

  /** As `localStorage` is: nothing comes between two operations of one page. */
  get isAtOnce(): boolean {
    return this.#slowestMs === 0
  }

  /** One page's view. Killed in the middle of an operation, the page never hears of it, and the operation happened or not. */
  of(page: Process): SharedStorage {
    return {
      read: (key) => this.#run(page, false, () => this.items.get(key) ?? null),
      list: (prefix) => this.#run(page, false, () => [...this.items.keys()].filter((key) => key.startsWith(prefix))),
      write: (key, value) =>
        this.#run(page, true, () => {
          this.items.set(key, value)
          this.#notifyOthers(page, key, value)
        }),
      remove: (key) =>
        this.#run(page, false, () => {
          if (this.items.delete(key)) this.#notifyOthers(page, key, null)
        }),
      watch: (prefix, onChange) => {
        const watcher: Watcher = { page, prefix, onChange }
        this.#watchers.add(watcher)
        return () => this.#watchers.delete(watcher)
      },
    }
  }

  async #run<Result>(page: Process, isWrite: boolean, work: () => Result): Promise<Result> {
    await this.#wait()
    if (!page.isAlive && this.#random.is(0.5)) return new Promise(() => {})
    if (this.refuses === 'everything' || (this.refuses === 'writes' && isWrite)) throw new Error('storage is refused')
    const result = work()
    await this.#wait()
    return new Promise((resolve) => page.run(() => resolve(result)))
  }

  #wait(): Promise<void> {
    const ms = Math.floor(this.#random.next() * this.#slowestMs)
    if (ms === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#time.setTimer(ms, resolve)
    })
  }

  #notifyOthers(from: Process, key: string, value: string | null): void {
    for (const { page, prefix, onChange } of this.#watchers) {
      if (page === from || !key.startsWith(prefix)) continue
      this.#time.setTimer(this.#random.int(0, 5), () => page.run(() => onChange(key, value)))
    }
  }
}
