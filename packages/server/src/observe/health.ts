import type { Clock } from '../domain/ports.ts'
import type { Crew } from './crew.ts'
import type { StoreWatch } from './store-watch.ts'

/** A store that takes longer than this is not usable, and an owner of workers that does is none. */
const TIMEOUT_MS = 2_000
/** Requests within this time get the same answer, so that many watchers cost one ping. */
const PING_MS = 250

/** Whether the server can be used, and if not why. */
export interface Readiness {
  readonly status: 'ready' | 'not ready'
  /** `failing`: it takes no writes; reads go on. */
  readonly store: 'ok' | 'failing' | 'unavailable'
  /** `degraded`: walls go on and read news of other servers from the database, within two seconds. */
  readonly redis: 'none' | 'ok' | 'degraded'
  readonly draining: boolean
  /** Where several processes are this server: `missing` while one of them does not serve, or does not answer. */
  readonly workers?: 'ok' | 'missing'
}

/** Whether the server can be used: the store answers and takes writes, all workers serve, and the server is not draining. Without Redis it is still ready. */
export class Health {
  readonly #watch: StoreWatch
  readonly #clock: Clock
  readonly #redis: { readonly health: 'ok' | 'degraded' } | undefined
  readonly #crew: Crew | undefined
  #ping: { readonly askedAtMs: number; readonly answer: Promise<'ok' | 'unavailable'> } | null = null
  isDraining = false

  constructor(watch: StoreWatch, clock: Clock, redis: { readonly health: 'ok' | 'degraded' } | undefined, crew?: Crew) {
    this.#watch = watch
    this.#clock = clock
    this.#redis = redis
    this.#crew = crew
  }

  async readiness(): Promise<Readiness> {
    const answers = await this.#recentPing()
    const store = answers === 'ok' && this.#watch.isFailing ? 'failing' : answers
    const isWhole = this.#crew === undefined || (await this.#inTime(this.#crew.isWhole(), false))
    const status = store === 'ok' && isWhole && !this.isDraining ? 'ready' : 'not ready'
    const workers = this.#crew === undefined ? {} : { workers: isWhole ? ('ok' as const) : ('missing' as const) }
    return { status, store, redis: this.#redis?.health ?? 'none', draining: this.isDraining, ...workers }
  }

  /** Bounds how often the store is pinged, however many requests come. */
  #recentPing(): Promise<'ok' | 'unavailable'> {
    const now = this.#clock.now()
    if (this.#ping === null || now - this.#ping.askedAtMs >= PING_MS) this.#ping = { askedAtMs: now, answer: this.#pingStore() }
    return this.#ping.answer
  }

  #pingStore(): Promise<'ok' | 'unavailable'> {
    return this.#inTime<'ok' | 'unavailable'>(
      this.#watch.store.ping().then(() => 'ok'),
      'unavailable',
    )
  }

  /** The answer; `fallback` where there is none in time. */
  #inTime<Answer>(answer: Promise<Answer>, fallback: Answer): Promise<Answer> {
    return new Promise((resolve) => {
      const cancel = this.#clock.setTimer(TIMEOUT_MS, () => resolve(fallback))
      const settle = (value: Answer) => {
        cancel()
        resolve(value)
      }
      answer.then(settle, () => settle(fallback))
    })
  }
}
