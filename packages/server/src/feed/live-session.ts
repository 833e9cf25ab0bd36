import { applyEvent, PAGE_BYTES, PAGE_EVENTS, type Position, REPLAY_EVENTS, type Role, type Session, type Wall } from '@guestwall/protocol'
import { GUEST_VIEW, HOST_VIEW, seenEvent, type View, WALL_VIEW } from '../log/decide/audience.ts'
import { type LogSlice, type Store, type StoredWalls, StoreUnavailable } from '../storage/store.ts'
import { EncodedSnapshot } from './encoded-snapshot.ts'
import { type EncodedSlice, EventRing, type PageLimit } from './event-ring.ts'
import { VoterRolls } from './voters.ts'

/** A page of a replay. */
export const REPLAY_PAGE: PageLimit = { events: PAGE_EVENTS, bytes: PAGE_BYTES }

const ROLE_VIEWS = [GUEST_VIEW, WALL_VIEW, HOST_VIEW] as const

/** Whether what is held may be old: it was true at `asOfMs`, and everything after `doubtedSinceMs` was heard. */
export interface Freshness {
  readonly asOfMs: number
  now(): number
  doubtedSinceMs(): number
}

/** Where nobody else writes. */
const ALWAYS_FRESH: Freshness = { asOfMs: 0, now: () => 0, doubtedSinceMs: () => Number.NEGATIVE_INFINITY }

const SETTLE_TRIES = 3

/** Told that the head moved. It must not throw. */
export type AdvanceListener = () => void

/**
 * One session as this server knows it: the wall for each role, and the tail of the log. It moves only forward, only by
 * events that continue its head exactly; any doubt is settled by reading the log (SYNC-2, LOG-3).
 */
export class LiveSession {
  readonly id: string
  readonly #store: Store
  #epoch: string
  #walls: Record<Role, Wall>
  #voters: VoterRolls
  #ring: EventRing
  readonly #snapshots = new Map<View, EncodedSnapshot>()
  /** The read of the log that is under way or was the last, and the one that begins after it, with how far that is to go. */
  #reading: Promise<void> | null = null
  #nextRead: Promise<void> | null = null
  #nextUpTo = 0
  /** One read of a page serves everybody who stands at the same place. */
  readonly #pages = new Map<number, Promise<LogSlice | null>>()
  readonly #listeners = new Set<AdvanceListener>()

  readonly #freshness: Freshness
  /** When what is held was last compared with the store. */
  #confirmedMs: number

