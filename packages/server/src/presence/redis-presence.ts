import type { Guest, OnlineGuest, OnlinePage } from '@guestwall/protocol'
import { type Clock, every } from '../domain/ports.ts'
import { sessionKey } from '../redis/keys.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import { cursorOf, placeOf } from './arrival.ts'
import { InProcessPresence } from './in-process-presence.ts'
import type { CountListener, Presence } from './presence.ts'
import { CHANGE, PAGE, RENEW } from './redis-scripts.ts'

/** Arrivals and departures of one server travel together. */
const GATHER_MS = 50
/** How often the counts are read: with the second in which readers are told, a clean leave shows within two. */
const COUNT_MS = 750
/** A server that has not renewed for the lease is dead: its guests go. Renewals are this far apart. */
const RENEW_MS = 10_000
const LEASE_MS = 30_000
/** Keys outlive the lease: whoever renews next clears them. */
const KEY_LIFE_MS = 10 * 60_000
/** A count that was asked for is kept up to date for this long. */
const WATCH_MS = 60_000

interface Watched {
  /** Of all servers, as Redis said last; `null` before. */
  total: number | null
  /** Of this server at that time: without Redis, what changes here is all that is known. */
  localAtTotal: number
  told: number
  askedAtMs: number
}

/**
 * Presence of all servers: each keeps its own guests in memory and in a set with a lease; the union has a guest once, with references
 * by server, so that its count and a page of it are cheap to read (ONLINE-1). While Redis is away each server shows the others' last
 * known number and its own guests.
 */
export class RedisPresence implements Presence {
  readonly #link: RedisLink
  readonly #server: string
  readonly #clock: Clock
  readonly #local: InProcessPresence
  readonly #watched = new Map<string, Watched>()
  readonly #listeners = new Set<CountListener>()
  /** Sessions whose guests Redis may hold wrongly: a change of them was not answered. */
  readonly #doubtful = new Set<string>()
  /** By session, the guests of this server that changed: here, or gone. */
  #changes = new Map<string, Map<string, OnlineGuest | null>>()
  #cancelFlush: (() => void) | null = null

  /** `server`: this server's name among those that share the Redis, different at each start. */
  constructor(link: RedisLink, server: string, clock: Clock) {
    this.#link = link
    this.#server = server
    this.#clock = clock
    this.#local = new InProcessPresence(
      clock,
      (sessionId, guest) => this.#note(sessionId, guest.id, guest),
      (sessionId, guestId) => this.#note(sessionId, guestId, null),
    )
    link.onReturn(() => void this.#renewAll())
  }

  start(): () => void {
    const stops = [
      this.#local.start(),
      every(this.#clock, COUNT_MS, () => this.#refresh()),
      every(this.#clock, RENEW_MS, () => this.#renewAll()),
    ]
    return () => {
      for (const stop of stops) stop()
      this.#cancelFlush?.()
    }
  }

  enter(sessionId: string, guest: Guest): void {
    this.#local.enter(sessionId, guest)
  }

  leave(sessionId: string, guestId: string, isClean: boolean): void {
    this.#local.leave(sessionId, guestId, isClean)
  }

  touch(sessionId: string, guest: Guest): void {
    this.#local.touch(sessionId, guest)
  }

  async page(sessionId: string, cursor: string | null, limit: number): Promise<OnlinePage> {
    await this.#flush()
    const { sinceMs, id } = placeOf(cursor) ?? { sinceMs: 0, id: '' }
    const answer = await this.#link.ask((redis) => redis.eval(PAGE, 1, sessionKey(sessionId, 'here'), String(sinceMs), id, String(limit)))
    if (answer === null) return this.#local.page(sessionId, cursor, limit)
    const [count, ...rows] = answer as [number, ...string[]]
    const guests: OnlineGuest[] = []
    for (let index = 0; index + 2 < rows.length; index += 3) {
      const [guestId = '', name = '', arrivedMs = '0'] = rows.slice(index, index + 3)
      guests.push({ id: guestId, name, since: new Date(Number(arrivedMs)).toISOString() })
    }
    const last = guests[limit - 1]
    // One more was asked for than is shown: it tells whether there is a next page.
    const shown = guests.slice(0, limit)
    const nextCursor = guests.length > limit && last !== undefined ? cursorOf(last) : null
    return { count, guests: shown, nextCursor }
  }

  async count(sessionId: string): Promise<number> {
    const watched = this.#watch(sessionId)
    if (watched.total === null) {
      await this.#flush()
      await this.#read([sessionId])
    }
    return this.#known(sessionId, watched)
  }

  onCount(listener: CountListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #watch(sessionId: string): Watched {
    let watched = this.#watched.get(sessionId)
    if (watched === undefined) {
      watched = { total: null, localAtTotal: 0, told: -1, askedAtMs: 0 }
      this.#watched.set(sessionId, watched)
    }
    watched.askedAtMs = this.#clock.now()
    return watched
  }

  #known(sessionId: string, { total, localAtTotal }: Watched): number {
    const here = this.#local.countNow(sessionId)
    if (total === null) return here
    return this.#link.health === 'ok' ? total : Math.max(here, total - localAtTotal + here)
  }

  #note(sessionId: string, guestId: string, guest: OnlineGuest | null): void {
    this.#watch(sessionId)
    const changes = this.#changes.get(sessionId) ?? new Map<string, OnlineGuest | null>()
    this.#changes.set(sessionId, changes.set(guestId, guest))
    this.#cancelFlush ??= this.#clock.setTimer(GATHER_MS, () => void this.#flush())
  }

