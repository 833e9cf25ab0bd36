import type { Guest, OnlineGuest, OnlinePage } from '@guestwall/protocol'
import { type Clock, every } from '../../domain/ports.ts'
import { type Arrival, byArrival, cursorOf, placeOf } from './arrival.ts'
import { OrderedList } from './ordered-list.ts'
import type { CountListener, Presence } from './presence.ts'

/** A reconnect within 20 s shows no leave (ONLINE-2); some room for the way. */
const GRACE_MS = 25_000
/** The longest poll and the longest pause between two, with room: an overdue guest is gone within a minute. */
const POLL_LEASE_MS = 40_000
/** How often expired guests are looked for. */
const SWEEP_MS = 1_000

interface Here extends Arrival {
  guest: Guest
  readonly since: string
  connections: number
  /** While no connection is open: when the guest is gone. */
  untilMs: number
}

/** Everybody who is in one session, by id and in the order of arrival. */
class Gathering {
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

  page(place: Arrival | null, limit: number): Here[] {
    return this.#inOrder.after(place, limit) as Here[]
  }
}

/** Presence of one process, in memory. */
export class InProcessPresence implements Presence {
  readonly #clock: Clock
  readonly #onHere: (sessionId: string, guest: OnlineGuest) => void
  readonly #onGone: (sessionId: string, guestId: string) => void
  readonly #sessions = new Map<string, Gathering>()
  readonly #listeners = new Set<CountListener>()

  /** `onHere` is told of each guest who arrives or is renamed, `onGone` of each who leaves. */
  constructor(
    clock: Clock,
    onHere: (sessionId: string, guest: OnlineGuest) => void = () => {},
    onGone: (sessionId: string, guestId: string) => void = () => {},
  ) {
    this.#clock = clock
    this.#onHere = onHere
    this.#onGone = onGone
  }

  /** Begins to look for expired guests; the answer ends it. */
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

  page(sessionId: string, cursor: string | null, limit: number): Promise<OnlinePage> {
    const session = this.#sessions.get(sessionId)
    if (session === undefined) return Promise.resolve({ count: 0, guests: [], nextCursor: null })
    // One more than is shown: it tells whether there is a next page.
    const found = session.page(placeOf(cursor), limit + 1).map(onlineGuest)
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

  /** The sessions that somebody is in. */
  sessionIds(): string[] {
    return [...this.#sessions.keys()]
  }

  /** Everybody who is in the session, in no order. */
  guests(sessionId: string): OnlineGuest[] {
    return [...(this.#sessions.get(sessionId)?.byId.values() ?? [])].map(onlineGuest)
  }

  onCount(listener: CountListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Lets go of the guests whose time is up. */
  sweep(): void {
    const now = this.#clock.now()
    for (const [sessionId, session] of this.#sessions) {
      for (const [guestId, here] of session.byId) if (here.connections === 0 && here.untilMs <= now) this.#depart(sessionId, guestId)
    }
  }

  #arrive(sessionId: string, guest: Guest): Here {
    let session = this.#sessions.get(sessionId)
    if (session === undefined) {
      session = new Gathering()
      this.#sessions.set(sessionId, session)
    }
    const known = session.byId.get(guest.id)
    if (known !== undefined) {
      const isRenamed = known.guest.name !== guest.name
      known.guest = guest
      if (isRenamed) this.#onHere(sessionId, onlineGuest(known))
      return known
    }
    const sinceMs = this.#clock.wallTime()
    const here: Here = { id: guest.id, guest, sinceMs, since: new Date(sinceMs).toISOString(), connections: 0, untilMs: 0 }
    session.add(here)
    this.#onHere(sessionId, onlineGuest(here))
    this.#tell(sessionId, session.byId.size)
    return here
  }

  #depart(sessionId: string, guestId: string): void {
    const session = this.#sessions.get(sessionId)
    if (session?.remove(guestId) !== true) return
    if (session.byId.size === 0) this.#sessions.delete(sessionId)
    this.#onGone(sessionId, guestId)
    this.#tell(sessionId, session.byId.size)
  }

  #tell(sessionId: string, count: number): void {
    for (const listener of this.#listeners) listener(sessionId, count)
  }
}

function onlineGuest({ id, guest, since }: Here): OnlineGuest {
  return { id, name: guest.name, since }
}
