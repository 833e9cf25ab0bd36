import type { Guest, OnlineGuest, OnlinePage } from '@guestwall/protocol'
import { type Clock, every } from '../../domain/ports.ts'
import { type Arrival, byArrival, cursorOf, positionOf } from './arrival.ts'
import { OrderedList } from './ordered-list.ts'
import type { CountListener, Presence } from './presence.ts'

/** A reconnect within 20 s shows no leave (ONLINE-2); 5 s more for a slow network. */
const GRACE_MS = 25_000
/** Longer than the longest poll and the longest pause between two; an overdue guest is gone within a minute. */
const POLL_LEASE_MS = 40_000
/** How often expired guests are removed. */
const SWEEP_MS = 1_000

interface Here extends Arrival {
  name: string
  connections: number
  /** While no connection is open: when the guest is gone. */
  untilMs: number
}

/** The guests of one session, by id and in the order of arrival. */
class SessionGuests {
  readonly byId = new Map<string, Here>()
  readonly #inOrder = new OrderedList<Arrival>(byArrival)

  add(here: Here): void {
    this.byId.set(here.id, here)
    this.#inOrder.add(here)
  }

  /** Whether the guest was here. */
  remove(guestId: string): boolean {
    const here = this.byId.get(guestId)
    if (here === undefined) return false
    this.#inOrder.remove(here)
    return this.byId.delete(guestId)
  }

  page(start: Arrival | null, limit: number): Here[] {
    return this.#inOrder.after(start, limit) as Here[]
  }
}

/** Presence of one process, in memory. */
export class InProcessPresence implements Presence {
  readonly #clock: Clock
  readonly #onPresent: ((sessionId: string, guest: OnlineGuest) => void) | undefined
  readonly #onGone: (sessionId: string, guestId: string) => void
  readonly #sessions = new Map<string, SessionGuests>()
  readonly #listeners = new Set<CountListener>()

  /** `onPresent` is called for each guest who arrives or is renamed, `onGone` for each who leaves. */
  constructor(
    clock: Clock,
    onPresent?: (sessionId: string, guest: OnlineGuest) => void,
    onGone: (sessionId: string, guestId: string) => void = () => {},
  ) {
    this.#clock = clock
    this.#onPresent = onPresent
    this.#onGone = onGone
  }

  /** Begins to remove expired guests. Returns the stop. */
  start(): () => void {
    return every(this.#clock, SWEEP_MS, () => this.sweep())
  }

  enter(sessionId: string, guest: Guest): void {
    this.#arrive(sessionId, guest).connections += 1
  }

  leave(sessionId: string, guestId: string, isClean: boolean): void {
    const here = this.#sessions.get(sessionId)?.byId.get(guestId)
    if (here === undefined) return
    here.connections = Math.max(0, here.connections - 1)
    if (here.connections > 0) return
    here.untilMs = Math.max(here.untilMs, this.#clock.now() + GRACE_MS)
    if (isClean) this.#depart(sessionId, guestId)
  }

  touch(sessionId: string, guest: Guest): void {
    this.#arrive(sessionId, guest).untilMs = this.#clock.now() + POLL_LEASE_MS
  }

  rename(sessionId: string, guest: Guest): void {
    if (this.#sessions.get(sessionId)?.byId.has(guest.id) === true) this.#arrive(sessionId, guest)
  }

  forget(sessionId: string): void {
    for (const guestId of this.#sessions.get(sessionId)?.byId.keys() ?? []) this.#depart(sessionId, guestId)
  }

  whichOnline(sessionId: string, guestIds: readonly string[]): Promise<ReadonlySet<string>> {
    const here = this.#sessions.get(sessionId)?.byId
    return Promise.resolve(new Set(guestIds.filter((id) => here?.has(id))))
  }

  page(sessionId: string, cursor: string | null, limit: number): Promise<OnlinePage> {
    const session = this.#sessions.get(sessionId)
    if (session === undefined) return Promise.resolve({ count: 0, guests: [], nextCursor: null })
    // One more than the page holds: it shows whether there is a next page.
    const found = session.page(positionOf(cursor), limit + 1).map(onlineGuest)
    const guests = found.slice(0, limit)
    const last = found.length > limit ? guests.at(-1) : undefined
    return Promise.resolve({ count: session.byId.size, guests, nextCursor: last === undefined ? null : cursorOf(last) })
  }

  count(sessionId: string): Promise<number> {
    return Promise.resolve(this.countNow(sessionId))
  }

  countNow(sessionId: string): number {
    return this.#sessions.get(sessionId)?.byId.size ?? 0
  }

  /** The sessions that have guests. */
  sessionIds(): string[] {
    return [...this.#sessions.keys()]
  }

  /** The guests of the session, in no order. */
  guests(sessionId: string): OnlineGuest[] {
    return [...(this.#sessions.get(sessionId)?.byId.values() ?? [])].map(onlineGuest)
  }

  onCount(listener: CountListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Removes the guests whose time is over. */
  sweep(): void {
    const now = this.#clock.now()
    for (const [sessionId, session] of this.#sessions) {
      for (const [guestId, here] of session.byId) if (here.connections === 0 && here.untilMs <= now) this.#depart(sessionId, guestId)
    }
  }

  #arrive(sessionId: string, guest: Guest): Here {
    let session = this.#sessions.get(sessionId)
    if (session === undefined) {
      session = new SessionGuests()
      this.#sessions.set(sessionId, session)
    }
    const known = session.byId.get(guest.id)
    if (known !== undefined) {
      const isRenamed = known.name !== guest.name
      known.name = guest.name
      if (isRenamed) this.#onPresent?.(sessionId, onlineGuest(known))
      return known
    }
    const here: Here = { id: guest.id, name: guest.name, sinceMs: this.#clock.wallTime(), connections: 0, untilMs: 0 }
    session.add(here)
    this.#onPresent?.(sessionId, onlineGuest(here))
    this.#emitCount(sessionId, session.byId.size)
    return here
  }

  #depart(sessionId: string, guestId: string): void {
    const session = this.#sessions.get(sessionId)
    if (session?.remove(guestId) !== true) return
    if (session.byId.size === 0) this.#sessions.delete(sessionId)
    this.#onGone(sessionId, guestId)
    this.#emitCount(sessionId, session.byId.size)
  }

  #emitCount(sessionId: string, count: number): void {
    for (const listener of this.#listeners) listener(sessionId, count)
  }
}

function onlineGuest({ id, name, sinceMs }: Here): OnlineGuest {
  return { id, name, since: new Date(sinceMs).toISOString() }
}
