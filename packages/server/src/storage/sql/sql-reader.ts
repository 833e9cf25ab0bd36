import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../schema.ts'
import {
  type GuestPageQuery,
  type HostMessagePageQuery,
  type MessagePageQuery,
  type MessageSelection,
  type StorageReader,
  StoreUnavailable,
} from '../storage.ts'
import { findCredential, listCredentials } from './credential-queries.ts'
import { readGuests } from './guest-queries.ts'
import { readEvents } from './log-queries.ts'
import { findPhoto, findUpload, readLoosePhotos } from './photo-queries.ts'
import { readOwnReactions, readReactions } from './reaction-queries.ts'
import { findSession, listSessions, readHeads } from './session-queries.ts'
import { readDueOpenings, readQuietSessions } from './session-life-queries.ts'
import { readBallot, readBallots, readChain, readVotes } from './vote-queries.ts'
import { findMessages, readHostMessages, readMessages } from './wall-queries.ts'

/** The readers of the port in SQL: the same statements on SQLite and PostgreSQL, on a database or on a snapshot of one. */
export class SqlReader implements StorageReader {
  protected readonly db: Kysely<Database>
  readonly #close: () => Promise<void>

  constructor({ db, close }: { readonly db: Kysely<Database>; readonly close: () => Promise<void> }) {
    this.db = db
    this.#close = close
  }

  readDueOpenings(now: string, limit: number) {
    return this.answer(() => readDueOpenings(this.db, now, limit))
  }

  readQuietSessions(before: string, afterId: string, limit: number) {
    return this.answer(() => readQuietSessions(this.db, before, afterId, limit))
  }

  findSession(idOrCode: string) {
    return this.answer(() => findSession(this.db, idOrCode))
  }

  listSessions(limit: number) {
    return this.answer(() => listSessions(this.db, limit))
  }

  readEvents(sessionId: string, from: number, limit: number) {
    return this.readConsistently((tx) => readEvents(tx, sessionId, from, limit))
  }

  readMessages(sessionId: string, page: MessagePageQuery) {
    return this.answer(() => readMessages(this.db, sessionId, page))
  }

  readGuests(sessionId: string, page: GuestPageQuery) {
    return this.answer(() => readGuests(this.db, sessionId, page))
  }

  findMessages(sessionId: string, which: MessageSelection) {
    return this.answer(() => findMessages(this.db, sessionId, which))
  }

  readHostMessages(sessionId: string, page: HostMessagePageQuery) {
    return this.readConsistently((tx) => readHostMessages(tx, sessionId, page))
  }

  readVotes(sessionId: string) {
    return this.answer(() => readVotes(this.db, sessionId))
  }

  readBallot(sessionId: string, voteId: string, guestId: string) {
    return this.answer(() => readBallot(this.db, sessionId, voteId, guestId))
  }

  readBallots(sessionId: string, voteId: string, afterGuestId: string, limit: number) {
    return this.answer(() => readBallots(this.db, sessionId, voteId, afterGuestId, limit))
  }

  readReactions(sessionId: string, messageIds: readonly string[]) {
    return this.readConsistently((tx) => readReactions(tx, sessionId, messageIds))
  }

  readOwnReactions(sessionId: string, guestIds: readonly string[], limit: number) {
    return this.answer(() => readOwnReactions(this.db, sessionId, guestIds, limit))
  }

  readChain(sessionId: string, voteId: string, afterSeq: number, limit: number) {
    return this.answer(() => readChain(this.db, sessionId, voteId, afterSeq, limit))
  }

  findCredential(tokenHash: string) {
    return this.answer(() => findCredential(this.db, tokenHash))
  }

  listCredentials(sessionIds: readonly string[]) {
    return this.answer(() => listCredentials(this.db, sessionIds))
  }

  findUpload(sessionId: string, guestId: string, key: string) {
    return this.answer(() => findUpload(this.db, sessionId, guestId, key))
  }

  findPhoto(sessionId: string, id: string) {
    return this.answer(() => findPhoto(this.db, sessionId, id))
  }

  readLoosePhotos(before: string, limit: number) {
    return this.answer(() => readLoosePhotos(this.db, before, limit))
  }

  ping(): Promise<void> {
    return this.answer(async () => {
      await this.db.selectFrom('sessions').select('id').limit(1).execute()
    })
  }

  readHeads(sessionIds: readonly string[]) {
    return this.answer(() => readHeads(this.db, sessionIds))
  }

  close(): Promise<void> {
    return this.#close()
  }

  /** Several statements on one view of the database, so that rows and head belong together. */
  protected readConsistently<Result>(read: (tx: Transaction<Database>) => Promise<Result>): Promise<Result> {
    const { db } = this
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
