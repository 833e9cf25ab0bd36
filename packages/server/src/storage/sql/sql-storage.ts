import { randomBytes } from 'node:crypto'
import type { Photo } from '@guestwall/protocol'
import type { Kysely, Transaction } from 'kysely'
import type { SessionCredential } from '../../domain/credential-record.ts'
import type { NewPhoto, PhotoLimits, PhotoSelection } from '../../domain/stored-photo.ts'
import type { Database } from '../schema.ts'
import {
  type CredentialUse,
  type DeleteCondition,
  type GuestPageQuery,
  type HostMessagePageQuery,
  LostCommits,
  type MessagePageQuery,
  type MessageSelection,
  type NewSession,
  type Pairing,
  type Storage,
  StoreUnavailable,
} from '../storage.ts'
import type { Decide, Expected, ReadSet, Writes } from '../transaction.ts'
import { addCredentials, findCredential, listCredentials, noteCredentialUses } from './credential-queries.ts'
import { deleteInParts, finishDeletions } from './delete-in-parts.ts'
import type { Engine } from './engine.ts'
import { runStatementByStatement } from './exchange.ts'
import { readGuests } from './guest-queries.ts'
import { KnownHeads } from './known-heads.ts'
import { readEvents } from './log-queries.ts'
import { addPhoto, discardPhotos, findPhoto, findUpload, forgetPhotos, readLoosePhotos, storePhoto } from './photo-queries.ts'
import { claimPairing, findPairing, openPairing } from './pairing-queries.ts'
import { readOwnReactions, readReactions } from './reaction-queries.ts'
import { beginEpoch, findSession, insertSession, listSessions, readHeads } from './session-queries.ts'
import { readDueOpenings, readQuietSessions } from './session-life-queries.ts'
import { guardedWritePlan, transactionPlan } from './transaction-plan.ts'
import { readBallot, readBallots, readChain, readVotes } from './vote-queries.ts'
import { findMessages, readHostMessages, readMessages, readWall } from './wall-queries.ts'

/** A probe is as large as a batch of a few messages: a disk may have room for one byte and not for them. */
const PROBE_BYTES = 16_384

/** The storage in SQL: the same statements on SQLite and PostgreSQL. */
export class SqlStorage implements Storage {
  readonly #engine: Engine
  readonly #db: Kysely<Database>
  readonly #heads = new KnownHeads()
  #hasUnfinishedDeletion = false
  /** Only with an engine for which an exchange costs. */
  readonly writeIf?: NonNullable<Storage['writeIf']>

