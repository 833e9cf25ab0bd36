import { encodeFrame, type ErrorCode, type Reaction, REACTIONS_INTERVAL_MS, type ReactionCounts } from '@guestwall/protocol'
import type { Clock } from '../domain/ports.ts'
import { GatheredReads } from '../domain/gathered-reads.ts'
import { byGuest, countsOf, type Tap } from '../domain/tap.ts'
import { ReactionBoard, type WallReactions } from './reaction-board.ts'
import type { ReaderSocket } from './reader.ts'
import { textFrame } from './text-frame.ts'

/** The most taps of one session that wait for the next round. Each guest and message has one: the newest. */
const MAX_WAITING = 12_000
/** After a failure of the store, the next round comes this much later. */
const RETRY_MS = 1_000
/** Nothing is written to a socket with more unsent bytes than this: it gets everything later. */
const UNSENT_LIMIT_BYTES = 64 * 1024

/** Guests whose own reactions one read asks for: bounds the time of the read. */
const MAX_GUESTS_A_READ = 256

/** The functions of the log and the store that the lane uses. */
export interface ReactionPorts {
  readonly clock: Clock
  readonly count: (taps: readonly Tap[]) => Promise<readonly (ErrorCode | null)[]>
  /** The reactions to the messages on the wall now, and to these others; `null`: the session is no more. */
  readonly read: (others: readonly string[]) => Promise<WallReactions | null>
  /** The reactions of these guests, newest first. */
  readonly readOwn: (guestIds: readonly string[]) => Promise<readonly Tap[]>
}

interface Waiting {
  readonly tap: Tap
  readonly resolve: ((refused: ErrorCode | null) => void)[]
}

/**
 * The reactions of one session on this server (REACT-1, REACT-3). Taps wait for the next round, and of one guest and message only the newest; a round
 * counts them in one transaction, reads the counts and sends every watcher those that changed. There are at most four rounds a second, however many
 * guests tap how often, so that messages do not wait for them.
 */
export class ReactionLane {
  readonly #ports: ReactionPorts
  readonly #board = new ReactionBoard()
  readonly #own: GatheredReads<string, Reaction[]>
  /** The sockets that watch, and whether they have missed a change. */
  readonly #watchers = new Map<ReaderSocket, { hasMissed: boolean }>()
  #waiting = new Map<string, Waiting>()
  #isStale = true
  /** Where the wall ended with which the counts were read. */
  #readAtHead = -1
  /** The read that all who ask at once share. */
  #asked: Promise<WallReactions | null> | null = null
  /** The messages that were tapped since counts were sent. */
  readonly #tapped = new Set<string>()
  #round: Promise<void> | null = null
  #cancelRound: (() => void) | null = null
  #lastRoundMs = Number.NEGATIVE_INFINITY

