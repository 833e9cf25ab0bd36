import type { Guest, OnlineGuest, OnlinePage } from '@guestwall/protocol'
import { type Clock, every } from '../domain/ports.ts'
import type { CountListener, Presence } from './presence.ts'

/** A reconnect within 20 s shows no leave (ONLINE-2); some room for the way. */
const GRACE_MS = 25_000
/** The longest poll and the longest pause between two, with room: an overdue guest is gone within a minute. */
const POLL_LEASE_MS = 40_000
/** How often expired guests are looked for. */
const SWEEP_MS = 1_000

interface Here {
  readonly guest: Guest
  readonly since: string
  connections: number
  /** While no connection is open: when the guest is gone. */
  untilMs: number
}

/** Presence of one process, in memory. */
export class InProcessPresence implements Presence {
  readonly #clock: Clock
  readonly #onHere: (sessionId: string, guest: OnlineGuest) => void
  readonly #onGone: (sessionId: string, guestId: string) => void
  readonly #sessions = new Map<string, Map<string, Here>>()
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
    const here = this.#sessions.get(sessionId)?.get(guestId)
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
    const guests: OnlinePage['guests'] = []
    // Insertion order is the order of arrival.
    let isBefore = cursor !== null && session.has(cursor)
    let hasMore = false
    for (const [id, { guest, since }] of session) {
      if (isBefore) {
        isBefore = id !== cursor
        continue
      }
      if (guests.length === limit) {
        hasMore = true
        break
      }
      guests.push({ id, name: guest.name, since })
    }
    return Promise.resolve({ count: session.size, guests, nextCursor: hasMore ? (guests.at(-1)?.id ?? null) : null })
  }

  count(sessionId: string): Promise<number> {
    return Promise.resolve(this.countNow(sessionId))
  }

  countNow(sessionId: string): number {
    return this.#sessions.get(sessionId)?.size ?? 0
  }

  /** The sessions that somebody is in. */
  sessionIds(): string[] {
    return [...this.#sessions.keys()]
  }

  /** Everybody who is in the session, in the order of arrival. */
  guests(sessionId: string): OnlineGuest[] {
    return [...(this.#sessions.get(sessionId)?.values() ?? [])].map(({ guest, since }) => ({ id: guest.id, name: guest.name, since }))
  }

  onCount(listener: CountListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Lets go of the guests whose time is up. */
  sweep(): void {
    const now = this.#clock.now()
    for (const [sessionId, session] of this.#sessions) {
      for (const [guestId, here] of session) if (here.connections === 0 && here.untilMs <= now) this.#depart(sessionId, guestId)
    }
  }

  #arrive(sessionId: string, guest: Guest): Here {
    let session = this.#sessions.get(sessionId)
    if (session === undefined) {
      session = new Map()
      this.#sessions.set(sessionId, session)
    }
    const known = session.get(guest.id)
    if (known !== undefined) {
      if (known.guest.name === guest.name) return known
      const renamed = { ...known, guest }
      session.set(guest.id, renamed)
      this.#onHere(sessionId, { id: guest.id, name: guest.name, since: known.since })
      return renamed
    }
    const here: Here = { guest, since: new Date(this.#clock.wallTime()).toISOString(), connections: 0, untilMs: 0 }
    session.set(guest.id, here)
    this.#onHere(sessionId, { id: guest.id, name: guest.name, since: here.since })
    this.#tell(sessionId, session.size)
    return here
  }

  #depart(sessionId: string, guestId: string): void {
    const session = this.#sessions.get(sessionId)
    if (session?.delete(guestId) !== true) return
    if (session.size === 0) this.#sessions.delete(sessionId)
    this.#onGone(sessionId, guestId)
    this.#tell(sessionId, session.size)
  }

  #tell(sessionId: string, count: number): void {
    for (const listener of this.#listeners) listener(sessionId, count)
  }
}
