import { InProcessLimits } from '../cluster/limits/in-process-limits.ts'
import { InProcessPresence } from '../cluster/presence/in-process-presence.ts'
import { type Clock, every } from '../domain/ports.ts'
import type { Store } from '../log/store.ts'
import { StoreUnavailable } from '../storage/storage.ts'
import { type BusNews, BusHub } from './bus-hub.ts'
import { EnteredGuests } from './entered-guests.ts'
import type { Peer } from './peer.ts'

/** Counts that change within this time go to the workers together. */
const GATHER_MS = 50
const SWEEP_MS = 60_000

/** The names of the ports that the owner serves to its workers. */
export const OWNED = {
  store: 'store',
  bus: 'bus',
  presence: 'presence',
  guests: 'guests',
  limits: 'limits',
} as const

/** The names of the ports that each worker serves to the owner. */
export const NEWS = { bus: 'bus-news', counts: 'count-news' } as const

/** The call by which the owner reports the counts of sessions to each worker. */
export interface CountNews {
  counts(changed: readonly (readonly [sessionId: string, count: number])[]): void
}

/** Holds what the workers share, once: the store, the bus, presence and the limits. */
export class OwnerHub {
  readonly #store: Store | null
  readonly #clock: Clock
  readonly #bus = new BusHub()
  readonly #presence: InProcessPresence
  readonly #limits: InProcessLimits
  readonly #counted = new Set<CountNews>()
  #changed = new Map<string, number>()
  #cancelCounts: (() => void) | null = null

  /** `store` null: each worker opens the database itself. */
  constructor(store: Store | null, clock: Clock) {
    this.#store = store
    this.#clock = clock
    this.#presence = new InProcessPresence(clock)
    this.#limits = new InProcessLimits(clock)
    this.#presence.onCount((sessionId, count) => {
      this.#changed.set(sessionId, count)
      this.#cancelCounts ??= clock.setTimer(GATHER_MS, () => this.#sendCounts())
    })
  }

  /** Begins what runs by time. Returns the stop. */
  start(): () => void {
    const stops = [this.#presence.start(), every(this.#clock, SWEEP_MS, () => this.#limits.sweep())]
    return () => {
      for (const stop of stops) stop()
      this.#cancelCounts?.()
    }
  }

  /** Serves a worker. Call the returned function when it is gone. */
  attach(worker: Peer): () => void {
    const guests = new EnteredGuests(this.#presence)
    const bus = this.#bus.join(worker.remote<BusNews>(NEWS.bus, { casts: ['slice', 'report'] }))
    const counts = worker.remote<CountNews>(NEWS.counts, { casts: ['counts'] })
    this.#counted.add(counts)
    worker.serve(OWNED.bus, bus.end)
    worker.serve(OWNED.presence, this.#presence)
    worker.serve(OWNED.guests, guests)
    worker.serve(OWNED.limits, this.#limits)
    if (this.#store !== null) worker.serve(OWNED.store, sharedStore(this.#store, this.#clock))
    return () => {
      this.#counted.delete(counts)
      bus.remove()
      guests.leaveAll()
      worker.end(new StoreUnavailable('the worker has ended'))
    }
  }

  #sendCounts(): void {
    this.#cancelCounts = null
    const changed = [...this.#changed]
    this.#changed = new Map()
    for (const { counts } of this.#counted) counts(changed)
  }
}

/** The store as workers use it: they do not close it, and it is maintained by the owner's clock, because each process has a monotonic clock of its own. */
function sharedStore(store: Store, clock: Clock): Store {
  const owned: Partial<Store> = { maintain: () => store.maintain(clock.now()), close: () => Promise.resolve() }
  return new Proxy(store, {
    get: (_, method) => {
      const value: unknown = Reflect.get(method in owned ? owned : store, method)
      return typeof value === 'function' ? (value.bind(store) as unknown) : value
    },
  })
}