  constructor(ports: ReactionPorts) {
    this.#ports = ports
    this.#own = new GatheredReads({
      clock: ports.clock,
      intervalMs: REACTIONS_INTERVAL_MS,
      most: MAX_GUESTS_A_READ,
      read: async (guestIds) => byGuest(await ports.readOwn(guestIds)),
    })
  }

  /** Whether there is no watcher, and nothing is under way. */
  get isIdle(): boolean {
    return this.#watchers.size === 0 && this.#waiting.size === 0 && this.#round === null
  }

  /** Sets a reaction. Resolves after the commit, with the refusal or `null`. A newer one of the same guest to the same message takes its place. */
  set(tap: Tap): Promise<ErrorCode | null> {
    const name = `${tap.messageId} ${tap.guestId}`
    const known = this.#waiting.get(name)
    if (known === undefined && this.#waiting.size >= MAX_WAITING) return Promise.resolve('session_busy')
    return new Promise((resolve) => {
      const newest = known !== undefined && known.tap.order > tap.order ? known.tap : tap
      this.#waiting.set(name, { tap: newest, resolve: [...(known?.resolve ?? []), resolve] })
      this.#plan()
    })
  }

  /** The counts now. Rejects when the store does not answer. */
  async counts(): Promise<readonly ReactionCounts[]> {
    if (!this.#isStale) return this.#board.all()
    this.#asked ??= this.#ports.read([]).finally(() => {
      this.#asked = null
    })
    const stored = await this.#asked
    // A round may have sent newer counts meanwhile, and older ones must not replace them.
    if (stored === null || stored.version < this.#board.version) return this.#board.all()
    return countsOf(stored.counted)
  }

  /** The reactions of a guest now, newest first. Rejects when the store does not answer. */
  async own(guestId: string): Promise<readonly Reaction[]> {
    return (await this.#own.run(guestId)) ?? []
  }

  /** Sends the socket each later change, until the returned function is called. */
  watch(socket: ReaderSocket): () => void {
    this.#watchers.set(socket, { hasMissed: false })
    if (this.#isStale) this.#plan()
    return () => this.#watchers.delete(socket)
  }

  /** The store has this version of the reactions, and the wall of this server ends at `head`. */
  noteVersion(version: number, head: number): void {
    // A wall that has moved on may have messages whose counts were not read with it, although other servers had counted them.
    const isWhole = version === 0 || head === this.#readAtHead
    if (version === this.#board.version && isWhole) return
    // An older database has replaced the one that was there (LOG-4), or this look at the store was older than a round: what is stored counts.
    if (version < this.#board.version) this.#board.clear()
    this.#isStale = true
    if (this.#watchers.size > 0) this.#plan()
  }

  stop(): void {
    this.#cancelRound?.()
    this.#cancelRound = null
    for (const { resolve } of this.#waiting.values()) for (const each of resolve) each('unavailable')
    this.#waiting.clear()
  }

  #plan(minWaitMs = 0): void {
    if (this.#cancelRound !== null || this.#round !== null) return
    const waitMs = Math.max(minWaitMs, this.#lastRoundMs + REACTIONS_INTERVAL_MS - this.#ports.clock.now())
    this.#cancelRound = this.#ports.clock.setTimer(Math.max(0, waitMs), () => {
      this.#cancelRound = null
      this.#lastRoundMs = this.#ports.clock.now()
      this.#round = this.#runRound().then((isDone) => {
        this.#round = null
        if (!isDone || this.#waiting.size > 0 || this.#isStale || this.#hasMissed()) this.#plan(isDone ? 0 : RETRY_MS)
      })
    })
  }

  /** One round. Resolves to whether the store answered. */
  async #runRound(): Promise<boolean> {
    const taken = [...this.#waiting.values()]
    this.#waiting = new Map()
    try {
      if (taken.length > 0) {
        this.#isStale = true
        const refusals = await this.#ports.count(taken.map(({ tap }) => tap))
        for (const [index, { tap, resolve }] of taken.entries()) {
          const refused = refusals[index] ?? null
          if (refused === null) this.#tapped.add(tap.messageId)
          for (const each of resolve) each(refused)
        }
      }
      if (this.#isStale || this.#hasMissed()) await this.#read()
      return true
    } catch {
      for (const { resolve } of taken) for (const each of resolve) each('unavailable')
      return false
    }
  }

  async #read(): Promise<void> {
    this.#isStale = false
    try {
      const tapped = [...this.#tapped]
      const stored = await this.#ports.read([...this.#board.ids(), ...tapped])
      this.#tapped.clear()
      if (stored !== null) this.#readAtHead = stored.head
      this.#emit(stored === null ? [] : this.#board.take(stored, tapped))
    } catch (error) {
      this.#isStale = true
      throw error
    }
  }

  #emit(changed: ReactionCounts[]): void {
    if (changed.length === 0 && !this.#hasMissed()) return
    const frame = (messages: ReactionCounts[]) => textFrame(encodeFrame({ type: 'reactions', messages }))
    const news = frame(changed)
    let whole: Buffer | null = null
    for (const [socket, watcher] of this.#watchers) {
      if (socket.unsentBytes > UNSENT_LIMIT_BYTES) {
        watcher.hasMissed = true
      } else if (watcher.hasMissed) {
        whole ??= frame(this.#board.all())
        socket.write(whole)
        watcher.hasMissed = false
      } else if (changed.length > 0) socket.write(news)
    }
  }

  #hasMissed(): boolean {
    for (const { hasMissed } of this.#watchers.values()) if (hasMissed) return true
    return false
  }
}
