import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { Session } from '@guestwall/protocol'
import Sqlite from 'libsql'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { canMakeDisks, SmallDisk } from '../../../tests/support/small-disk.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { NO_PHOTO_LIMITS } from '../src/domain/stored-photo.ts'
import { cli } from '../src/cli/cli.ts'
import type { KeyedCommand } from '../src/log/decide/command.ts'
import { readConfig } from '../src/config.ts'
import { openImageStore } from '../src/assembly/open-images.ts'
import { photoNames } from '../src/images/photo-names.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import { COPIED_TABLES, LOCAL_TABLES } from '../src/storage/backup/copy-tables.ts'
import { appendAll, createSession, expectFold, HOST, newId } from '../src/log/store.test-kit.ts'
import type { Store } from '../src/log/store.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { seedVotes } from './audit.test-kit.ts'

/** `guestwall backup` and `guestwall restore`, on both stores and between them. */

const root = mkdtempSync(join(tmpdir(), 'guestwall-backup-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let last = 0
const place = (name: string) => join(root, `${(last += 1)}-${name}`)

type Environment = Record<string, string>

/** A store of its own, as the environment names it. */
interface Home {
  readonly environment: Environment
  open(): Promise<Store>
}

const HOMES: readonly (readonly [string, () => Promise<Home>])[] = [
  [
    'SQLite',
    () => {
      const directory = place('data')
      return Promise.resolve({ environment: { DATA_DIR: directory }, open: () => openSqliteStore(directory) })
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const url = await testDatabase()
      return { environment: { DATABASE_URL: url, DATA_DIR: place('secrets') }, open: () => openPostgresStore(url, () => {}) }
    },
  ],
]

async function run(words: readonly string[], environment: Environment): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const to = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[name] += chunk.toString()
        done()
      },
    })
  const code = await cli(words, { out: to('out'), err: to('err'), environment, clock: new VirtualClock() }, () => Promise.resolve())
  return { code, ...said }
}

function say({ id }: Session, content: string): KeyedCommand {
  const actor = { sessionId: id, id: 'guest', name: 'guest', role: 'guest' } as const
  return { kind: 'sendMessage', actor, key: `key-${content}`, bodyHash: `hash of ${content}`, content, guestName: '小明' }
}

/** Photos in both stores: one of a message, and one whose pictures are gone. */
async function fillPhotos(home: Home, store: Store, session: Session): Promise<string> {
  const images = openImageStore(readConfig(home.environment), home.environment['DATA_DIR'] ?? '')
  const file = place('picture')
  for (const [id, bytes] of [
    ['kept', 'bytes of a photo'],
    ['lost', null],
  ] as const) {
    const photo = { id: `${id}-${session.id}`, guestId: 'guest', key: `key-of-${id}`, at: '2026-11-22T10:00:00.000Z' }
    await store.addPhoto(session.id, photo, NO_PHOTO_LIMITS)
    await store.storePhoto(session.id, { id: photo.id, width: 4, height: 3 })
    writeFileSync(file, bytes ?? '')
    if (bytes !== null) for (const name of photoNames(photo.id)) await images.put(session.id, name, file)
  }
  return `kept-${session.id}`
}

/** A session with votes and ballots, and one with more messages than a page of the copy. */
async function fill(store: Store): Promise<{ voted: Session; talked: Session }> {
  const { session: voted } = await seedVotes(store)
  const talked = await createSession(store)
  for (let batch = 0; batch < 3; batch += 1) {
    await appendAll(
      store,
      Array.from({ length: 250 }, (_, index) => say(talked, `message ${batch}-${index}`)),
    )
  }
  const { outcomes } = await appendAll(store, [say(talked, 'a word taken back')])
  const messageId = outcomes[0]?.ok === true ? (outcomes[0].value.message?.id ?? '') : ''
  await appendAll(store, [
    { kind: 'removeMessage', actor: { sessionId: talked.id, ...HOST }, key: newId(), bodyHash: messageId, messageId },
  ])
  return { voted, talked }
}

/** Everything that a reader of the store can see, without the epoch. */
async function contents(store: Store): Promise<unknown> {
  const sessions = await store.listSessions(100)
  return Promise.all(
    sessions.map(async (session) => {
      const log = await store.readEvents(session.id, 0, 10_000)
      const votes = await store.readVotes(session.id)
      const ballots = await Promise.all(votes.map(({ id }) => store.readBallots(session.id, id, '', 1_000)))
      const chains = await Promise.all(votes.map(({ id }) => store.readChain(session.id, id, 0, 1_000)))
      const walls = await store.readWalls(session.id)
      return {
        session,
        events: log?.events,
        votes,
        ballots,
        chains,
        walls: walls?.walls,
        voters: walls?.voters.map((voters) => ({ ...voters, guestIds: voters.guestIds.toSorted() })),
      }
    }),
  )
}

const epochOf = async (store: Store, { id }: Session) => (await store.readHeads([id])).get(id)?.epoch

