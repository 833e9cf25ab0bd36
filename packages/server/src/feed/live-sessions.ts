import type { KnownGuest, Position } from '@guestwall/protocol'
import type { Bus } from '../cluster/bus/bus.ts'
import type { Actor } from '../domain/actor.ts'
import { type Clock, every } from '../domain/ports.ts'
import type { LogSlice } from '../domain/log-event.ts'
import { Emitter, type Signal } from '../domain/signal.ts'
import type { Store, StoredWalls } from '../log/store.ts'
import { StoreUnavailable } from '../storage/storage.ts'
import { LiveSession } from './live-session.ts'

/** Events loaded with a session, so that readers who return soon after a restart need no read of their own. */
const TAIL_EVENTS = 1_000
/**
 * The heads of live sessions are compared with the store at this interval. This repairs what the bus lost: with the reads that follow it takes less
 * than a second until a guest who was removed on another server gets nothing here, also while Redis is away (PEOPLE-4).
 */
const HEAD_CHECK_MS = 500
/** The readers of before a restart are back within this time. */
const TRUST_POSITIONS_MS = 300_000
/** A session without use for this long is dropped from memory; the store has it. */
const IDLE_MS = 60_000

interface Entry {
  readonly loading: Promise<LiveSession | null>
  session: LiveSession | null
  /** The number of readers and requests that use the session. */
  uses: number
  idleSinceMs: number
}

/** A session that stays in memory until it is released. */
export interface HeldSession {
  readonly session: LiveSession
  release(): void
}

class Hold implements HeldSession {
  readonly session: LiveSession
  #entry: Entry | null
  readonly #unuse: (entry: Entry) => void

  constructor(session: LiveSession, entry: Entry, unuse: (entry: Entry) => void) {
    this.session = session
    this.#entry = entry
    this.#unuse = unuse
  }

  release(): void {
    if (this.#entry !== null) this.#unuse(this.#entry)
    this.#entry = null
  }
}

/** A host acted on a guest: the guest as it is now. */
export interface GuestActed {
  readonly sessionId: string
  readonly guest: KnownGuest
}

/** The stored version of a session's reactions, and where the session's wall ends on this server. */
export interface ReactionsSeen {
  readonly sessionId: string
  readonly version: number
  readonly head: number
}

/** The sessions in this server's memory: loaded once for all callers, and dropped when idle. */
export class LiveSessions {
  readonly #store: Store
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #onUnpublished: (sessionId: string) => void
  readonly #onLostCommits: (sessionId: string, epoch: string) => Promise<void> | void
  /** In Unix seconds. */
  readonly #startedAtS: number
  /** Until then, a position beyond the head counts as proof of lost commits; `null` after the first such position. */
  #trustsPositionsUntilMs: number | null
  readonly #entries = new Map<string, Entry>()
  readonly #guestActed = new Emitter<GuestActed>()
  readonly #deleted = new Emitter<string>()
  readonly #reactionsSeen = new Emitter<ReactionsSeen>()

  constructor(parts: {
    store: Store
    bus: Bus
    clock: Clock
    /** Called for sessions with ballots that no tally includes yet: their server stopped before it published one. */
    onUnpublished: (sessionId: string) => void
    /** Called for sessions whose log is shorter than before: the database has lost commits (LOG-4). Resolves when a new epoch has begun. */
    onLostCommits: (sessionId: string, epoch: string) => Promise<void> | void
  }) {
    this.#store = parts.store
    this.#bus = parts.bus
    this.#clock = parts.clock
    this.#onUnpublished = parts.onUnpublished
    this.#onLostCommits = parts.onLostCommits
    this.#trustsPositionsUntilMs = parts.clock.now() + TRUST_POSITIONS_MS
    this.#startedAtS = Math.floor(parts.clock.wallTime() / 1000)
    this.#bus.onSlice((sessionId, slice) => this.apply(sessionId, slice))
    this.#bus.onLost(() => void this.#recordHeads().catch(() => {}))
  }

