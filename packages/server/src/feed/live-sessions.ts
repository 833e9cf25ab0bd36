import type { Position } from '@guestwall/protocol'
import type { Bus } from '../cluster/bus/bus.ts'
import type { Actor } from '../domain/actor.ts'
import { type Clock, every } from '../domain/ports.ts'
import { type LogSlice, type Store, type StoredWalls, StoreUnavailable } from '../storage/store.ts'
import { LiveSession } from './live-session.ts'

/** Events read with a session, so that those who return soon after a restart need no read of their own. */
const TAIL_EVENTS = 1_000
/** The heads of live sessions are compared with the store this often: it repairs whatever a bus lost. */
const HEAD_CHECK_MS = 1_500
/** Those who were reading when the server ended are back by then. */
const BELIEVED_MS = 300_000
/** A session that nobody has used for this long is forgotten; the store has it. */
const IDLE_MS = 60_000

interface Entry {
  readonly loading: Promise<LiveSession | null>
  session: LiveSession | null
  /** Uses that hold the session here: readers and requests. */
  uses: number
  idleSinceMs: number
}

/** The sessions that are live on this server: loaded once, whoever asks, and dropped when idle. */
export class LiveSessions {
  readonly #store: Store
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #onUnpublished: (sessionId: string) => void
  readonly #onLostCommits: (sessionId: string, epoch: string) => Promise<void> | void
  /** In Unix seconds. */
  readonly #startedAtS: number
  /** Until then a reader whose position is beyond the head is believed; `null` from the first one on. */
  #believesUntilMs: number | null
  readonly #entries = new Map<string, Entry>()

  constructor(parts: {
    store: Store
    bus: Bus
    clock: Clock
    /** Hears of sessions with ballots that no tally tells of yet: whose server ended before it could. */
    onUnpublished: (sessionId: string) => void
    /** Hears of sessions whose log is shorter than it was: the database has lost commits (LOG-4). Resolves when a new epoch has begun. */
    onLostCommits: (sessionId: string, epoch: string) => Promise<void> | void
  }) {
    this.#store = parts.store
    this.#bus = parts.bus
    this.#clock = parts.clock
    this.#onUnpublished = parts.onUnpublished
    this.#onLostCommits = parts.onLostCommits
    this.#believesUntilMs = parts.clock.now() + BELIEVED_MS
    this.#startedAtS = Math.floor(parts.clock.wallTime() / 1000)
    this.#bus.onSlice((sessionId, slice) => this.apply(sessionId, slice))
    this.#bus.onLost(() => void this.#tellHeads().catch(() => {}))
  }