describe.each(HOMES.flatMap(([from, source]) => HOMES.map(([to, target]) => [from, to, source, target] as const)))(
  'from %s to %s',
  (_from, _to, source, target) => {
    test('[LOG-4] [SEND-1] a backup of a running store is restored whole, in new epochs, and keys are still known', {
      timeout: 300_000,
    }, async () => {
      const home = await source()
      const store = await home.open()
      const { voted, talked } = await fill(store)
      const photo = await fillPhotos(home, store, talked)
      const expected = await contents(store)
      const file = place('backup.db')
      const backedUp = await run(['backup', file], home.environment)
      expect(backedUp).toMatchObject({ code: 0, err: '' })
      expect(backedUp.out).toMatch(/: 2 sessions with 751 messages and 5 ballots, the newest event of 20/)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      // Later messages are not in it.
      await appendAll(store, [say(talked, 'later')])
      const epoch = await epochOf(store, talked)
      await store.close()

      const other = await target()
      const restored = await run(['restore', file], other.environment)
      expect(restored).toMatchObject({ code: 0, err: '' })
      expect(restored.out).toContain('every session begins a new epoch')
      const again = await other.open()
      expect(await contents(again)).toEqual(expected)
      const images = openImageStore(readConfig(other.environment), other.environment['DATA_DIR'] ?? '')
      expect(await images.names(talked.id)).toEqual(photoNames(photo).sort())
      expect((await images.read(talked.id, photoNames(photo)[0] ?? ''))?.toString()).toBe('bytes of a photo')
      for (const session of [voted, talked]) await expectFold(again, session)
      expect(await epochOf(again, talked)).not.toBe(epoch)
      const retried = await appendAll(again, [say(talked, 'message 2-249'), say(talked, 'later')])
      expect(retried.outcomes).toMatchObject([
        { ok: true, value: { isReplay: true } },
        { ok: true, value: { isReplay: false } },
      ])
      await again.close()
    })
  },
)

describe.each(HOMES)('on %s', (_name, make) => {
  test('restore names what it would replace, and changes nothing without --force', { timeout: 300_000 }, async () => {
    const home = await make()
    const store = await home.open()
    const session = await createSession(store)
    await appendAll(store, [say(session, 'in the backup')])
    const file = place('backup.db')
    expect((await run(['backup', file], home.environment)).code).toBe(0)
    await appendAll(store, [say(session, 'after it')])
    const epoch = await epochOf(store, session)

    // A server that runs on it.
    const running = await run(['restore', file, '--force'], home.environment)
    expect(running).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^guestwall: [^\n]*(runs on this database|in use by another)[^\n]*\n$/),
    })
    await store.close()

    const asked = await run(['restore', file], home.environment)
    expect(asked).toMatchObject({ code: 2 })
    expect(asked.err).toMatch(/this would replace 1 session with 2 messages .*: back it up, then say --force/)
    const untouched = await home.open()
    expect((await untouched.readEvents(session.id, 0, 10))?.events).toHaveLength(2)
    expect(await epochOf(untouched, session)).toBe(epoch)
    await untouched.close()

    const forced = await run(['restore', file, '--force'], home.environment)
    expect(forced).toMatchObject({ code: 0, out: expect.stringContaining('replacing 1 session with 2 messages') })
    const restored = await home.open()
    expect((await restored.readEvents(session.id, 0, 10))?.events).toHaveLength(1)
    const first = await epochOf(restored, session)
    await restored.close()
    // The same backup once more is another life.
    expect((await run(['restore', file, '--force'], home.environment)).code).toBe(0)
    const twice = await home.open()
    expect(new Set([epoch, first, await epochOf(twice, session)]).size).toBe(3)
    await twice.close()
  })

  test('every table is copied, except those that belong to the machine', { timeout: 300_000 }, async () => {
    const home = await make()
    await (await home.open()).close()
    const { DATABASE_URL: url, DATA_DIR: directory = '' } = home.environment
    const names =
      url === undefined
        ? (new Sqlite(join(directory, 'guestwall.db')).prepare(`select name from sqlite_master where type = 'table'`).all([]) as {
            name: string
          }[])
        : await tablesOf(url)
    const own = names.map(({ name }) => name).filter((name) => !/^(kysely_migration|sqlite_|libsql_)/.test(name))
    expect(own.toSorted()).toEqual([...COPIED_TABLES, ...LOCAL_TABLES].toSorted())
  })
})