  constructor(id: string, store: Store, walls: StoredWalls, tail: LogSlice, freshness: Freshness = ALWAYS_FRESH) {
    this.id = id
    this.#store = store
    this.#freshness = freshness
    this.#confirmedMs = freshness.asOfMs
    this.#epoch = walls.epoch
    this.#walls = { ...walls.walls }
    this.#voters = new VoterRolls(walls.voters)
    this.#ring = new EventRing(Math.min(tail.from, walls.head))
    for (const logged of tail.events) if (logged.event.id <= walls.head) this.#ring.push(logged)
    if (this.#ring.end !== walls.head) this.#ring = new EventRing(walls.head)
  }

  get epoch(): string {
    return this.#epoch
  }

  get head(): number {
    return this.#ring.end
  }

  /** The session as it is at the head. */
  get session(): Session {
    return this.#walls.host.session
  }

  /** What somebody may see now. A guest who votes comes to see more. */
  viewOf(role: Role, guestId: string): View {
    return this.#voters.viewOf(role, guestId)
  }

  wall(view: View): Wall {
    const wall = this.#walls[view.role]
    if (view.voted.length === 0) return wall
    const whole = this.#walls.host.votes
    return {
      ...wall,
      votes: wall.votes.map((vote) => (view.voted.includes(vote.id) ? (whole.find(({ id }) => id === vote.id) ?? vote) : vote)),
    }
  }

  /** The snapshot for a view at the head, encoded once for all who ask between two events. */
  snapshot(view: View): EncodedSnapshot {
    let snapshot = this.#snapshots.get(view)
    if (snapshot === undefined) {
      snapshot = new EncodedSnapshot(JSON.stringify({ epoch: this.#epoch, lastEventId: this.head, wall: this.wall(view) }))
      this.#snapshots.set(view, snapshot)
    }
    return snapshot
  }

  /** SYNC-3: whether a reader can go on from this position, at most `most` events behind. */
  canReplay(position: Position | null, most = REPLAY_EVENTS): position is Position {
    if (position === null || position.epoch !== this.#epoch || position.lastEventId > this.head) return false
    return this.head - position.lastEventId <= most
  }

  /** A position beyond the local head may be one that another server gave: the log is asked before it is called unrecoverable (SYNC-6). */
  async reach(position: Position | null): Promise<void> {
    if (position !== null && position.epoch === this.#epoch && position.lastEventId > this.head) await this.catchUp(position.lastEventId)
  }

  /**
   * Compares what may be old with the store: a message may have been removed meanwhile, and is not to be shown again (LOG-5). Rejects when
   * the store does not answer.
   */
  async settle(): Promise<void> {
    // Doubt may arise again while the store is read: a loaded machine stands still more than once.
    for (let tries = 0; this.#isDoubted; tries += 1) {
      if (tries === SETTLE_TRIES) throw new StoreUnavailable('what is held may be old')
      await this.catchUp()
    }
  }

  /** What is held was found to be the log's end by a question that was asked at `asOfMs`. */
  confirm(asOfMs: number): void {
    this.#confirmedMs = Math.max(this.#confirmedMs, asOfMs)
  }

  get #isDoubted(): boolean {
    return this.#confirmedMs < this.#freshness.doubtedSinceMs()
  }

  /** The next page after `from` out of memory; `null` when it must be read from the store. */
  slice(from: number, view: View): EncodedSlice | null {
    if (this.#isDoubted) return null
    return this.#ring.slice(from, view, REPLAY_PAGE)
  }

  /** The next page after `from` out of the store, for a reader that the ring no longer serves. */
  async readPage(from: number, view: View): Promise<EncodedSlice> {
    let reading = this.#pages.get(from)
    if (reading === undefined) {
      reading = this.#store.readEvents(this.id, from, PAGE_EVENTS).finally(() => this.#pages.delete(from))
      this.#pages.set(from, reading)
    }
    const page = await reading
    if (page === null || page.epoch !== this.#epoch) throw new Error(`session ${this.id} has no event after ${from} in this epoch`)
    const items: string[] = []
    let bytes = 0
    for (const logged of page.events) {
      const seen = seenEvent(view, logged)
      if (seen === null) continue
      const item = JSON.stringify(seen)
      bytes += Buffer.byteLength(item)
      // One at least, so that a reader gets on.
      if (bytes > PAGE_BYTES && items.length > 0) return { to: logged.event.id - 1, items }
      items.push(item)
    }
    return { to: page.to, items }
  }

  /** Takes committed events. Those already known are ignored; a gap, another epoch or doubt is settled from the store. */
  apply(slice: LogSlice): void {
    if (slice.epoch === this.#epoch && slice.to <= this.head) return
    if (slice.epoch !== this.#epoch || slice.from > this.head || this.#isDoubted) {
      // The store may not answer: the next head check asks again.
      this.catchUp(slice.epoch === this.#epoch ? slice.to : undefined).catch(() => {})
      return
    }
    this.#advance(slice)
  }

  /**
   * Reads from the store what the log has beyond the local head: up to `upTo`, or to its end where that is nearer. One read at a time,
   * whoever asks; each asker is served by the first that began after it asked, so that many who ask cannot keep one another waiting, and a
   * position that is beyond the log even then was never one of it (LOG-4). Rejects when the store does not answer.
   */
  catchUp(upTo = Number.MAX_SAFE_INTEGER): Promise<void> {
    this.#nextUpTo = Math.max(this.#nextUpTo, upTo)
    this.#nextRead ??= this.#readAfter(this.#reading)
    return this.#nextRead
  }

  /** Calls `listener` after each move of the head; the answer ends it. */
  onAdvance(listener: AdvanceListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #readAfter(underWay: Promise<void> | null): Promise<void> {
    // What the one before came to was told to those who asked for it.
    await underWay?.catch(() => {})
    const upTo = this.#nextUpTo
    this.#reading = this.#nextRead
    this.#nextRead = null
    this.#nextUpTo = 0
    await this.#readOn(upTo)
  }

  async #readOn(upTo: number): Promise<void> {
    while (this.head < upTo) {
      const asOfMs = this.#freshness.now()
      const slice = await this.#store.readEvents(this.id, this.head, PAGE_EVENTS)
      if (slice === null) return
      if (slice.epoch !== this.#epoch) return this.#startOver()
      if (slice.from <= this.head && slice.to > this.head) this.#advance(slice)
      const isEnd = slice.to - slice.from < PAGE_EVENTS
      if (!isEnd) continue
      this.confirm(asOfMs)
      return
    }
  }

  /** The log began a new life: nothing that is held is true any more (LOG-4). */
  async #startOver(): Promise<void> {
    const asOfMs = this.#freshness.now()
    const walls = await this.#store.readWalls(this.id)
    if (walls === null) return
    this.confirm(asOfMs)
    this.#epoch = walls.epoch
    this.#walls = { ...walls.walls }
    this.#voters = new VoterRolls(walls.voters)
    this.#ring = new EventRing(walls.head)
    this.#changed()
  }

  #advance(slice: LogSlice): void {
    for (const logged of slice.events) {
      if (logged.event.id <= this.head) continue
      this.#ring.push(logged)
      this.#voters.apply(logged)
      for (const view of ROLE_VIEWS) {
        const seen = seenEvent(view, logged)
        if (seen !== null) this.#walls[view.role] = applyEvent(this.#walls[view.role], seen)
      }
    }
    this.#changed()
  }

  #changed(): void {
    this.#snapshots.clear()
    for (const listener of this.#listeners) listener()
  }
}
