import type { Clock } from '../domain/ports.ts'
import type { Store } from '../log/store.ts'
import { StoreUnavailable } from '../storage/storage.ts'

/** How often the store is maintained, and how often a write is tried while writes fail. */
export const STORE_CHECK_MS = 1_500
/** A lasting failure is reported again after this time, not with every request. */
const REPORT_AGAIN_MS = 60_000

/** The reports on the store. */
export interface StoreReports {
  /** The store fails: for the first time, for another reason, or still. `failures`: since the last report. */
  failing(error: unknown, failures: number): void
  /** The store takes writes again. */
  recovered(failedForMs: number): void
}

/**
 * Knows whether the store takes writes. A failed write may concern one session alone, so a probe that belongs to no session decides. While the
 * probe fails it is repeated: recovery does not wait for a guest.
 */
export class StoreWatch {
  /** The store, watched. */
  readonly store: Store
  readonly #inner: Store
  readonly #clock: Clock
  readonly #reports: StoreReports
  #failingSinceMs: number | null = null
  #probing: Promise<void> | null = null
  #reportedAtMs = 0
  #reportedReason = ''
  #unreported = 0

  constructor(inner: Store, clock: Clock, reports: StoreReports) {
    this.#inner = inner
    this.#clock = clock
    this.#reports = reports
    this.store = watched(
      inner,
      (error) => this.#report(error),
      (error) => {
        this.#report(error)
        void this.#probe()
      },
    )
  }

  /** Whether writes fail. Reads may still work. */
  get isFailing(): boolean {
    return this.#failingSinceMs !== null
  }

  /** Maintains the store, and tries a write while writes fail. Never rejects. */
  async check(): Promise<void> {
    try {
      await this.#inner.maintain(this.#clock.now())
      if (this.isFailing) await this.#probe()
    } catch (error) {
      this.#report(error)
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
          this.#report(error)
        },
      )
      .finally(() => {
        this.#probing = null
      })
    return this.#probing
  }

  #succeeded(): void {
    if (this.#failingSinceMs === null) return
    this.#reports.recovered(this.#clock.now() - this.#failingSinceMs)
    this.#failingSinceMs = null
    this.#reportedReason = ''
  }

  #report(error: unknown): void {
    this.#unreported += 1
    const now = this.#clock.now()
    const reason = reasonOf(error)
    if (reason === this.#reportedReason && now - this.#reportedAtMs < REPORT_AGAIN_MS) return
    this.#reports.failing(error, this.#unreported)
    this.#reportedReason = reason
    this.#reportedAtMs = now
    this.#unreported = 0
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  return error instanceof StoreUnavailable && cause instanceof Error ? `${message}: ${cause.message}` : message
}

function watched(inner: Store, onReadFailure: (error: unknown) => void, onWriteFailure: (error: unknown) => void): Store {
  const read = <Result>(answer: Promise<Result>) => reporting(answer, onReadFailure)
  const write = <Result>(answer: Promise<Result>) => reporting(answer, onWriteFailure)
  return {
    createSession: (...args) => write(inner.createSession(...args)),
    deleteSession: (...args) => write(inner.deleteSession(...args)),
    readDueOpenings: (...args) => read(inner.readDueOpenings(...args)),
    readQuietSessions: (...args) => read(inner.readQuietSessions(...args)),
    append: (...args) => write(inner.append(...args)),
    beginEpoch: (...args) => write(inner.beginEpoch(...args)),
    addCredentials: (...args) => write(inner.addCredentials(...args)),
    noteCredentialUses: (...args) => write(inner.noteCredentialUses(...args)),
    findPairing: (...args) => read(inner.findPairing(...args)),
    openPairing: (...args) => write(inner.openPairing(...args)),
    claimPairing: (...args) => write(inner.claimPairing(...args)),
    findCredential: (...args) => read(inner.findCredential(...args)),
    listCredentials: (...args) => read(inner.listCredentials(...args)),
    findSession: (...args) => read(inner.findSession(...args)),
    listSessions: (...args) => read(inner.listSessions(...args)),
    readEvents: (...args) => read(inner.readEvents(...args)),
    readWalls: (...args) => read(inner.readWalls(...args)),
    readMessages: (...args) => read(inner.readMessages(...args)),
    readGuests: (...args) => read(inner.readGuests(...args)),
    findMessages: (...args) => read(inner.findMessages(...args)),
    readHostMessages: (...args) => read(inner.readHostMessages(...args)),
    readHeads: (...args) => read(inner.readHeads(...args)),
    readVotes: (...args) => read(inner.readVotes(...args)),
    readBallot: (...args) => read(inner.readBallot(...args)),
    readBallots: (...args) => read(inner.readBallots(...args)),
    readReactions: (...args) => read(inner.readReactions(...args)),
    readOwnReactions: (...args) => read(inner.readOwnReactions(...args)),
    readChain: (...args) => read(inner.readChain(...args)),
    addPhoto: (...args) => write(inner.addPhoto(...args)),
    storePhoto: (...args) => write(inner.storePhoto(...args)),
    discardPhotos: (...args) => write(inner.discardPhotos(...args)),
    forgetPhotos: (...args) => write(inner.forgetPhotos(...args)),
    findUpload: (...args) => read(inner.findUpload(...args)),
    findPhoto: (...args) => read(inner.findPhoto(...args)),
    readLoosePhotos: (...args) => read(inner.readLoosePhotos(...args)),
    ping: () => read(inner.ping()),
    probeWrite: () => inner.probeWrite(),
    maintain: (nowMs) => inner.maintain(nowMs),
    close: () => inner.close(),
  }
}

async function reporting<Result>(answer: Promise<Result>, onFailure: (error: unknown) => void): Promise<Result> {
  try {
    return await answer
  } catch (error) {
    onFailure(error)
    throw error
  }
}
