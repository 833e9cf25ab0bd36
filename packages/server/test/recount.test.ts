import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'libsql'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { recountSession } from '../src/audit/recount-session.ts'
import { MAX_DIFFERENCES } from '../src/audit/recount.ts'
import { openPostgresSnapshot } from '../src/storage/postgres/open-postgres-snapshot.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { DatabaseUnreadable } from '../src/storage/snapshot.ts'
import { openSqliteSnapshot } from '../src/storage/sqlite/open-sqlite-snapshot.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import type { Store } from '../src/log/store.ts'
import type { StorageReader } from '../src/storage/storage.ts'
import { seedVotes, type Seeded, tamper, temporaryDirectories } from './audit.test-kit.ts'

const directory = temporaryDirectories()

async function recount(open: () => Promise<StorageReader>, sessionId: string) {
  const reader = await open()
  const verdicts = await recountSession(reader, sessionId)
  await reader.close()
  return verdicts
}

const differencesOf = (verdicts: Awaited<ReturnType<typeof recount>>) => verdicts.flatMap(({ differences }) => differences)

describe.each([
  [
    'the embedded store',
    async () => {
      const path = directory()
      return { store: await openSqliteStore(path), open: () => openSqliteSnapshot(path) }
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const url = await testDatabase()
      return { store: await openPostgresStore(url, () => {}), open: () => openPostgresSnapshot(url) }
    },
  ],
])('beside a running server on %s', (_name, start) => {
  let store: Store
  let open: () => Promise<StorageReader>
  let seeded: Seeded
  beforeAll(async () => {
    ;({ store, open } = await start())
    seeded = await seedVotes(store)
  })
  afterAll(() => store.close())

  test('[VOTE-2] an unchanged vote agrees: closed, open with unpublished ballots, and a draft', async () => {
    const verdicts = await recount(open, seeded.session.id)
    expect(verdicts.map(({ state, ballots, entries, differences }) => [state, ballots, entries, differences])).toEqual([
      ['closed', 3, 4, []],
      ['open', 2, 2, []],
      ['draft', 0, 0, []],
    ])
  })

  test('[VOTE-2] the recount is of one moment: ballots that arrive while it reads make no difference', async () => {
    const { session, openId } = seeded
    const reader = await open()
    const meddling = new Proxy(reader, {
      get(target, name: keyof StorageReader) {
        if (name !== 'readChain') return (target[name] as () => unknown).bind(target)
        return async (...page: Parameters<StorageReader['readChain']>) => {
          const entries = await target.readChain(...page)
          await seeded.cast(openId, `guest-${Math.random()}`, 'o2')
          return entries
        }
      },
    })
    const before = (await store.readVotes(session.id)).find(({ id }) => id === openId)?.ballots
    const verdicts = await recountSession(meddling, session.id)
    expect(differencesOf(verdicts)).toEqual([])
    expect(verdicts.find(({ voteId }) => voteId === openId)?.ballots).toBe(before)
    await reader.close()
    expect(differencesOf(await recount(open, session.id))).toEqual([])
  })

  test('[VOTE-2] the recount reads a large vote page by page', { timeout: 300_000 }, async () => {
    const { session, openId } = seeded
    const actors = Array.from({ length: 4_500 }, (_, index) => `many-${index}`)
    const commands = actors.map((id) => ({
      kind: 'castVote' as const,
      actor: { sessionId: session.id, id, name: id, role: 'guest' as const },
      key: `key-of-${id}`,
      bodyHash: '',
      voteId: openId,
      optionIds: ['o3'],
    }))
    await store.append(session.id, { commands, now: new Date().toISOString(), newIds: commands.map(({ key }) => key) })
    const verdicts = await recount(open, session.id)
    expect(differencesOf(verdicts)).toEqual([])
    expect(verdicts.find(({ voteId }) => voteId === openId)?.ballots).toBeGreaterThan(4_500)
  })
})