async function tablesOf(url: string): Promise<{ name: string }[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`)
  await client.end()
  return rows
}

describe('a backup', () => {
  test('is one moment of a store that other programs write to', { timeout: 300_000 }, async () => {
    const directory = place('data')
    const store = await openSqliteStore(directory)
    const { talked } = await fill(store)
    let isOver = false
    const writing = (async () => {
      for (let index = 0; !isOver; index += 1) await appendAll(store, [say(talked, `meanwhile ${index}`)])
    })()
    for (let index = 0; index < 3; index += 1) {
      // Its log has no hole, or the answer is 1.
      expect(await run(['backup', place('backup.db')], { DATA_DIR: directory })).toMatchObject({ code: 0, err: '' })
    }
    isOver = true
    await writing
    await store.close()
  })

  test('is not overwritten without --force, and leaves no other file', { timeout: 300_000 }, async () => {
    const directory = place('data')
    const store = await openSqliteStore(directory)
    await createSession(store)
    const folder = place('backups')
    execFileSync('mkdir', [folder])
    const file = join(folder, 'backup.db')
    writeFileSync(file, 'something else')
    expect(await run(['backup', file], { DATA_DIR: directory })).toMatchObject({
      code: 2,
      err: expect.stringContaining('is there already'),
    })
    expect(readFileSync(file, 'utf8')).toBe('something else')
    expect((await run(['backup', file, '--force'], { DATA_DIR: directory })).code).toBe(0)
    expect(readdirSync(folder)).toEqual(['backup.db'])
    expect(await run(['backup', join(folder, 'no/such/folder')], { DATA_DIR: directory })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^guestwall: .+ cannot be written: [^\n]+\n$/),
    })
    await store.close()
  })

  test.runIf(canMakeDisks)('that does not fit on the disk leaves nothing there, not even a part', { timeout: 300_000 }, async () => {
    const directory = place('data')
    const store = await openSqliteStore(directory)
    await fill(store)
    const disk = new SmallDisk(place('disk'), '256k')
    expect(await run(['backup', join(disk.path, 'backup.db')], { DATA_DIR: directory })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^guestwall: .+ cannot be written: database or disk is full\n$/),
    })
    expect(readdirSync(disk.path)).toEqual([])
    disk.dispose()
    await store.close()
  })

  test('of a store with a gap in a log is written, and exits with code 1 and a message', { timeout: 300_000 }, async () => {
    const directory = place('data')
    const store = await openSqliteStore(directory)
    const { talked } = await fill(store)
    await store.close()
    const sqlite = new Sqlite(join(directory, 'guestwall.db'))
    sqlite.exec(`delete from events where session_id = '${talked.id}' and id = 100`)
    sqlite.exec(`update ballots set option_ids = '["o1"]'`)
    sqlite.close()
    const file = place('backup.db')
    const { code, err } = await run(['backup', file], { DATA_DIR: directory })
    expect(code).toBe(1)
    expect(err).toContain(`the log of session ${talked.id} has 751 events up to number 752, and says 752`)
    expect(err).toMatch(/vote .+ of session .+: a ballot is not what entry/)
    expect(existsSync(file)).toBe(true)
  })
})

describe('what is restored', () => {
  test('may be a guestwall.db that was copied or rescued', { timeout: 300_000 }, async () => {
    const directory = place('data')
    const store = await openSqliteStore(directory)
    const { talked } = await fill(store)
    await store.close()
    const copy = place('copy.db')
    copyFileSync(join(directory, 'guestwall.db'), copy)
    const other = place('other')
    expect((await run(['restore', copy], { DATA_DIR: other })).code).toBe(0)
    const restored = await openSqliteStore(other)
    await expectFold(restored, talked)
    await restored.close()
  })

  test.each([
    ['no file', () => place('nowhere'), /there is no file/],
    [
      'no database',
      () => {
        const file = place('text')
        writeFileSync(file, 'no database'.repeat(1_000))
        return file
      },
      /is no backup that can be read/,
    ],
    [
      'a database of something else',
      () => {
        const file = place('other.db')
        const sqlite = new Sqlite(file)
        sqlite.exec('create table bookmarks (id integer)')
        sqlite.close()
        return file
      },
      /is no backup that can be read/,
    ],
  ])('is not %s: said in one line, and nothing is changed', async (_name, file, said) => {
    const directory = place('data')
    const { code, err } = await run(['restore', file(), '--force'], { DATA_DIR: directory })
    expect(code).toBe(2)
    expect(err).toMatch(said)
    expect(err).toMatch(/^guestwall: [^\n]+\n$/)
    expect(existsSync(directory)).toBe(false)
  })

  test('is not a file that was cut off: nothing is changed', { timeout: 300_000 }, async () => {
    const directory = place('data')
    const store = await openSqliteStore(directory)
    await fill(store)
    const file = place('backup.db')
    expect((await run(['backup', file], { DATA_DIR: directory })).code).toBe(0)
    const expected = await contents(store)
    await store.close()
    execFileSync('truncate', ['-s', '-40960', file])
    const { code, err } = await run(['restore', file, '--force'], { DATA_DIR: directory })
    expect(code).toBe(2)
    expect(err).toMatch(/^guestwall: [^\n]+\n$/)
    const again = await openSqliteStore(directory)
    expect(await contents(again)).toEqual(expected)
    await again.close()
  })
})
