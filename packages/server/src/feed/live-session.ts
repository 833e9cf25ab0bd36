import {
  applyEvent,
  carries,
  type Encoded,
  type EncodedSlice,
  encodeEvent,
  encodeSnapshot,
  type KnownGuest,
  type ModerationSettings,
  PAGE_BYTES,
  PAGE_EVENTS,
  type Position,
  REPLAY_EVENTS,
  type Role,
  type ScreenControl,
  type Session,
  type Wall,
  type WallEvent,
} from '@guestwall/protocol'
import { GUEST_VIEW, HOST_VIEW, seenEvent, type View, type ViewRole, WALL_VIEW } from '../log/decide/audience.ts'
import type { Actor } from '../domain/actor.ts'
import type { LogEvent, LogSlice } from '../domain/log-event.ts'
import { SharedReads } from '../domain/shared-reads.ts'
import type { Store, StoredWalls } from '../log/store.ts'
import { StoreUnavailable } from '../storage/storage.ts'
import { ActedGuests } from './acted-guests.ts'
import { EncodedSnapshot } from './encoded-snapshot.ts'
import { EventRing, type PageLimit } from './event-ring.ts'
import { OwnMessages } from './own-messages.ts'
import { VoterRolls } from './voters.ts'

/** A page of a replay. */
export const REPLAY_PAGE: PageLimit = { events: PAGE_EVENTS, bytes: PAGE_BYTES }

const ROLE_VIEWS = [GUEST_VIEW, WALL_VIEW, HOST_VIEW] as const

/** Tells whether the state in memory may be stale: it matched the store at `asOfMs`, and no event was missed since `staleSinceMs`. */
export interface Freshness {
  readonly asOfMs: number
  now(): number
  staleSinceMs(): number
}

/** For a process that is the only writer. */
const ALWAYS_FRESH: Freshness = { asOfMs: 0, now: () => 0, staleSinceMs: () => Number.NEGATIVE_INFINITY }

const MAX_FRESHNESS_READS = 3

/** Called after the head moved. It must not throw. */
export type AdvanceListener = () => void

/**
 * One session in this server's memory: the wall for each role, and the tail of the log. It only moves forward, and only by events that
 * continue its head exactly. In every other case it reads the log (SYNC-2, LOG-3).
 */
export class LiveSession {
  readonly id: string
  readonly #store: Store
  #epoch: string
  #walls: Record<ViewRole, Wall>
  #voters: VoterRolls
  #revoked: Set<string>
  #guests: ActedGuests
  #settings: ModerationSettings
  #screens: ScreenControl
  #own = new OwnMessages()
  #startedAtMs: number
  #isDeleted = false
  #ring: EventRing
  /** The newest event that is addressed to each guest: a frame with such an event is for this guest alone. */
  readonly #addressed = new Map<string, number>()
  #lastAddressed = 0
  readonly #snapshots = new Map<View, EncodedSnapshot>()
  /** The current or last read of the log, and the read that starts after it, with the position that it must reach. */
  #reading: Promise<void> | null = null
  #nextRead: Promise<void> | null = null
  #nextUpTo = 0
  /** One read of a page serves all readers at the same position. */
  readonly #pages = new SharedReads<number, LogSlice | null>()
  readonly #listeners = new Set<AdvanceListener>()

  readonly #onActed: (guest: KnownGuest) => void
  readonly #freshness: Freshness
  /** When the state in memory was last compared with the store. */
  #confirmedMs: number

