import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { KeyedCommand } from '../src/log/decide/command.ts'
import { LogStore } from '../src/log/log-store.ts'
import type { Store } from '../src/log/store.ts'
import { appendAll, createSession, newId } from '../src/log/store.test-kit.ts'
import { StoreUnavailable } from '../src/storage/storage.ts'
import { openSqliteReader } from '../src/storage/sqlite/open-sqlite-reader.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import { openOnThisThread } from './sqlite.test-kit.ts'

/** The embedded store reads beside its commits. */

const root = mkdtempSync(join(tmpdir(), 'guestwall-reads-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(root, 'one-'))
})

const NEWEST = { statuses: ['shown'], before: null, limit: 10 } as const
const say = (sessionId: string): KeyedCommand => {
  const key = newId()
  const actor = { sessionId, id: 'guest', name: 'guest', role: 'guest' } as const
  return { kind: 'sendMessage', actor, key, bodyHash: key, content: key, guestName: 'guest' }
}
const newest = async (store: Pick<Store, 'readMessages'>, sessionId: string) =>
  (await store.readMessages(sessionId, { ...NEWEST, statuses: ['shown'] })).map(({ content }) => content)

test('a page of history is answered while a commit is under way', async () => {
  const store = await openSqliteStore(directory)
  try {
    const { id } = await createSession(store)
    // Which of two threads is first depends on the machine. On one thread the commit would be answered first each time.
    for (let isRead = false; !isRead; ) {
      let isCommitted = false
      const committed = appendAll(
        store,
        Array.from({ length: 200 }, () => say(id)),
      ).then(() => {
        isCommitted = true
      })
      await newest(store, id)
      isRead = !isCommitted
      await committed
    }
    expect((await store.readHeads([id])).get(id)?.head).toBeGreaterThanOrEqual(200)
  } finally {
    await store.close()
  }
})

test('a read that is asked after a commit was answered sees it', async () => {
  const store = await openSqliteStore(directory)
  try {
    const { id } = await createSession(store)
    for (let index = 0; index < 50; index += 1) {
      const message = say(id)
      await appendAll(store, [message])
      expect((await newest(store, id))[0]).toBe(message.key)
    }
  } finally {
    await store.close()
  }
})

test('a reader sees what is committed, and no more, while another connection has written and not committed', async () => {
  const { store } = await openOnThisThread(directory)
  const reader = new LogStore(openSqliteReader(join(directory, 'guestwall.db')).storage)
  const writing = new Sqlite(join(directory, 'guestwall.db'))
  try {
    const { id } = await createSession(store)
    const message = say(id)
    await appendAll(store, [message])
    writing.exec('begin immediate')
    writing.prepare('update messages set content = ? where session_id = ?').run(['written and not committed', id])
    expect(await newest(reader, id)).toEqual([message.key])
    writing.exec('commit')
    expect(await newest(reader, id)).toEqual(['written and not committed'])
  } finally {
    writing.close()
    await reader.close()
    await store.close()
  }
})

test('a reader writes nothing', async () => {
  const { store } = await openOnThisThread(directory)
  const reader = new LogStore(openSqliteReader(join(directory, 'guestwall.db')).storage)
  try {
    const { id } = await createSession(store)
    await expect(appendAll(reader, [say(id)])).rejects.toThrow(StoreUnavailable)
    expect(await newest(reader, id)).toEqual([])
  } finally {
    await reader.close()
    await store.close()
  }
})
