import type { Clock } from '../domain/ports.ts'
import type { Store } from '../store/store.ts'

/** A store that takes longer than this is not usable. */
const STORE_TIMEOUT_MS = 2_000

/** Whether the server can be used, and if not why. */
export interface Readiness {
  readonly status: 'ready' | 'not ready'
  readonly store: 'ok' | 'unavailable'
  /** `degraded`: walls go on, and news from other servers comes from the database, within two seconds. */
  readonly redis: 'none' | 'ok' | 'degraded'
  readonly draining: boolean
}

/** Life is answering at all; use is a store that answers and no farewell under way. Redis only helps: without it a server is ready. */
export class Health {
  readonly #store: Store
  readonly #clock: Clock
  readonly #redis: { readonly health: 'ok' | 'degraded' } | undefined
  isDraining = false

  constructor(store: Store, clock: Clock, redis: { readonly health: 'ok' | 'degraded' } | undefined) {
    this.#store = store
    this.#clock = clock
    this.#redis = redis
  }

  async readiness(): Promise<Readiness> {
    const store = await this.#pingStore()
    const status = store === 'ok' && !this.isDraining ? 'ready' : 'not ready'
    return { status, store, redis: this.#redis?.health ?? 'none', draining: this.isDraining }
  }

  #pingStore(): Promise<Readiness['store']> {
    return new Promise((resolve) => {
      const cancel = this.#clock.setTimer(STORE_TIMEOUT_MS, () => resolve('unavailable'))
      this.#store.ping().then(
        () => {
          cancel()
          resolve('ok')
        },
        () => {
          cancel()
          resolve('unavailable')
        },
      )
    })
  }
}