describe('[VOTE-2] a change in the database is found', () => {
  let untouched: string
  let sessionId: string
  beforeAll(async () => {
    untouched = directory()
    const store = await openSqliteStore(untouched)
    const { session } = await seedVotes(store)
    sessionId = session.id
    await store.close()
  })

  const closed = "vote_id = (select id from votes where state = 'closed')"
  test.each([
    [
      'a ballot changed',
      `update ballots set option_ids = '["o3"]' where guest_id = 'guest-alice' and ${closed}`,
      /a ballot is not what entry 1/,
    ],
    [
      'a ballot changed, the counts too',
      `update ballots set option_ids = '["o2"]' where guest_id = 'guest-alice' and ${closed}; update votes set counts = '{"o1":0,"o2":2,"o3":1}' where state = 'closed'`,
      /“新郎”: 1 in the chain, 0 in the ballots table/,
    ],
    [
      'two ballots exchanged',
      `update ballots set option_ids = case guest_id when 'guest-alice' then '["o3"]' else '["o1"]' end where guest_id in ('guest-alice', 'guest-carol') and ${closed}`,
      /a ballot is not what entry/,
    ],
    [
      'a ballot taken away',
      `delete from ballots where guest_id = 'guest-carol' and ${closed}`,
      /ballots: 3 stored, 2 in the ballots table/,
    ],
    [
      'a ballot put in',
      `insert into ballots select session_id, vote_id, 'guest-ghost', option_ids, 9, 9 from ballots where guest_id = 'guest-carol' and ${closed}`,
      /ballots: 3 stored, 4 in the ballots table/,
    ],
    [
      'the counts changed',
      `update votes set counts = '{"o1":1,"o2":1,"o3":2}' where state = 'closed'`,
      /“爸爸”: 2 stored, 1 in the ballots table/,
    ],
    ['the number of ballots changed', `update votes set ballots = 4 where state = 'closed'`, /ballots: 4 stored, 3 in the ballots table/],
    ['an entry changed', `update ballot_chain set option_ids = '["o3"]' where seq = 1 and ${closed}`, /chain: entry 1: its hash/],
    [
      'an entry’s hash changed',
      `update ballot_chain set hash = replace(hash, substr(hash, 1, 1), 'x') where seq = 2 and ${closed}`,
      /chain: entry 2: its hash/,
    ],
    ['what an entry replaces changed', `update ballot_chain set replaces = null where seq = 4 and ${closed}`, /chain: entry 4: its hash/],
    ['an entry taken away', `delete from ballot_chain where seq = 2 and ${closed}`, /chain: entry 3 stands behind entry 1/],
    ['the last entry taken away', `delete from ballot_chain where seq = 4 and ${closed}`, /the chain ends at entry 3, the vote says 4/],
    [
      'the chain’s end changed',
      `update votes set chain_hash = replace(chain_hash, substr(chain_hash, 1, 1), 'x') where state = 'closed'`,
      /the hash that the vote keeps/,
    ],
    [
      'the tally kept changed',
      `update votes set tally = replace(tally, '"o1":1', '"o1":5') where state = 'closed'`,
      /the tally kept with the vote is not the one that event \d+ published/,
    ],
    [
      'the tally published changed',
      `update events set data = replace(data, '"o1":1', '"o1":5') where type = 'vote.closed'`,
      /“新郎”: 5 published by event \d+, 1 in the chain up to entry 4/,
    ],
    [
      'the event of the tally taken away',
      `delete from events where type = 'vote.closed'`,
      /the tally kept with the vote is not the one that event/,
    ],
    [
      'how far the tally reaches changed',
      `update votes set published_seq = 3 where state = 'closed'`,
      /closed, and the last tally does not tell of all ballots/,
    ],
    [
      'a closed vote opened',
      `update votes set state = 'open' where state = 'closed'`,
      /the vote is open, event \d+ published it as closed/,
    ],
    ['an open vote made a draft', `update votes set state = 'draft' where state = 'open'`, /a draft, and it has ballots/],
    ['a vote taken away', `delete from votes where state = 'closed'`, /the votes table does not hold it/],
  ])('%s', async (_what, sql, said) => {
    const path = directory()
    cpSync(untouched, path, { recursive: true })
    tamper(path, sql)
    const verdicts = await recount(() => openSqliteSnapshot(path), sessionId)
    expect(differencesOf(verdicts).join('\n')).toMatch(said)
    expect(differencesOf(verdicts).join('\n')).not.toMatch(/guest-/)
    // One change is one vote's difference, and the others still agree.
    expect(verdicts.filter(({ differences }) => differences.length > 0)).toHaveLength(1)
  })

  test('and on PostgreSQL', async () => {
    const url = await testDatabase()
    const store = await openPostgresStore(url, () => {})
    const { session } = await seedVotes(store)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(`update ballots set option_ids = '["o3"]' where guest_id = 'guest-alice' and ${closed}`)
    await client.end()
    const verdicts = await recount(() => openPostgresSnapshot(url), session.id)
    await store.close()
    expect(differencesOf(verdicts).join('\n')).toMatch(/a ballot is not what entry 1/)
  })

  test('a vote with a thousand differences reports the first ones and the number of the others', async () => {
    const path = directory()
    const store = await openSqliteStore(path)
    const { session, openId, cast } = await seedVotes(store)
    for (let index = 0; index < 50; index += 1) await cast(openId, `many-${index}`, 'o1')
    tamper(path, `update ballots set option_ids = '["o2"]' where vote_id = '${openId}'`)
    const verdicts = await recount(() => openSqliteSnapshot(path), session.id)
    await store.close()
    const [differences] = verdicts.filter(({ voteId }) => voteId === openId).map((verdict) => verdict.differences)
    expect(differences).toHaveLength(MAX_DIFFERENCES)
    expect(differences?.at(-1)).toMatch(/^and \d+ more$/)
  })
})