  /** Tells Redis what changed here. What is lost on the way, the next renewal finds. */
  async #flush(): Promise<void> {
    this.#cancelFlush?.()
    this.#cancelFlush = null
    const changes = this.#changes
    this.#changes = new Map()
    await Promise.all([...changes].map(([sessionId, guests]) => this.#change(sessionId, 'some', guests)))
  }

  async #change(sessionId: string, which: 'all' | 'some', guests: ReadonlyMap<string, OnlineGuest | null>): Promise<void> {
    const args = [...guests].flatMap(([id, guest]) => (guest === null ? [id, '', ''] : [id, guest.name, String(Date.parse(guest.since))]))
    const done = await this.#link.ask((redis) =>
      redis.eval(CHANGE, 1, sessionKey(sessionId, 'here'), this.#server, String(LEASE_MS), String(KEY_LIFE_MS), which, ...args),
    )
    if (done === null) this.#doubtful.add(sessionId)
    else if (which === 'all') this.#doubtful.delete(sessionId)
  }

  /** Renews this server's lease everywhere, lets go of dead servers' guests, and makes good what Redis has lost. */
  async #renewAll(): Promise<void> {
    // The watched ones too: where nobody is left here, a dead server's guests would stay.
    const sessionIds = new Set([...this.#local.sessionIds(), ...this.#watched.keys(), ...this.#doubtful])
    await Promise.all([...sessionIds].map((sessionId) => this.#renew(sessionId)))
  }

  async #renew(sessionId: string): Promise<void> {
    const held = await this.#link.ask((redis) =>
      redis.eval(RENEW, 1, sessionKey(sessionId, 'here'), this.#server, String(LEASE_MS), String(KEY_LIFE_MS)),
    )
    const guests = this.#local.guests(sessionId)
    // As many are not the same ones: somebody may have gone and another come while Redis was away.
    if (held === null || (held === guests.length && !this.#doubtful.has(sessionId))) return
    await this.#change(sessionId, 'all', new Map(guests.map((guest) => [guest.id, guest])))
  }

  async #refresh(): Promise<void> {
    const now = this.#clock.now()
    for (const [sessionId, { askedAtMs }] of this.#watched) {
      if (now - askedAtMs > WATCH_MS && this.#local.countNow(sessionId) === 0) this.#watched.delete(sessionId)
    }
    await this.#read([...this.#watched.keys()])
    for (const [sessionId, watched] of this.#watched) {
      const count = this.#known(sessionId, watched)
      if (count === watched.told) continue
      watched.told = count
      for (const listener of this.#listeners) listener(sessionId, count)
    }
  }

  async #read(sessionIds: readonly string[]): Promise<void> {
    await Promise.all(
      sessionIds.map(async (sessionId) => {
        const total = await this.#link.ask((redis) => redis.zcard(sessionKey(sessionId, 'here')))
        const watched = this.#watched.get(sessionId)
        if (total === null || watched === undefined) return
        watched.total = total
        watched.localAtTotal = this.#local.countNow(sessionId)
      }),
    )
  }
}
