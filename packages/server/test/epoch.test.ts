import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from '@guestwall/protocol'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/support/test-database.ts'
import type { KeyedCommand } from '../src/log/decide/command.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import { appendAll, createSession, newId } from '../src/log/store.test-kit.ts'
import type { Store } from '../src/log/store.ts'
import { MemoryStore } from '../src/testing/memory-store.ts'

/** An epoch is one life of a log: when a store begins a new one, and when not. */

const say = ({ id }: Session, key = newId()): KeyedCommand => ({
  kind: 'sendMessage',
  actor: { sessionId: id, id: 'guest', name: 'guest', role: 'guest' },
  key,
  bodyHash: key,
  content: key,
  guestName: 'guest',
})

async function epochOf(store: Store, { id }: Session): Promise<string | undefined> {
  return (await store.readHeads([id])).get(id)?.epoch
}

const directory = mkdtempSync(join(tmpdir(), 'guestwall-epoch-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe.each([
  ['SQLite', () => openSqliteStore(directory)],
  ['PostgreSQL', async () => openPostgresStore(await testDatabase(), () => {})],
  ['memory', () => Promise.resolve(new MemoryStore())],
] as const)('%s', (_name, open: () => Promise<Store>) => {
  test('[LOG-4] a new epoch is begun for every session, once for each loss, and keeps every event', async () => {
    const store = await open()
    const [one, two] = [await createSession(store), await createSession(store)]
    await appendAll(store, [say(one), say(one)])
    const before = await store.readEvents(one.id, 0, 100)
    const lost = (await epochOf(store, one)) as string
    const begun = await Promise.all([store.beginEpoch(one.id, lost, 'first'), store.beginEpoch(one.id, lost, 'second')])
    expect(begun.filter(Boolean)).toHaveLength(1)
    const epoch = begun[0] ? 'first' : 'second'
    expect([await epochOf(store, one), await epochOf(store, two)]).toEqual([epoch, epoch])
    expect(await store.beginEpoch(one.id, lost, 'third')).toBe(false)
    expect(await store.beginEpoch('nobody', lost, 'third')).toBe(false)
    expect(await store.readEvents(one.id, 0, 100)).toEqual({ ...before, epoch })
    expect((await appendAll(store, [say(one)])).slice).toMatchObject({ epoch, from: 2, to: 3 })
    expect(await store.readWalls(one.id)).toMatchObject({ epoch, head: 3 })
    await store.close()
  })
})

describe('a PostgreSQL that lost commits', () => {
  let url: string
  let client: pg.Client
  const stores: Store[] = []
  const lives: number[] = []
  const open = async (): Promise<Store> => {
    const index = lives.push(0) - 1
    const store = await openPostgresStore(
      url,
      () => {},
      () => {
        lives[index] = (lives[index] as number) + 1
      },
    )
    stores.push(store)
    return store
  }
  beforeAll(async () => {
    url = await testDatabase()
    client = new pg.Client({ connectionString: url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await Promise.all(stores.map((store) => store.close()))
  })

  /** As an older backup would have it. */
  async function rewind(session: Session, head: number): Promise<void> {
    await client.query('begin')
    for (const statement of [
      'delete from command_keys where session_id = $1 and message_id in (select id from messages where session_id = $1 and event_id > $2)',
      'delete from messages where session_id = $1 and event_id > $2',
      'delete from events where session_id = $1 and id > $2',
      'update sessions set head = $2 where id = $1',
    ])
      await client.query(statement, [session.id, head])
    await client.query('commit')
  }

  test('[LOG-1] [LOG-4] ids that were given out are not given out again under their epoch: the first append begins the new one', async () => {
    const [here, there] = [await open(), await open()]
    const session = await createSession(here)
    await appendAll(here, [say(session), say(session), say(session)])
    const lost = await epochOf(there, session)
    await rewind(session, 1)
    const [one, two] = await Promise.all([appendAll(here, [say(session)]), appendAll(there, [say(session)])])
    expect(one.slice.epoch).not.toBe(lost)
    expect(two.slice.epoch).toBe(one.slice.epoch)
    expect(new Set([one.slice.to, two.slice.to])).toEqual(new Set([2, 3]))
    expect(await epochOf(here, session)).toBe(one.slice.epoch)
  })

  test('[LOG-4] several servers that notice the loss begin one epoch together, and none waits for a row that another holds', async () => {
    const [here, there] = [await open(), await open()]
    const sessions: Session[] = []
    for (let index = 0; index < 12; index += 1) sessions.push(await createSession(here))
    const lost = await Promise.all(sessions.map((session) => epochOf(here, session)))
    const begun = await Promise.all(
      sessions.map((session, index) => (index % 2 === 0 ? here : there).beginEpoch(session.id, lost[index] as string, newId())),
    )
    expect(begun.filter(Boolean)).toHaveLength(1)
    expect(new Set(await Promise.all(sessions.map((session) => epochOf(there, session)))).size).toBe(1)
  })

  test('[LOG-4] a replaced database gets new epochs from one of the servers that notice it, different ones each time', async () => {
    const session = await createSession(await open())
    const first = await epochOf(stores[0] as Store, session)
    const epochs = new Set([first])
    for (let restore = 0; restore < 3; restore += 1) {
      // The same backup, which says that it is of an older life, twice and more.
      await client.query("update database_life set identity = 'an older life'")
      await client.query('update sessions set epoch = $2 where id = $1', [session.id, first])
      const from = lives.length
      const opened = await Promise.all([open(), open(), open()])
      expect(lives.slice(from).reduce((sum, count) => sum + count, 0)).toBe(1)
      const found = await Promise.all(opened.map((store) => epochOf(store, session)))
      expect(new Set(found).size).toBe(1)
      epochs.add(found[0])
    }
    expect(epochs.size).toBe(4)
    // Nothing has changed since: a restart begins nothing.
    const from = lives.length
    expect(epochs).toContain(await epochOf(await open(), session))
    expect(lives.slice(from)).toEqual([0])
  })
})
