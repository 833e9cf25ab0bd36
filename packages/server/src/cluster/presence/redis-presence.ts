import { type Guest, type OnlineGuest, OnlineGuestSchema, type OnlinePage } from '@guestwall/protocol'
import * as v from 'valibot'
import { type Clock, every } from '../../domain/ports.ts'
import { sessionKey } from '../redis/keys.ts'
import { answersOf, type RedisLink } from '../redis/redis-link.ts'
import { cursorOf, positionOf } from './arrival.ts'
import { InProcessPresence } from './in-process-presence.ts'
import type { CountListener, Presence } from './presence.ts'
import { CHANGE, PAGE, RENEW } from './redis-scripts.ts'

/** Arrivals and departures of one server travel together. */
const GATHER_MS = 50
/** How often the counts are read. Readers get them once a second, so a clean leave shows within two seconds. */
const COUNT_MS = 750
/** A server that has not renewed for the time of its lease counts as dead and its guests as gone. Time between two renewals. */
const RENEW_MS = 10_000
const LEASE_MS = 30_000
/** Keys live longer than the lease, so that the next renewal by any server can clear them. */
const KEY_LIFE_MS = 10 * 60_000
/** A count that was asked for is kept up to date for this long. */
const WATCH_MS = 60_000
/** The most guests in one script: it occupies Redis for some milliseconds. */
const SCRIPT_GUESTS = 1_000
/** After Redis was emptied, every server has written its guests again within this time: it notices at its next read. */
const REWRITE_WITHIN_MS = 4 * COUNT_MS

const CountSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const IsNewSchema = v.picklist([0, 1])
const RenewedSchema = v.tuple([IsNewSchema, CountSchema])
/** The arrival of each guest that was asked for; `null`: not here. */
const ScoresSchema = v.array(v.nullable(v.string()))
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
  /** The count over all servers that Redis gave last; `null` before the first. */
  total: number | null
  /** The count of this server at that time: while Redis is away only changes here are known. */
  localAtTotal: number
  emitted: number
  askedAtMs: number
  /** Redis was emptied: until this time some servers may not have written their guests again. */
  lostUntilMs: number
}

/**
 * Presence over all servers. Each server keeps its own guests in memory and in a set with a lease. The union in Redis holds each guest once, with
 * the servers that have it, so that a count and a page are cheap to read (ONLINE-1). While Redis is away a server shows the last known number of
 * the others and its own guests.
 */
export class RedisPresence implements Presence {
  readonly #link: RedisLink
  readonly #server: string
  readonly #clock: Clock
  readonly #local: InProcessPresence
  readonly #watched = new Map<string, Watched>()
  readonly #listeners = new Set<CountListener>()
  /** Sessions whose guests in Redis may be wrong: a change was not answered. */
  readonly #doubtful = new Set<string>()
  /** Sessions in which Redis has this server's lease. */
  readonly #leased = new Set<string>()
  /** Changed guests of this server, by session; `null`: gone. */
  #changes = new Map<string, Map<string, OnlineGuest | null>>()
  #cancelFlush: (() => void) | null = null
  #cancelRewrite: (() => void) | null = null

  /** `server`: the name of this server, different at each start and from all that share the Redis. */
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
      this.#cancelRewrite?.()
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

  rename(sessionId: string, guest: Guest): void {
    this.#local.rename(sessionId, guest)
  }