  /** Begins the head checks; the answer ends them. */
  start(): () => void {
    // The store may not answer: the next check asks again, and readiness tells the operator.
    return every(this.#clock, HEAD_CHECK_MS, () => this.checkHeads().catch(() => {}))
  }

  get size(): number {
    return this.#entries.size
  }

  /** The session for as long as `use` runs; `null` when there is none. Rejects when the store does not answer. */
  async with<Result>(sessionId: string, use: (session: LiveSession | null) => Promise<Result> | Result): Promise<Result> {
    const release = this.#hold(sessionId)
    try {
      const session = await (this.#entries.get(sessionId) as Entry).loading
      await session?.settle()
      return await use(session)
    } finally {
      release()
    }
  }

  /** Like `with`, until `release` is called. */
  async hold(sessionId: string): Promise<{ session: LiveSession; release: () => void } | null> {
    const release = this.#hold(sessionId)
    try {
      const session = await (this.#entries.get(sessionId) as Entry).loading
      await session?.settle()
      if (session !== null) return { session, release }
      release()
      return null
    } catch (error) {
      release()
      throw error
    }
  }

  /**
   * Reads what the log has up to the position (SYNC-6). A position beyond its end in its own epoch, of somebody who was here before this
   * server, says that commits were lost, as by a machine that was set back as a whole: a new epoch begins (LOG-4). It could be made up, so it
   * counts soon after a start and once, which is enough: from then on no position of before is good.
   */
  async reach(session: LiveSession, position: Position | null, { firstIssuedAt }: Pick<Actor, 'firstIssuedAt'>): Promise<void> {
    await session.reach(position)
    const isBeyond = position !== null && position.epoch === session.epoch && position.lastEventId > session.head
    const wasHereBefore = firstIssuedAt !== undefined && firstIssuedAt < this.#startedAtS
    if (!isBeyond || !wasHereBefore || this.#believesUntilMs === null || this.#clock.now() > this.#believesUntilMs) return
    this.#believesUntilMs = null
    await this.#onLostCommits(session.id, session.epoch)
    await session.catchUp()
  }

  /** Takes committed events; a session that is not live here needs none. */
  apply(sessionId: string, slice: LogSlice): void {
    const entry = this.#entries.get(sessionId)
    if (entry === undefined) return
    if (entry.session !== null) entry.session.apply(slice)
    // Still loading: what it reads may be older than this commit.
    else void entry.loading.then((session) => session?.apply(slice)).catch(() => {})
  }

  /** Compares every live head with the store's in one query, and begins to catch up where it is behind. Forgets what is idle. */
  async checkHeads(): Promise<void> {
    this.#forgetIdle()
    const live = [...this.#entries.values()].flatMap(({ session }) => session ?? [])
    // Taken before the question: what is committed meanwhile is no loss.
    const asOfMs = this.#clock.now()
    const before = new Map(live.map(({ id, epoch, head }) => [id, { epoch, head }]))
    const heads = await this.#store.readHeads(live.map(({ id }) => id))
    for (const [id, { epoch, head }] of before) {
      const stored = heads.get(id)
      if (stored?.epoch === epoch && stored.head < head) void this.#onLostCommits(id, epoch)
    }
    for (const { id } of live) if (heads.get(id)?.hasUnpublishedBallots === true) this.#onUnpublished(id)
    const behind = live.filter((session) => {
      const stored = heads.get(session.id)
      const isBehind = stored !== undefined && (stored.epoch !== session.epoch || stored.head > session.head)
      if (!isBehind) session.confirm(asOfMs)
      return isBehind
    })
    // The check waits for none of them: one session that the store answers late must not keep the others from their news.
    for (const session of behind) {
      const stored = heads.get(session.id)
      session.catchUp(stored?.epoch === session.epoch ? stored.head : undefined).catch(() => {})
    }
  }

  /** Finds what was lost, and tells the bus how far each log has come: it may have lost that too. */
  async #tellHeads(): Promise<void> {
    await this.checkHeads()
    for (const { session } of this.#entries.values()) if (session !== null) this.#bus.tellHead(session.id, session.epoch, session.head)
  }

  #hold(sessionId: string): () => void {
    let entry = this.#entries.get(sessionId)
    if (entry === undefined) {
      entry = { loading: this.#load(sessionId), session: null, uses: 0, idleSinceMs: 0 }
      this.#entries.set(sessionId, entry)
    }
    const held = entry
    held.uses += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      held.uses -= 1
      held.idleSinceMs = this.#clock.now()
    }
  }

  async #load(sessionId: string): Promise<LiveSession | null> {
    // The entry is in the map before its session is: the first await below gives the caller the time to put it there.
    await Promise.resolve()
    const entry = this.#entries.get(sessionId)
    try {
      // From here on its news is heard; then what has been until now is read (SYNC-4).
      await this.#bus.follow(sessionId)
      const asOfMs = this.#clock.now()
      const walls = await this.#walls(sessionId)
      const from = walls === null ? 0 : Math.max(0, walls.head - TAIL_EVENTS)
      const tail = walls === null ? null : await this.#store.readEvents(sessionId, from, TAIL_EVENTS)
      if (walls === null || tail === null) {
        this.#forget(sessionId)
        return null
      }
      const session = new LiveSession(sessionId, this.#store, walls, tail, {
        asOfMs,
        now: () => this.#clock.now(),
        doubtedSinceMs: () => this.#bus.doubtedSinceMs(),
      })
      if (entry !== undefined) entry.session = session
      return session
    } catch (error) {
      this.#forget(sessionId)
      throw error
    }
  }

  /** The walls, of a log that is as long as it is known to have been. */
  async #walls(sessionId: string): Promise<StoredWalls | null> {
    const walls = await this.#store.readWalls(sessionId)
    if (walls === null) return null
    const known = await this.#bus.knownHead(sessionId, walls.epoch)
    if (known === null || known <= walls.head) return walls
    // What was committed since the walls were read is no loss.
    const now = (await this.#store.readHeads([sessionId])).get(sessionId)
    if (now?.epoch !== walls.epoch || now.head >= known) return walls
    void this.#onLostCommits(sessionId, walls.epoch)
    // Under the old epoch nothing of it is shown: whoever asks again finds the new one.
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