  /** `onActed` is called for each guest on whom a host acts. It must not throw. */
  constructor(
    id: string,
    store: Store,
    walls: StoredWalls,
    tail: LogSlice,
    freshness: Freshness = ALWAYS_FRESH,
    onActed: (guest: KnownGuest) => void = () => {},
  ) {
    this.#onActed = onActed
    this.id = id
    this.#store = store
    this.#freshness = freshness
    this.#confirmedMs = freshness.asOfMs
    this.#epoch = walls.epoch
    this.#walls = { ...walls.walls }
    this.#voters = new VoterRolls(walls.voters)
    this.#revoked = new Set(walls.revoked)
    this.#guests = new ActedGuests(walls.guests)
    this.#settings = walls.settings
    this.#screens = walls.screens
    this.#startedAtMs = Date.parse(walls.startedAt)
    this.#ring = new EventRing(Math.min(tail.from, walls.head))
    for (const logged of tail.events) {
      if (logged.event.id > walls.head) break
      this.#ring.push(logged)
      this.#noteRecipient(logged)
      this.#own.apply(logged)
    }
    if (this.#ring.end !== walls.head) this.#ring = new EventRing(walls.head)
  }

  get epoch(): string {
    return this.#epoch
  }

  get head(): number {
    return this.#ring.end
  }

  /** The session at the head. */
  get session(): Session {
    return this.#walls.host.session
  }

  /** The guests on which a host has acted. */
  get guests(): ActedGuests {
    return this.#guests
  }

  /** The settings of moderation at the head. */
  get settings(): ModerationSettings {
    return this.#settings
  }

  /** The states that hosts have set for the screens, at the head. */
  get screens(): ScreenControl {
    return this.#screens
  }

  /** The newest messages of each guest that are on the wall, as far as the log is in memory. */
  get own(): OwnMessages {
    return this.#own
  }

  /** When the session started, in Unix milliseconds. */
  get startedAtMs(): number {
    return this.#startedAtMs
  }

  /** Whether the session was deleted: it is not read any more. */
  get isDeleted(): boolean {
    return this.#isDeleted
  }

  /** Notes that the session was deleted, and wakes everybody who waits for its next event. */
  noteDeleted(): void {
    this.#isDeleted = true
    this.#changed()
  }

  /** The view of a reader now. It can change when a guest votes. */
  viewOf(role: Role, guestId: string): View {
    return this.#voters.viewOf(role, guestId)
  }

  /** Whether the credential of this actor is revoked, at the head (CRED-3). */
  isRevoked({ id, isRevocable }: Pick<Actor, 'id' | 'isRevocable'>): boolean {
    return isRevocable === true && this.#revoked.has(id)
  }

  /** Whether an event after `position` is addressed to this guest (LOG-6). */
  isAddressed(guestId: string, position: number): boolean {
    return position < this.#lastAddressed && (this.#addressed.get(guestId) ?? 0) > position
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

  /** The snapshot for a view at the head, encoded once for all readers between two events. */
  snapshot(view: View): EncodedSnapshot {
    let snapshot = this.#snapshots.get(view)
    if (snapshot === undefined) {
      snapshot = new EncodedSnapshot(encodeSnapshot({ epoch: this.#epoch, lastEventId: this.head, wall: this.wall(view) }))
      this.#snapshots.set(view, snapshot)
    }
    return snapshot
  }

  /** Whether a reader can continue from this position, at most `most` events behind (SYNC-3). */
  canReplay(position: Position | null, most = REPLAY_EVENTS): position is Position {
    if (position === null || position.epoch !== this.#epoch || position.lastEventId > this.head) return false
    return this.head - position.lastEventId <= most
  }

  /** A position beyond the local head may come from another server: the log is read before the position is called unrecoverable (SYNC-6). */
  async reach(position: Position | null): Promise<void> {
    if (position !== null && position.epoch === this.#epoch && position.lastEventId > this.head) await this.catchUp(position.lastEventId)
  }

  /**
   * Reads the store if the state in memory may be stale: a message that was removed in the meantime must not be shown again (LOG-5). Rejects
   * when the store does not answer.
   */
  async ensureFresh(): Promise<void> {
    // The state may become stale again during the read: a loaded machine can stop more than once.
    for (let tries = 0; this.#mayBeStale; tries += 1) {
      if (tries === MAX_FRESHNESS_READS) throw new StoreUnavailable('the state in memory may be stale')
      await this.catchUp()
    }
  }

  /** Notes that the local head was the head of the log, by a read that started at `asOfMs`. */
  confirm(asOfMs: number): void {
    this.#confirmedMs = Math.max(this.#confirmedMs, asOfMs)
  }

  get #mayBeStale(): boolean {
    return this.#confirmedMs < this.#freshness.staleSinceMs()
  }

  /** The next page after `from` from memory, with the events addressed to `guestId`; `null` when it must be read from the store. */
  slice(from: number, view: View, guestId?: string): EncodedSlice | null {
    if (this.#mayBeStale) return null
    return this.#ring.slice(from, view, REPLAY_PAGE, guestId)
  }

  /** The next page after `from` from the store, for a position that the ring does not hold. */
  async readPage(from: number, view: View, guestId?: string): Promise<EncodedSlice> {
    const page = await this.#pages.run(from, () => this.#store.readEvents(this.id, from, PAGE_EVENTS))
    if (page === null || page.epoch !== this.#epoch) throw new Error(`session ${this.id} has no event after ${from} in this epoch`)
    const events: Encoded<WallEvent>[] = []
    let bytes = 0
    for (const logged of page.events) {
      const seen = seenEvent(view, logged, guestId)
      if (seen === null) continue
      const event = encodeEvent(seen)
      bytes += Buffer.byteLength(event)
      // At least one event, so that the reader makes progress.
      if (bytes > PAGE_BYTES && events.length > 0) return { from, to: logged.event.id - 1, events }
      events.push(event)
    }
    return { from, to: page.to, events }
  }

  /** Applies committed events. Known events are ignored. After a gap, in another epoch, or when stale, the store is read. */
  apply(slice: LogSlice): void {
    if (slice.epoch === this.#epoch && slice.to <= this.head) return
    if (slice.epoch !== this.#epoch || slice.from > this.head || this.#mayBeStale) {
      // The store may not answer: the next head check asks again.
      this.catchUp(slice.epoch === this.#epoch ? slice.to : undefined).catch(() => {})
      return
    }
    this.#advance(slice)
  }

  /**
   * Reads the log beyond the local head, up to `upTo` or to its end. Only one read runs at a time. Each caller gets the first read that
   * starts after its call: so callers do not delay each other, and a position that is beyond the log even then never belonged to it
   * (LOG-4). Rejects when the store does not answer.
   */
  catchUp(upTo = Number.MAX_SAFE_INTEGER): Promise<void> {
    this.#nextUpTo = Math.max(this.#nextUpTo, upTo)
    this.#nextRead ??= this.#readAfter(this.#reading)
    return this.#nextRead
  }

  /** Calls `listener` after each move of the head, until the returned function is called. */
  onAdvance(listener: AdvanceListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #readAfter(underWay: Promise<void> | null): Promise<void> {
    // The callers of the previous read get its error.
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

  /** The log has a new epoch: the state in memory is replaced (LOG-4). */
  async #startOver(): Promise<void> {
    const asOfMs = this.#freshness.now()
    const walls = await this.#store.readWalls(this.id)
    if (walls === null) return
    this.confirm(asOfMs)
    this.#epoch = walls.epoch
    this.#walls = { ...walls.walls }
    this.#voters = new VoterRolls(walls.voters)
    this.#revoked = new Set(walls.revoked)
    this.#guests = new ActedGuests(walls.guests)
    this.#settings = walls.settings
    this.#screens = walls.screens
    this.#startedAtMs = Date.parse(walls.startedAt)
    this.#ring = new EventRing(walls.head)
    this.#addressed.clear()
    this.#lastAddressed = 0
    this.#own = new OwnMessages()
    this.#changed()
  }

  #advance(slice: LogSlice): void {
    for (const logged of slice.events) {
      if (logged.event.id <= this.head) continue
      this.#ring.push(logged)
      this.#noteRecipient(logged)
      this.#own.apply(logged)
      this.#voters.apply(logged)
      if (logged.event.type === 'credential.changed' && logged.event.data.revokedAt !== null) this.#revoked.add(logged.event.data.id)
      if (logged.event.type === 'settings.changed') this.#settings = logged.event.data
      if (logged.event.type === 'screen.changed') this.#screens = logged.event.data.control
      if (carries(logged.event, 'session') && logged.event.data.state === 'open' && isBeforeOpening(this.session))
        this.#startedAtMs = Date.parse(logged.event.at)
      const acted = this.#guests.apply(logged)
      // Before the readers get these events: a removed guest gets none of them.
      if (acted !== null) this.#onActed(acted)
      for (const view of ROLE_VIEWS) {
        const seen = seenEvent(view, logged)
        if (seen !== null) this.#walls[view.role] = applyEvent(this.#walls[view.role], seen)
      }
    }
    this.#voters.retain(this.#walls.guest.votes)
    this.#changed()
  }

  #noteRecipient({ event, recipient }: LogEvent): void {
    if (recipient === undefined) return
    this.#addressed.set(recipient, event.id)
    this.#lastAddressed = event.id
  }

  #changed(): void {
    this.#snapshots.clear()
    for (const listener of this.#listeners) listener()
  }
}

function isBeforeOpening({ state }: Session): boolean {
  return state === 'scheduled' || state === 'rehearsing'
}
