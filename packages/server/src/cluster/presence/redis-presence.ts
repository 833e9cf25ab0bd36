import { type Guest, type OnlineGuest, OnlineGuestSchema, type OnlinePage } from '@guestwall/protocol'
import * as v from 'valibot'
import { type Clock, every } from '../../domain/ports.ts'
import { sessionKey } from '../redis/keys.ts'
import { answersOf, type RedisLink } from '../redis/redis-link.ts'
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
/** Guests that one script takes: it keeps Redis busy for some milliseconds. */
const SCRIPT_GUESTS = 1_000
/** Every server notices within a turn of reading that Redis was emptied, and tells it again. */
const MAKE_GOOD_MS = 4 * COUNT_MS

const CountSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const IsNewSchema = v.picklist([0, 1])
const RenewedSchema = v.tuple([IsNewSchema, CountSchema])
/** The lease, and the count. */
const KnownCountSchema = v.tuple([v.nullable(v.string()), CountSchema])
/** The count, then id, name and arrival of each guest. */
const PageSchema = v.pipe(
  v.tupleWithRest([CountSchema], v.string()),
  v.transform(([count, ...rows]) => ({
    count,
    guests: Array.from({ length: Math.ceil(rows.length / 3) }, (_, index) => {
      const [id, name, sinceMs] = rows.slice(3 * index)
      return { id, name, since: timestamp(Number(sinceMs)) }
    }),
  })),
  v.object({ count: CountSchema, guests: v.array(OnlineGuestSchema) }),
)

