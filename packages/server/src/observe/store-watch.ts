import type { Clock } from '../domain/ports.ts'
import type { Store } from '../log/store.ts'
import { StoreUnavailable } from '../storage/storage.ts'

/** The database is asked this often whether it can go on, and while it takes no writes whether it does again. */
export const STORE_CHECK_MS = 1_500
/** A failure that lasts is told again this often, not with every request. */
const TOLD_AGAIN_MS = 60_000

/** What is told of the store, a line each. */
export interface StoreNews {
  /** It fails: for the first time, for another reason, or still. `failures`: since it was told last. */
  failing(error: unknown, failures: number): void
  /** It takes writes again. */
  recovered(failedForMs: number): void
}

/**
 * Knows whether the store takes writes. A write that fails is a doubt, for one session may have a trouble of its own: a write of no session
 * settles it. While that fails too it is tried again and again, so that recovery needs no guest.
 */
export class StoreWatch {
  /** The store, watched. */
  readonly store: Store
  readonly #inner: Store
  readonly #clock: Clock
  readonly #news: StoreNews
  #failingSinceMs: number | null = null
  #probing: Promise<void> | null = null
  #toldAtMs = 0
  #toldReason = ''
  #untold = 0

  constructor(inner: Store, clock: Clock, news: StoreNews) {
    this.#inner = inner
    this.#clock = clock
    this.#news = news
    this.store = watched(
      inner,
      (error) => this.#tell(error),
      (error) => {
        this.#tell(error)
        void this.#probe()
      },
    )
  }

  /** Writes fail. Reads may go on. */
  get isFailing(): boolean {
    return this.#failingSinceMs !== null
  }

  /** Lets the store do what it needs between writes, and tries a write while they fail. Never rejects. */
  async check(): Promise<void> {
    try {
      await this.#inner.maintain(this.#clock.now())
      if (this.isFailing) await this.#probe()
    } catch (error) {
      this.#tell(error)
      await this.#probe()
    }
  }

  #probe(): Promise<void> {
    this.#probing ??= this.#inner
      .probeWrite()
      .then(
        () => this.#succeeded(),
        (error: unknown) => {
          this.#failingSinceMs ??= this.#clock.now()
          this.#tell(error)
        },
      )
      .finally(() => {
        this.#probing = null
      })
    return this.#probing
  }

  #succeeded(): void {
    if (this.#failingSinceMs === null) return
    this.#news.recovered(this.#clock.now() - this.#failingSinceMs)
    this.#failingSinceMs = null
    this.#toldReason = ''
  }

  #tell(error: unknown): void {
    this.#untold += 1
    const now = this.#clock.now()
    const reason = reasonOf(error)
    if (reason === this.#toldReason && now - this.#toldAtMs < TOLD_AGAIN_MS) return
    this.#news.failing(error, this.#untold)
    this.#toldReason = reason
    this.#toldAtMs = now
    this.#untold = 0
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  return error instanceof StoreUnavailable && cause instanceof Error ? `${message}: ${cause.message}` : message
}

function watched(inner: Store, onReadFailure: (error: unknown) => void, onWriteFailure: (error: unknown) => void): Store {
  const read = <Result>(answer: Promise<Result>) => toldOf(answer, onReadFailure)
  const write = <Result>(answer: Promise<Result>) => toldOf(answer, onWriteFailure)
  return {
    createSession: (...args) => write(inner.createSession(...args)),
    append: (...args) => write(inner.append(...args)),
    beginEpoch: (...args) => write(inner.beginEpoch(...args)),
    findSession: (...args) => read(inner.findSession(...args)),
    listSessions: (...args) => read(inner.listSessions(...args)),
    readEvents: (...args) => read(inner.readEvents(...args)),
    readWalls: (...args) => read(inner.readWalls(...args)),
    readMessages: (...args) => read(inner.readMessages(...args)),
    readHeads: (...args) => read(inner.readHeads(...args)),
    readVotes: (...args) => read(inner.readVotes(...args)),
    readBallot: (...args) => read(inner.readBallot(...args)),
    readBallots: (...args) => read(inner.readBallots(...args)),
    readChain: (...args) => read(inner.readChain(...args)),
    ping: () => read(inner.ping()),
    probeWrite: () => inner.probeWrite(),
    maintain: (nowMs) => inner.maintain(nowMs),
    close: () => inner.close(),
  }
}

async function toldOf<Result>(answer: Promise<Result>, onFailure: (error: unknown) => void): Promise<Result> {
  try {
    return await answer
  } catch (error) {
    onFailure(error)
    throw error
  }
}
