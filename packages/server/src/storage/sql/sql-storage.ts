import { randomBytes } from 'node:crypto'
import type { Photo } from '@guestwall/protocol'
import type { SessionCredential } from '../../domain/credential-record.ts'
import type { NewPhoto, PhotoLimits, PhotoSelection } from '../../domain/stored-photo.ts'
import {
  type CredentialUse,
  type DeleteCondition,
  LostCommits,
  type NewSession,
  type Pairing,
  type Storage,
  StoreUnavailable,
} from '../storage.ts'
import type { Decide, Expected, ReadSet, Writes } from '../transaction.ts'
import { addCredentials, noteCredentialUses } from './credential-queries.ts'
import { deleteInParts, finishDeletions } from './delete-in-parts.ts'
import type { Engine } from './engine.ts'
import { KnownHeads } from './known-heads.ts'
import { addPhoto, discardPhotos, forgetPhotos, storePhoto } from './photo-queries.ts'
import { claimPairing, findPairing, openPairing } from './pairing-queries.ts'
import { beginEpoch, insertSession } from './session-queries.ts'
import { SqlReader } from './sql-reader.ts'
import { guardedWritePlan, transactionPlan } from './transaction-plan.ts'
import { readWall } from './wall-queries.ts'

/** A probe is as large as a batch of a few messages: a disk may have room for one byte and not for them. */
const PROBE_BYTES = 16_384

/** The storage in SQL: the readers of `SqlReader`, and everything that writes. */
export class SqlStorage extends SqlReader implements Storage {
  readonly #engine: Engine
  readonly #heads = new KnownHeads()
  #hasUnfinishedDeletion = false

  constructor(engine: Engine) {
    super({ db: engine.db, close: () => engine.close() })
    this.#engine = engine
  }

  createSession(created: NewSession): Promise<boolean> {
    return this.answer(async () => {
      try {
        await insertSession(this.db, created)
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
      const result = await this.#engine.run(plan)
      if (result !== null) this.#heads.note(sessionId, to.epoch, to.head)
      return result
    })
  }

  writeIf(sessionId: string, expected: Expected, writes: Writes): Promise<boolean> {
    const { epoch, head } = expected
    return this.answer(async () => {
      if (head < this.#heads.of(sessionId, epoch)) return false
      const plan = guardedWritePlan(this.#engine, sessionId, expected, writes)
      try {
        if (!(await this.#engine.run(plan))) return false
      } catch (error) {
        if (this.#engine.isConflict(error) || this.#engine.pipeline?.isFailedGuard(error) === true) return false
        throw error
      }
      this.#heads.note(sessionId, epoch, head + writes.events.length)
      return true
    })
  }

  deleteSession(sessionId: string, only: DeleteCondition): Promise<boolean> {
    const { locksRows } = this.#engine
    return this.#deleting(deleteInParts(this.db, locksRows, sessionId, only, (part) => this.writePart(part)))
  }

  override async readHeads(sessionIds: readonly string[]) {
    const heads = await super.readHeads(sessionIds)
    for (const [id, { epoch, head }] of heads) this.#heads.note(id, epoch, head)
    return heads
  }

  readWall(sessionId: string) {
    return this.readConsistently((tx) => readWall(tx, sessionId))
  }

  addCredentials(credentials: readonly SessionCredential[]) {
    return this.answer(() => addCredentials(this.db, credentials))
  }

  noteCredentialUses(uses: readonly CredentialUse[]) {
    return this.answer(() => noteCredentialUses(this.db, uses))
  }

  findPairing(secretHash: string, nowMs: number) {
    return this.answer(() => findPairing(this.db, secretHash, nowMs))
  }

  openPairing(opened: Pairing, nowMs: number) {
    return this.answer(() => openPairing(this.db, opened, nowMs))
  }

  claimPairing(code: string, sessionId: string, nowMs: number) {
    return this.answer(() => claimPairing(this.db, code, sessionId, nowMs))
  }

  beginEpoch(sessionId: string, lost: string, epoch: string): Promise<boolean> {
    return this.answer(() => beginEpoch(this.db, this.#engine.locksRows, sessionId, lost, epoch))
  }

  addPhoto(sessionId: string, photo: NewPhoto, limits: PhotoLimits) {
    return this.answer(() => addPhoto(this.db, this.#engine.locksRows, sessionId, photo, limits))
  }

  storePhoto(sessionId: string, photo: Photo) {
    return this.answer(() => storePhoto(this.db, this.#engine.locksRows, sessionId, photo))
  }

  discardPhotos(sessionId: string, which: PhotoSelection) {
    return this.answer(() => discardPhotos(this.db, this.#engine.locksRows, sessionId, which))
  }

  forgetPhotos(sessionId: string, ids: readonly string[]) {
    return this.answer(() => forgetPhotos(this.db, sessionId, ids))
  }

  probeWrite(): Promise<void> {
    return this.answer(async () => {
      const probe = { padding: randomBytes(PROBE_BYTES).toString('base64') }
      await this.db
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
    return this.#deleting(finishDeletions(this.db, this.#engine.locksRows, (part) => this.writePart(part)))
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
}