describe('reading the embedded store beside its server', () => {
  const contentOf = (path: string) =>
    ['guestwall.db', 'guestwall.db-wal'].map((name) => {
      const file = join(path, name)
      return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : null
    })

  test('writes nothing and needs no lock, while the server runs and after it was closed', async () => {
    const path = directory()
    const store = await openSqliteStore(path)
    const { session } = await seedVotes(store)
    const running = contentOf(path)
    expect(differencesOf(await recount(() => openSqliteSnapshot(path), session.id))).toEqual([])
    expect(contentOf(path)).toEqual(running)
    await store.close()
    const closed = contentOf(path)
    expect(differencesOf(await recount(() => openSqliteSnapshot(path), session.id))).toEqual([])
    expect(contentOf(path)).toEqual(closed)
    // Nothing was left behind that would keep a server out.
    await (await openSqliteStore(path)).close()
  })

  test('is read-only by the database, not only by its type', async () => {
    const path = directory()
    const store = await openSqliteStore(path)
    await seedVotes(store)
    const reader = await openSqliteSnapshot(path)
    await expect(reader.rows.deleteFrom('ballots').execute()).rejects.toThrow('readonly')
    await reader.close()
    await store.close()
  })

  test('repairs nothing that a killed server left: the next server does that', async () => {
    const path = directory()
    const killed = directory()
    const store = await openSqliteStore(path)
    const { session } = await seedVotes(store)
    // As the files are now a power cut would leave them: with a write-ahead log that is not in the database yet.
    for (const name of ['guestwall.db', 'guestwall.db-wal']) cpSync(join(path, name), join(killed, name))
    await store.close()
    const left = contentOf(killed)
    expect(left[1]).not.toBeNull()
    expect(differencesOf(await recount(() => openSqliteSnapshot(killed), session.id))).toEqual([])
    expect(contentOf(killed)).toEqual(left)
  })

  test('reports a missing database, and creates none', async () => {
    const path = directory()
    await expect(openSqliteSnapshot(path)).rejects.toThrow(DatabaseUnreadable)
    expect(readdirSync(path)).toEqual([])
  })

  test('reports a database of another version, and migrates nothing', async () => {
    const path = directory()
    const sqlite = new Sqlite(join(path, 'guestwall.db'))
    sqlite.exec('create table sessions (id text)')
    sqlite.close()
    await expect(openSqliteSnapshot(path)).rejects.toThrow(/no such table: ballot_chain/)
    const again = new Sqlite(join(path, 'guestwall.db'))
    expect(again.prepare("select name from sqlite_master where type = 'table'").all([])).toEqual([{ name: 'sessions' }])
    again.close()
  })

  test('reports an unreachable PostgreSQL in words', async () => {
    await expect(openPostgresSnapshot('postgres://nobody@127.0.0.1:9/none')).rejects.toThrow(DatabaseUnreadable)
  })
})