  constructor(engine: Engine) {
    this.#engine = engine
    this.#db = engine.db
    const { pipeline } = engine
    if (pipeline !== undefined) this.writeIf = (...args) => this.answer(() => this.#writeIf(pipeline, ...args))
  }

  createSession(created: NewSession): Promise<boolean> {
    return this.answer(async () => {
      try {
        await insertSession(this.#db, created)
        return true
      } catch (error) {
        if (this.#engine.isConflict(error)) return false
        throw error
      }
    })
  }

  transact<Result>(sessionId: string, reads: ReadSet, decide: Decide<Result>): Promise<Result | null> {
    return this.answer(async () => {
      let to = { epoch: '', head: 0 }
      const check = (epoch: string, head: number) => {
        if (head < this.#heads.of(sessionId, epoch)) throw new LostCommits(epoch)
      }
      const plan = transactionPlan(this.#engine, sessionId, reads, check, (locked) => {
        const decided = decide(locked)
        to = { epoch: locked.epoch, head: locked.head + decided.writes.events.length }
        return decided
      })
      const result = await (this.#engine.pipeline?.run(plan) ?? runStatementByStatement(this.#db, plan))
      if (result !== null) this.#heads.note(sessionId, to.epoch, to.head)
      return result
    })
  }

  async #writeIf(pipeline: NonNullable<Engine['pipeline']>, sessionId: string, expected: Expected, writes: Writes): Promise<boolean> {
    const { epoch, head } = expected
    if (head < this.#heads.of(sessionId, epoch)) return false
    try {
      await pipeline.run(guardedWritePlan(this.#engine, sessionId, expected, writes))
    } catch (error) {
      if (pipeline.isFailedGuard(error)) return false
      throw error
    }
    this.#heads.note(sessionId, epoch, head + writes.events.length)
    return true
  }

  deleteSession(sessionId: string, only: DeleteCondition): Promise<boolean> {
    const { locksRows } = this.#engine
    return this.#deleting(deleteInParts(this.#db, locksRows, sessionId, only, (part) => this.writePart(part)))
  }

  readDueOpenings(now: string, limit: number) {
    return this.answer(() => readDueOpenings(this.#db, now, limit))
  }

  readQuietSessions(before: string, afterId: string, limit: number) {
    return this.answer(() => readQuietSessions(this.#db, before, afterId, limit))
  }

  findSession(idOrCode: string) {
    return this.answer(() => findSession(this.#db, idOrCode))
  }

  listSessions(limit: number) {
    return this.answer(() => listSessions(this.#db, limit))
  }

  readHeads(sessionIds: readonly string[]) {
    return this.answer(async () => {
      const heads = await readHeads(this.#db, sessionIds)
      for (const [id, { epoch, head }] of heads) this.#heads.note(id, epoch, head)
      return heads
    })
  }

  readEvents(sessionId: string, from: number, limit: number) {
    return this.#readConsistently((tx) => readEvents(tx, sessionId, from, limit))
  }

  readWall(sessionId: string) {
    return this.#readConsistently((tx) => readWall(tx, sessionId))
  }

  readMessages(sessionId: string, page: MessagePageQuery) {
    return this.answer(() => readMessages(this.#db, sessionId, page))
  }

  readGuests(sessionId: string, page: GuestPageQuery) {
    return this.answer(() => readGuests(this.#db, sessionId, page))
  }

  findMessages(sessionId: string, which: MessageSelection) {
    return this.answer(() => findMessages(this.#db, sessionId, which))
  }

  readHostMessages(sessionId: string, page: HostMessagePageQuery) {
    return this.#readConsistently((tx) => readHostMessages(tx, sessionId, page))
  }

  readVotes(sessionId: string) {
    return this.answer(() => readVotes(this.#db, sessionId))
  }

  readBallot(sessionId: string, voteId: string, guestId: string) {
    return this.answer(() => readBallot(this.#db, sessionId, voteId, guestId))
  }

  readBallots(sessionId: string, voteId: string, afterGuestId: string, limit: number) {
    return this.answer(() => readBallots(this.#db, sessionId, voteId, afterGuestId, limit))
  }

  readReactions(sessionId: string, messageIds: readonly string[]) {
    return this.#readConsistently((tx) => readReactions(tx, sessionId, messageIds))
  }

  readOwnReactions(sessionId: string, guestId: string, limit: number) {
    return this.answer(() => readOwnReactions(this.#db, sessionId, guestId, limit))
  }

  readChain(sessionId: string, voteId: string, afterSeq: number, limit: number) {
    return this.answer(() => readChain(this.#db, sessionId, voteId, afterSeq, limit))
  }

  findCredential(tokenHash: string) {
    return this.answer(() => findCredential(this.#db, tokenHash))
  }

  listCredentials(sessionIds: readonly string[]) {
    return this.answer(() => listCredentials(this.#db, sessionIds))
  }

  addCredentials(credentials: readonly SessionCredential[]) {
    return this.answer(() => addCredentials(this.#db, credentials))
  }

  noteCredentialUses(uses: readonly CredentialUse[]) {
    return this.answer(() => noteCredentialUses(this.#db, uses))
  }

  findPairing(secretHash: string, nowMs: number) {
    return this.answer(() => findPairing(this.#db, secretHash, nowMs))
  }

  openPairing(opened: Pairing, nowMs: number) {
    return this.answer(() => openPairing(this.#db, opened, nowMs))
  }

  claimPairing(code: string, sessionId: string, nowMs: number) {
    return this.answer(() => claimPairing(this.#db, code, sessionId, nowMs))
  }

  beginEpoch(sessionId: string, lost: string, epoch: string): Promise<boolean> {
    return this.answer(() => beginEpoch(this.#db, this.#engine.locksRows, sessionId, lost, epoch))
  }

  addPhoto(sessionId: string, photo: NewPhoto, limits: PhotoLimits) {
    return this.answer(() => addPhoto(this.#db, this.#engine.locksRows, sessionId, photo, limits))
  }

  findUpload(sessionId: string, guestId: string, key: string) {
    return this.answer(() => findUpload(this.#db, sessionId, guestId, key))
  }

  storePhoto(sessionId: string, photo: Photo) {
    return this.answer(() => storePhoto(this.#db, this.#engine.locksRows, sessionId, photo))
  }

  findPhoto(sessionId: string, id: string) {
    return this.answer(() => findPhoto(this.#db, sessionId, id))
  }

  readLoosePhotos(before: string, limit: number) {
    return this.answer(() => readLoosePhotos(this.#db, before, limit))
  }

  discardPhotos(sessionId: string, which: PhotoSelection) {
    return this.answer(() => discardPhotos(this.#db, this.#engine.locksRows, sessionId, which))
  }

  forgetPhotos(sessionId: string, ids: readonly string[]) {
    return this.answer(() => forgetPhotos(this.#db, sessionId, ids))
  }

  ping(): Promise<void> {
    return this.answer(async () => {
      await this.#db.selectFrom('sessions').select('id').limit(1).execute()
    })
  }

  probeWrite(): Promise<void> {
    return this.answer(async () => {
      const probe = { padding: randomBytes(PROBE_BYTES).toString('base64') }
      await this.#db
        .insertInto('write_probe')
        .values({ id: 1, ...probe })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(probe))
        .execute()
    })
  }

  async maintain(nowMs: number): Promise<void> {
    const { maintain } = this.#engine
    if (maintain !== undefined) await this.answer(() => maintain(nowMs))
    if (!this.#hasUnfinishedDeletion) return
    this.#hasUnfinishedDeletion = false
    await this.finishDeletions()
  }

  /** Finishes deletions that were interrupted: at a start those of the process before, later those in which the database failed. */
  finishDeletions(): Promise<void> {
    return this.#deleting(finishDeletions(this.#db, this.#engine.locksRows, (part) => this.writePart(part)))
  }

  async #deleting<Result>(deletion: Promise<Result>): Promise<Result> {
    try {
      return await deletion
    } catch (error) {
      this.#hasUnfinishedDeletion = true
      throw error instanceof StoreUnavailable ? error : new StoreUnavailable('the database did not answer', { cause: error })
    }
  }

  /** Carries out a part of a deletion. */
  protected writePart<Result>(part: () => Promise<Result>): Promise<Result> {
    return this.answer(part)
  }

  close(): Promise<void> {
    return this.#engine.close()
  }

  /** Several statements on one view of the database, so that rows and head belong together. */
  #readConsistently<Result>(read: (tx: Transaction<Database>) => Promise<Result>): Promise<Result> {
    const db = this.#db
    // A snapshot is one already.
    if (db.isTransaction) return this.answer(() => read(db as Transaction<Database>))
    return this.answer(() => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read))
  }

  protected async answer<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      throw new StoreUnavailable('the database did not answer', { cause: error })
    }
  }
}