  /** The guests of this server leave as always. What servers that died have left goes with the keys. */
  forget(sessionId: string): void {
    this.#changes.delete(sessionId)
    this.#local.forget(sessionId)
    const keys = keysOf(sessionId, this.#server)
    this.#link.write(keys, (pipeline) => {
      for (const key of keys) pipeline.del(key)
    })
  }

  async whichOnline(sessionId: string, guestIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (guestIds.length === 0) return new Set()
    void this.#flush()
    const scores = await this.#link.ask({ keys: keysOf(sessionId, this.#server), form: ScoresSchema }, (redis) =>
      redis.zmscore(keyOf(sessionId), ...guestIds),
    )
    if (scores === null) return this.#local.whichOnline(sessionId, guestIds)
    return new Set(guestIds.filter((_, index) => scores[index] !== null))
  }

  async page(sessionId: string, cursor: string | null, limit: number): Promise<OnlinePage> {
    // Not awaited: one connection carries out commands in order, so Redis has the change before it reads the page.
    void this.#flush()
    const { sinceMs, id } = positionOf(cursor) ?? { sinceMs: 0, id: '' }
    const answer = await this.#link.ask({ keys: keysOf(sessionId, this.#server), form: PageSchema }, (redis) =>
      redis.eval(PAGE, 1, keyOf(sessionId), String(sinceMs), id, String(limit)),
    )
    if (answer === null) return this.#local.page(sessionId, cursor, limit)
    const { count, guests } = answer
    const last = guests[limit - 1]
    // One more than the page holds: it shows whether there is a next page.
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
      watched = { total: null, localAtTotal: 0, emitted: -1, askedAtMs: 0, lostUntilMs: 0 }
      this.#watched.set(sessionId, watched)
    }
    watched.askedAtMs = this.#clock.now()
    return watched
  }

  #known(sessionId: string, { total, localAtTotal }: Watched): number {
    const here = this.#local.countNow(sessionId)
    if (total === null) return here
    // The union holds at least the guests of this server.
    return Math.max(here, this.#link.health === 'ok' ? total : total - localAtTotal + here)
  }

  #note(sessionId: string, guestId: string, guest: OnlineGuest | null): void {
    this.#watch(sessionId)
    const changes = this.#changes.get(sessionId) ?? new Map<string, OnlineGuest | null>()
    this.#changes.set(sessionId, changes.set(guestId, guest))
    this.#cancelFlush ??= this.#clock.setTimer(GATHER_MS, () => void this.#flush())
  }

  /** Writes the changes of this server to Redis. The next renewal repairs what is lost on the way. */
  async #flush(): Promise<void> {
    this.#cancelFlush?.()
    this.#cancelFlush = null
    const changes = this.#changes
    this.#changes = new Map()
    await Promise.all([...changes].flatMap(([sessionId, guests]) => parts(guests).map((some) => this.#change(sessionId, some))))
  }

  /** Resolves with whether Redis took it. */
  async #change(sessionId: string, guests: readonly Change[]): Promise<boolean> {
    const args = guests.flatMap(([id, guest]) => (guest === null ? [id, '', ''] : [id, guest.name, String(Date.parse(guest.since))]))
    const isNew = await this.#link.ask({ keys: keysOf(sessionId, this.#server), form: IsNewSchema }, (redis) =>
      redis.eval(CHANGE, 1, keyOf(sessionId), this.#server, String(LEASE_MS), String(KEY_LIFE_MS), ...args),
    )
    if (isNew === null) this.#doubtful.add(sessionId)
    else this.#noteLease(sessionId, isNew)
    return isNew !== null
  }

  /** Renews the lease of this server in every session, removes the guests of dead servers, and writes again what Redis has lost. */
  async #renewAll(): Promise<void> {
    // Watched sessions too: else the guests of a dead server would stay where this server has none.
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
    // An equal number does not mean the same guests: one may have left and another arrived while Redis was away.
    if (held !== this.#local.countNow(sessionId) || this.#doubtful.has(sessionId)) await this.#rewriteAll(sessionId)
  }

  /** Replaces what Redis holds of the guests of this server. In parts, so that no script takes long. */
  async #rewriteAll(sessionId: string): Promise<void> {
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
      if (count === watched.emitted) continue
      watched.emitted = count
      for (const listener of this.#listeners) listener(sessionId, count)
    }
  }

  /** Reads the count, and whether Redis still has the lease of this server: the count of an emptied Redis is not used. */
  async #read(sessionId: string): Promise<void> {
    const here = keyOf(sessionId)
    const answer = await this.#link.ask({ keys: keysOf(sessionId, this.#server), form: KnownCountSchema }, (redis) =>
      answersOf(redis.pipeline().zscore(`${here}:servers`, this.#server).zcard(here)),
    )
    const watched = this.#watched.get(sessionId)
    if (answer === null || watched === undefined) return
    const [lease, total] = answer
    if (lease === null && this.#leased.has(sessionId)) return this.#renew(sessionId)
    // Until the other servers have written their guests again the count may only grow.
    if (this.#clock.now() < watched.lostUntilMs && total < (watched.total ?? 0)) return
    watched.total = total
    watched.localAtTotal = this.#local.countNow(sessionId)
  }

  /** A lease that is new although this server had one shows that Redis has lost the session: every server writes it again. */
  #noteLease(sessionId: string, isNew: 0 | 1): void {
    if (isNew === 1 && this.#leased.has(sessionId)) {
      const watched = this.#watched.get(sessionId)
      if (watched !== undefined) watched.lostUntilMs = this.#clock.now() + REWRITE_WITHIN_MS
      this.#doubtful.add(sessionId)
      // After the calls that are in progress.
      this.#cancelRewrite ??= this.#clock.setTimer(GATHER_MS, () => {
        this.#cancelRewrite = null
        void this.#renewAll()
      })
    }
    this.#leased.add(sessionId)
  }
}

type Change = readonly [guestId: string, guest: OnlineGuest | null]

/** The changes in parts of one script each. */
function parts(guests: ReadonlyMap<string, OnlineGuest | null>): Change[][] {
  const all = [...guests]
  return Array.from({ length: Math.ceil(all.length / SCRIPT_GUESTS) }, (_, index) =>
    all.slice(index * SCRIPT_GUESTS, (index + 1) * SCRIPT_GUESTS),
  )
}

/** The key of the union of a session. */
function keyOf(sessionId: string): string {
  return sessionKey(sessionId, 'here')
}

/** The keys of a session that a server reads and writes. */
function keysOf(sessionId: string, server: string): string[] {
  return ['', ':names', ':refs', ':servers', `:at:${server}`].map((suffix) => `${keyOf(sessionId)}${suffix}`)
}

/** `null` where it is no time. */
function timestamp(ms: number): string | null {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