interface Watched {
  /** Of all servers, as Redis said last; `null` before. */
  total: number | null
  /** Of this server at that time: without Redis, what changes here is all that is known. */
  localAtTotal: number
  told: number
  askedAtMs: number
  /** Redis was emptied: until then not every server has told it again who is there. */
  lostUntilMs: number
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
  /** Sessions in which Redis has this server's lease. */
  readonly #leased = new Set<string>()
  /** By session, the guests of this server that changed: here, or gone. */
  #changes = new Map<string, Map<string, OnlineGuest | null>>()
  #cancelFlush: (() => void) | null = null
  #cancelMakeGood: (() => void) | null = null

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
      this.#cancelMakeGood?.()
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
    // Not waited for: on one connection it is carried out before the question.
    void this.#flush()
    const { sinceMs, id } = placeOf(cursor) ?? { sinceMs: 0, id: '' }
    const answer = await this.#link.ask({ keys: keysOf(sessionId, this.#server), form: PageSchema }, (redis) =>
      redis.eval(PAGE, 1, keyOf(sessionId), String(sinceMs), id, String(limit)),
    )
    if (answer === null) return this.#local.page(sessionId, cursor, limit)
    const { count, guests } = answer
    const last = guests[limit - 1]
    // One more was asked for than is shown: it tells whether there is a next page.
    const shown = guests.slice(0, limit)
    const nextCursor = guests.length > limit && last !== undefined ? cursorOf(last) : null
    return { count, guests: shown, nextCursor }
  }

  async count(sessionId: string): Promise<number> {
    const watched = this.#watch(sessionId)
    if (watched.total === null) {
      void this.#flush()
      await this.#read(sessionId)
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
      watched = { total: null, localAtTotal: 0, told: -1, askedAtMs: 0, lostUntilMs: 0 }
      this.#watched.set(sessionId, watched)
    }
    watched.askedAtMs = this.#clock.now()
    return watched
  }

  #known(sessionId: string, { total, localAtTotal }: Watched): number {
    const here = this.#local.countNow(sessionId)
    if (total === null) return here
    // The union holds at least one's own.
    return Math.max(here, this.#link.health === 'ok' ? total : total - localAtTotal + here)
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
    await Promise.all([...changes].flatMap(([sessionId, guests]) => parts(guests).map((some) => this.#change(sessionId, some))))
  }

  /** Answers whether Redis took it. */
  async #change(sessionId: string, guests: readonly Change[]): Promise<boolean> {
    const args = guests.flatMap(([id, guest]) => (guest === null ? [id, '', ''] : [id, guest.name, String(Date.parse(guest.since))]))
    const isNew = await this.#link.ask({ keys: keysOf(sessionId, this.#server), form: IsNewSchema }, (redis) =>
      redis.eval(CHANGE, 1, keyOf(sessionId), this.#server, String(LEASE_MS), String(KEY_LIFE_MS), ...args),
    )
    if (isNew === null) this.#doubtful.add(sessionId)
    else this.#noteLease(sessionId, isNew)
    return isNew !== null
  }

  /** Renews this server's lease everywhere, lets go of dead servers' guests, and makes good what Redis has lost. */
  async #renewAll(): Promise<void> {
    // The watched ones too: where nobody is left here, a dead server's guests would stay.
    const sessionIds = new Set([...this.#local.sessionIds(), ...this.#watched.keys(), ...this.#doubtful])
    for (const sessionId of this.#leased) if (!sessionIds.has(sessionId)) this.#leased.delete(sessionId)
    await Promise.all([...sessionIds].map((sessionId) => this.#renew(sessionId)))
  }

  async #renew(sessionId: string): Promise<void> {
    const answer = await this.#link.ask({ keys: keysOf(sessionId, this.#server), form: RenewedSchema }, (redis) =>
      redis.eval(RENEW, 1, keyOf(sessionId), this.#server, String(LEASE_MS), String(KEY_LIFE_MS)),
    )
    if (answer === null) {
      this.#doubtful.add(sessionId)
      return
    }
    const [isNew, held] = answer
    this.#noteLease(sessionId, isNew)
    // As many are not the same ones: somebody may have gone and another come while Redis was away.
    if (held !== this.#local.countNow(sessionId) || this.#doubtful.has(sessionId)) await this.#tellAll(sessionId)
  }

  /** Tells Redis everybody who is here, and who is not, whatever it held: in parts, so that no one script is long. */
  async #tellAll(sessionId: string): Promise<void> {
    this.#doubtful.delete(sessionId)
    const at = `${keyOf(sessionId)}:at:${this.#server}`
    const held = await this.#link.ask({ keys: keysOf(sessionId, this.#server), form: v.array(v.string()) }, (redis) => redis.smembers(at))
    if (held === null) {
      this.#doubtful.add(sessionId)
      return
    }
    const guests = new Map<string, OnlineGuest | null>(held.map((id) => [id, null]))
    for (const guest of this.#local.guests(sessionId)) guests.set(guest.id, guest)
    for (const some of parts(guests)) if (!(await this.#change(sessionId, some))) return
  }

  async #refresh(): Promise<void> {
    const now = this.#clock.now()
    for (const [sessionId, { askedAtMs }] of this.#watched) {
      if (now - askedAtMs > WATCH_MS && this.#local.countNow(sessionId) === 0) this.#watched.delete(sessionId)
    }
    await Promise.all([...this.#watched.keys()].map((sessionId) => this.#read(sessionId)))
    for (const [sessionId, watched] of this.#watched) {
      const count = this.#known(sessionId, watched)
      if (count === watched.told) continue
      watched.told = count
      for (const listener of this.#listeners) listener(sessionId, count)
    }
  }

  /** Reads the count, and whether Redis still knows this server: a Redis that was emptied counts nobody, and is not believed. */
  async #read(sessionId: string): Promise<void> {
    const here = keyOf(sessionId)
    const answer = await this.#link.ask({ keys: keysOf(sessionId, this.#server), form: KnownCountSchema }, (redis) =>
      answersOf(redis.pipeline().zscore(`${here}:servers`, this.#server).zcard(here)),
    )
    const watched = this.#watched.get(sessionId)
    if (answer === null || watched === undefined) return
    const [lease, total] = answer
    if (lease === null && this.#leased.has(sessionId)) return this.#renew(sessionId)
    // The others tell Redis again who is with them: until then the count grows, and does not fall.
    if (this.#clock.now() < watched.lostUntilMs && total < (watched.total ?? 0)) return
    watched.total = total
    watched.localAtTotal = this.#local.countNow(sessionId)
  }

  /** A lease that is new, and was there before, shows that Redis has lost the session: it is told again, by every server. */
  #noteLease(sessionId: string, isNew: 0 | 1): void {
    if (isNew === 1 && this.#leased.has(sessionId)) {
      const watched = this.#watched.get(sessionId)
      if (watched !== undefined) watched.lostUntilMs = this.#clock.now() + MAKE_GOOD_MS
      this.#doubtful.add(sessionId)
      // After what is under way.
      this.#cancelMakeGood ??= this.#clock.setTimer(GATHER_MS, () => {
        this.#cancelMakeGood = null
        void this.#renewAll()
      })
    }
    this.#leased.add(sessionId)
  }
}

type Change = readonly [guestId: string, guest: OnlineGuest | null]

/** The changes in parts that one script each takes. */
function parts(guests: ReadonlyMap<string, OnlineGuest | null>): Change[][] {
  const all = [...guests]
  return Array.from({ length: Math.ceil(all.length / SCRIPT_GUESTS) }, (_, index) =>
    all.slice(index * SCRIPT_GUESTS, (index + 1) * SCRIPT_GUESTS),
  )
}

/** The union of a session. */
function keyOf(sessionId: string): string {
  return sessionKey(sessionId, 'here')
}

/** What a server reads and writes of a session. */
function keysOf(sessionId: string, server: string): string[] {
  return ['', ':names', ':refs', ':servers', `:at:${server}`].map((suffix) => `${keyOf(sessionId)}${suffix}`)
}

/** `null` where it is no time. */
function timestamp(ms: number): string | null {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
