import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aSession } from '@guestwall/protocol/testing'
import Sqlite from 'libsql'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openSqliteStorage } from '../src/storage/sqlite/sqlite-storage.ts'
import { NO_READS, NO_WRITES } from '../src/storage/storage.contract.ts'
import type { Storage } from '../src/storage/storage.ts'
import type { ReadSet } from '../src/storage/transaction.ts'

/**
 * A read takes as long in a session of 100,000 messages as in one of 100: SQLite searches each table by what the read names, and goes through no table and
 * through no whole session for a list of ids. What it would do is asked of SQLite itself (EXPLAIN QUERY PLAN).
 */

const directory = mkdtempSync(join(tmpdir(), 'guestwall-plans-'))
const prepared = vi.spyOn(Sqlite.prototype, 'prepare')
let storage: Storage
let sqlite: Sqlite.Database
let sessionId = ''
beforeAll(async () => {
  storage = (await openSqliteStorage(join(directory, 'guestwall.db'))).storage
  const session = aSession()
  sessionId = session.id
  await storage.createSession({ session, epoch: 'epoch' })
  sqlite = new Sqlite(join(directory, 'guestwall.db'))
})
afterAll(async () => {
  await storage.close()
  sqlite.close()
  rmSync(directory, { recursive: true, force: true })
})

const IDS = Array.from({ length: 500 }, (_, index) => `m${index}`)

const KEYED = /\(session_id=\? AND id=\?\)|\(id=\?\)/
const locked = (from: Storage, reads: Partial<ReadSet>) =>
  from.transact(sessionId, { ...NO_READS, ...reads }, () => ({ writes: NO_WRITES, result: null }))

/** By ids, each row is searched by its key; a page is searched by the order that it is read in. */
const READS: Readonly<Record<string, { read: (from: Storage) => Promise<unknown>; by?: RegExp }>> = {
  'messages by their ids': { read: (from) => from.findMessages(sessionId, { ids: IDS }), by: KEYED },
  'messages of a range of the log': {
    read: (from) => from.findMessages(sessionId, { from: 0, to: 500 }),
    by: /event_id>\? AND event_id<\?/,
  },
  'reactions to messages by their ids': {
    read: (from) => from.readReactions(sessionId, IDS),
    by: new RegExp(`message_id=\\?|${KEYED.source}`),
  },
  'a page of events': { read: (from) => from.readEvents(sessionId, 0, 500) },
  'a page of history': { read: (from) => from.readMessages(sessionId, { statuses: ['shown'], before: 1_000, limit: 50 }) },
  'the own reactions of guests': {
    read: (from) => from.readOwnReactions(sessionId, IDS, 100),
    by: new RegExp(`guest_id=\\?|${KEYED.source}`),
  },
  'the heads of sessions': { read: (from) => from.readHeads([sessionId]) },
  'a page of ballots': { read: (from) => from.readBallots(sessionId, 'vote', '', 500) },
  'a ballot': { read: (from) => from.readBallot(sessionId, 'vote', 'guest') },
  'a photo': { read: (from) => from.findPhoto(sessionId, 'photo') },
  'an upload': { read: (from) => from.findUpload(sessionId, 'guest', 'key') },
  'under the lock, messages by their ids': { read: (from) => locked(from, { messageIds: IDS }), by: KEYED },
  'under the lock, the keys of commands and their messages': { read: (from) => locked(from, { keys: IDS }), by: KEYED },
  'under the lock, all messages of a guest': {
    read: (from) => locked(from, { messagesOf: { guestIds: IDS, withRejected: true } }),
    by: /guest_id=\?/,
  },
  'under the lock, which guests are on the wall': { read: (from) => locked(from, { shownAuthors: IDS }), by: /guest_id=\?/ },
  'under the lock, guests by their ids': { read: (from) => locked(from, { guestIds: IDS }) },
  'under the lock, the ballots of guests': {
    read: (from) => locked(from, { voteIds: ['vote'], ballots: { voteIds: ['vote'], guestIds: IDS } }),
    by: /guest_id=\?|first_seq>\?/,
  },
  'under the lock, pinned messages and open votes': { read: (from) => locked(from, { pinnedMessages: true, openVotes: true }) },
  'a credential': { read: (from) => from.findCredential('hash') },
}

/** Tables that grow with an evening. The index of the guests on whom a host has acted has no other row. */
const GROWING = /^(SCAN|SEARCH) (messages|events|ballots|reactions|guests|photos|credentials)\b(?! USING INDEX guests_acted )/

test.each(Object.entries(READS))('%s: each table is searched by what is named', async (_, { read, by = /\(.+\)/ }) => {
  prepared.mockClear()
  await read(storage)
  const steps = prepared.mock.calls.flatMap(([sql]) => (/^select/i.test(sql) ? stepsOf(sql) : []))
  expect(steps.length).toBeGreaterThan(0)
  expect(steps.filter((step) => GROWING.test(step) && (step.startsWith('SCAN') || !by.test(step)))).toEqual([])
})

function stepsOf(sql: string): string[] {
  const values = Array.from(sql.matchAll(/\?/g), () => '')
  return (sqlite.prepare(`explain query plan ${sql}`).all(values) as { detail: string }[]).map(({ detail }) => detail)
}
