import { type Store, StoreUnavailable } from '@guestwall/server'
import type { SeededRandom } from '../support/seeded-random.ts'
import type { VirtualClock } from '@guestwall/protocol/testing'

type Batch = Parameters<Store['append']>[1]
type Committed = NonNullable<Awaited<ReturnType<Store['append']>>>

/** How the database does. */
export interface StoreHealth {
  /** The longest that one call takes. */
  slowestMs: number
  /** How often a call fails; an append then fails before or, as often, after its commit. */
  failures: number
}

/** One server's connection to the database: calls take time and may fail, and the server may die in the middle of one. */
export class ShakyStore implements Store {
  readonly #inner: Store
  readonly #time: VirtualClock
  readonly #random: SeededRandom
  readonly #health: StoreHealth
  readonly #onCommitted: (batch: Batch, committed: Committed) => void
  readonly #onFailure: () => void
  #isAbandoned = false

  constructor(
    inner: Store,
    time: VirtualClock,
    random: SeededRandom,
    health: StoreHealth,
    told: { onCommitted(batch: Batch, committed: Committed): void; onFailure(): void },
  ) {
    this.#inner = inner
    this.#time = time
    this.#random = random
    this.#health = health
    this.#onCommitted = told.onCommitted
    this.#onFailure = told.onFailure
  }

  /** The server is gone: what it had begun may still be committed, its answers are nobody's. */
  abandon(): void {
    this.#isAbandoned = true
  }

  createSession: Store['createSession'] = (created) => this.#inner.createSession(created)

  deleteSession: Store['deleteSession'] = (...which) => this.#inner.deleteSession(...which)
  addPhoto: Store['addPhoto'] = (...which) => this.#inner.addPhoto(...which)
  storePhoto: Store['storePhoto'] = (...which) => this.#inner.storePhoto(...which)
  discardPhotos: Store['discardPhotos'] = (...which) => this.#inner.discardPhotos(...which)
  forgetPhotos: Store['forgetPhotos'] = (...which) => this.#inner.forgetPhotos(...which)
  findUpload: Store['findUpload'] = (...which) => this.#inner.findUpload(...which)
  findPhoto: Store['findPhoto'] = (...which) => this.#inner.findPhoto(...which)
  readLoosePhotos: Store['readLoosePhotos'] = (...which) => this.#inner.readLoosePhotos(...which)
  readDueOpenings: Store['readDueOpenings'] = (...which) => this.#inner.readDueOpenings(...which)
  readQuietSessions: Store['readQuietSessions'] = (...which) => this.#inner.readQuietSessions(...which)

  append: Store['append'] = async (sessionId, batch) => {
    await this.#wait()
    this.#mayFail(0.5)
    if (this.#isAbandoned && this.#random.is(0.5)) return new Promise(() => {})
    // One clock for all who write: the database's own.
    const committed = await this.#inner.append(sessionId, { ...batch, now: new Date(this.#time.wallTime()).toISOString() })
    if (committed !== null) this.#onCommitted(batch, committed)
    await this.#wait()
    this.#mayFail(0.5)
    return committed
  }

  findSession: Store['findSession'] = (idOrCode) => this.#read(() => this.#inner.findSession(idOrCode))
  listSessions: Store['listSessions'] = (limit) => this.#read(() => this.#inner.listSessions(limit))
  readEvents: Store['readEvents'] = (sessionId, from, limit) => this.#read(() => this.#inner.readEvents(sessionId, from, limit))
  readWalls: Store['readWalls'] = (sessionId) => this.#read(() => this.#inner.readWalls(sessionId))
  readMessages: Store['readMessages'] = (sessionId, page) => this.#read(() => this.#inner.readMessages(sessionId, page))
  readGuests: Store['readGuests'] = (sessionId, page) => this.#read(() => this.#inner.readGuests(sessionId, page))
  findMessages: Store['findMessages'] = (sessionId, which) => this.#read(() => this.#inner.findMessages(sessionId, which))
  readHostMessages: Store['readHostMessages'] = (sessionId, page) => this.#read(() => this.#inner.readHostMessages(sessionId, page))
  readHeads: Store['readHeads'] = (sessionIds) => this.#read(() => this.#inner.readHeads(sessionIds))
  readVotes: Store['readVotes'] = (sessionId) => this.#read(() => this.#inner.readVotes(sessionId))
  readBallot: Store['readBallot'] = (...which) => this.#read(() => this.#inner.readBallot(...which))
  readBallots: Store['readBallots'] = (...which) => this.#read(() => this.#inner.readBallots(...which))
  readReactions: Store['readReactions'] = (...which) => this.#read(() => this.#inner.readReactions(...which))
  readOwnReactions: Store['readOwnReactions'] = (...which) => this.#read(() => this.#inner.readOwnReactions(...which))
  readChain: Store['readChain'] = (...which) => this.#read(() => this.#inner.readChain(...which))
  findCredential: Store['findCredential'] = (tokenHash) => this.#read(() => this.#inner.findCredential(tokenHash))
  listCredentials: Store['listCredentials'] = (sessionIds) => this.#read(() => this.#inner.listCredentials(sessionIds))
  addCredentials: Store['addCredentials'] = (credentials) => this.#inner.addCredentials(credentials)
  noteCredentialUses: Store['noteCredentialUses'] = (uses) => this.#inner.noteCredentialUses(uses)
  findPairing: Store['findPairing'] = (...which) => this.#read(() => this.#inner.findPairing(...which))
  openPairing: Store['openPairing'] = (...which) => this.#inner.openPairing(...which)
  claimPairing: Store['claimPairing'] = (...which) => this.#inner.claimPairing(...which)
  beginEpoch: Store['beginEpoch'] = (...which) => this.#inner.beginEpoch(...which)
  ping: Store['ping'] = () => this.#read(() => this.#inner.ping())
  probeWrite: Store['probeWrite'] = () => this.#read(() => this.#inner.probeWrite())
  maintain: Store['maintain'] = (nowMs) => this.#inner.maintain(nowMs)
  close = () => Promise.resolve()

  /** A read is true at some moment between question and answer. */
  async #read<Result>(read: () => Promise<Result>): Promise<Result> {
    await this.#wait()
    this.#mayFail(1)
    const result = await read()
    await this.#wait()
    return result
  }

  #wait(): Promise<void> {
    const ms = Math.floor(this.#random.next() * this.#health.slowestMs)
    if (ms === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#time.setTimer(ms, resolve)
    })
  }

  #mayFail(share: number): void {
    if (this.#health.failures === 0 || !this.#random.is(this.#health.failures * share)) return
    this.#onFailure()
    throw new StoreUnavailable('the database is away')
  }
}