  /** Starts the head checks; the returned function stops them. */
  start(): () => void {
    // When the store does not answer, the next check tries again, and the readiness check reports it.
    return every(this.#clock, HEAD_CHECK_MS, () => this.checkHeads().catch(() => {}))
  }

  /** Every act of a host on a guest of a live session, once this server has it. */
  get guestActed(): Signal<GuestActed> {
    return this.#guestActed
  }

  /** The version of the stored reactions of each live session, at each look. */
  get reactionsSeen(): Signal<ReactionsSeen> {
    return this.#reactionsSeen
  }

  /** Every live session that was deleted, once this server knows. */
  get deleted(): Signal<string> {
    return this.#deleted
  }

  /** Drops a session that was deleted (DEL-2). */
  drop(sessionId: string): void {
    const session = this.#entries.get(sessionId)?.session ?? null
    this.#forget(sessionId)
    session?.noteDeleted()
    this.#deleted.emit(sessionId)
  }

  get size(): number {
    return this.#entries.size
  }

  /** Keeps the session in memory while `use` runs; `null` when there is no such session. Rejects when the store does not answer. */
  async with<Result>(sessionId: string, use: (session: LiveSession | null) => Promise<Result> | Result): Promise<Result> {
    const entry = this.#used(sessionId)
    try {
      const session = await entry.loading
      await session?.ensureFresh()
      return await use(session)
    } finally {
      this.#unuse(entry)
    }
  }

  /** Like `with`, until `release` is called. */
  async hold(sessionId: string): Promise<HeldSession | null> {
    const entry = this.#used(sessionId)
    let session: LiveSession | null = null
    try {
      session = await entry.loading
      await session?.ensureFresh()
    } catch (error) {
      this.#unuse(entry)
      throw error
    }
    if (session !== null) return new Hold(session, entry, this.#unuse)
    this.#unuse(entry)
    return null
  }

  /**
   * Reads the log up to the position (SYNC-6). A position beyond the log's end in the log's own epoch, from a reader who joined before this
   * server started, proves that commits were lost, for example because the whole machine was restored: a new epoch begins (LOG-4). Such a
   * position could be forged, so it counts only soon after a start and only once. Once is enough: the new epoch makes all older positions
   * invalid.
   */
  async reach(session: LiveSession, position: Position | null, { firstIssuedAt }: Pick<Actor, 'firstIssuedAt'>): Promise<void> {
    await session.reach(position)
    const isBeyond = position !== null && position.epoch === session.epoch && position.lastEventId > session.head
    const wasHereBefore = firstIssuedAt !== undefined && firstIssuedAt < this.#startedAtS
    if (!isBeyond || !wasHereBefore || this.#trustsPositionsUntilMs === null || this.#clock.now() > this.#trustsPositionsUntilMs) return
    this.#trustsPositionsUntilMs = null
    await this.#onLostCommits(session.id, session.epoch)
    await session.catchUp()
  }

  /** Applies committed events to the session, if it is in memory. */
  apply(sessionId: string, slice: LogSlice): void {
    const entry = this.#entries.get(sessionId)
    if (entry === undefined) return
    if (entry.session !== null) entry.session.apply(slice)
    // Still loading: the loaded state may be older than this commit.
    else void entry.loading.then((session) => session?.apply(slice)).catch(() => {})
  }

  /** Compares every live head with the store in one query, and starts to catch up the sessions that are behind. Drops idle sessions. */
  async checkHeads(): Promise<void> {
    this.#forgetIdle()
    const live = [...this.#entries.values()].flatMap(({ session }) => session ?? [])
    // Taken before the query: events that are committed in the meantime are not lost.
    const asOfMs = this.#clock.now()
    const before = new Map(live.map(({ id, epoch, head }) => [id, { epoch, head }]))
    const heads = await this.#store.readHeads(live.map(({ id }) => id))
    for (const [id, { epoch, head }] of before) {
      const stored = heads.get(id)
      if (stored?.epoch === epoch && stored.head < head) void this.#onLostCommits(id, epoch)
    }
    for (const { id } of live) if (!heads.has(id)) this.drop(id)
    for (const { id } of live) if (heads.get(id)?.hasUnpublishedBallots === true) this.#onUnpublished(id)
    const noteReactions = ({ id, head }: LiveSession) => {
      const stored = heads.get(id)
      if (stored !== undefined) this.#reactionsSeen.emit({ sessionId: id, version: stored.reactionsVersion, head })
    }
    const behind = live.filter((session) => {
      const stored = heads.get(session.id)
      const isBehind = stored !== undefined && (stored.epoch !== session.epoch || stored.head > session.head)
      if (!isBehind) {
        session.confirm(asOfMs)
        noteReactions(session)
      }
      return isBehind
    })
    // The check does not wait: one session with a slow read must not delay the others.
    for (const session of behind) {
      const stored = heads.get(session.id)
      const caughtUp = session.catchUp(stored?.epoch === session.epoch ? stored.head : undefined)
      // Reactions to a message count here once the message is here.
      caughtUp.then(() => noteReactions(session)).catch(() => {})
    }
  }

  /** Finds missed events, and records every head on the bus again: the bus may have lost the heads too. */
  async #recordHeads(): Promise<void> {
    await this.checkHeads()
    for (const { session } of this.#entries.values()) if (session !== null) this.#bus.recordHead(session.id, session.epoch, session.head)
  }

  #used(sessionId: string): Entry {
    let entry = this.#entries.get(sessionId)
    if (entry === undefined) {
      entry = { loading: this.#load(sessionId), session: null, uses: 0, idleSinceMs: 0 }
      this.#entries.set(sessionId, entry)
    }
    entry.uses += 1
    return entry
  }

  readonly #unuse = (entry: Entry): void => {
    entry.uses -= 1
    entry.idleSinceMs = this.#clock.now()
  }

  async #load(sessionId: string): Promise<LiveSession | null> {
    // The entry is in the map before its session is: the first await below gives the caller the time to put it there.
    await Promise.resolve()
    const entry = this.#entries.get(sessionId)
    try {
      // Hints arrive from here on; then everything until now is read (SYNC-4).
      await this.#bus.follow(sessionId)
      const asOfMs = this.#clock.now()
      const walls = await this.#walls(sessionId)
      const from = walls === null ? 0 : Math.max(0, walls.head - TAIL_EVENTS)
      const tail = walls === null ? null : await this.#store.readEvents(sessionId, from, TAIL_EVENTS)
      if (walls === null || tail === null) {
        this.#forget(sessionId)
        return null
      }
      const freshness = { asOfMs, now: () => this.#clock.now(), staleSinceMs: () => this.#bus.staleSinceMs() }
      const onActed = (guest: KnownGuest) => this.#guestActed.emit({ sessionId, guest })
      const session = new LiveSession(sessionId, this.#store, walls, tail, freshness, onActed)
      if (entry !== undefined) entry.session = session
      return session
    } catch (error) {
      this.#forget(sessionId)
      throw error
    }
  }

  /** The walls, after a check that the log is not shorter than the bus knows. */
  async #walls(sessionId: string): Promise<StoredWalls | null> {
    const walls = await this.#store.readWalls(sessionId)
    if (walls === null) return null
    const known = await this.#bus.knownHead(sessionId, walls.epoch)
    if (known === null || known <= walls.head) return walls
    // Events that were committed after the walls were read are not lost.
    const now = (await this.#store.readHeads([sessionId])).get(sessionId)
    if (now?.epoch !== walls.epoch || now.head >= known) return walls
    void this.#onLostCommits(sessionId, walls.epoch)
    // Nothing is shown under the old epoch: the next request gets the new one.
    throw new StoreUnavailable('the database has lost commits: a new epoch begins')
  }

  #forget(sessionId: string): void {
    this.#entries.delete(sessionId)
    this.#bus.unfollow(sessionId)
  }

  #forgetIdle(): void {
    const now = this.#clock.now()
    for (const [id, { session, uses, idleSinceMs }] of this.#entries) {
      if (session !== null && uses === 0 && now - idleSinceMs > IDLE_MS) this.#forget(id)
    }
  }
}
