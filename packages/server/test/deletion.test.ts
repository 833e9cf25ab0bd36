import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HostedSession, HostSettings, PollAnswer, Session, Vote } from '@guestwall/protocol'
import { Redis } from 'ioredis'
import pg from 'pg'
import { pino } from 'pino'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Guestwall, startGuestwall } from '../../../tests/support/guestwall.ts'
import { joinSession } from '../../../tests/support/http-calls.ts'
import { startRedis, type TestRedis } from '../../../tests/support/redis.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { WireClient } from '../../../tests/support/wire-client.ts'
import { FileImageStore } from '../src/images/file-image-store.ts'
import { findSharp } from '../src/images/find-sharp.ts'
import { Images } from '../src/images/images.ts'
import { RedisLink } from '../src/cluster/redis/redis-link.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import { systemClock, systemRandom } from '../src/system.ts'

/** A deleted session is looked for in everything that a server writes. */

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'guestwall-deletion-'))
let redis: TestRedis
beforeAll(async () => {
  // Compressed values could not be searched.
  redis = await startRedis({ settings: ['--rdbcompression', 'no'] })
})
afterAll(async () => {
  await redis.dispose()
  rmSync(root, { recursive: true, force: true })
})

/** The places of the canaries: everything that a person may write in a session. */
const PLACES = 'title subtitle message removed name renamed table question option reason word credential screen'.split(' ')
const canaries = (kind: string) => PLACES.map((place) => `${kind}-${place}-canary`)
const missingFrom = (bytes: string, kind: string) => canaries(kind).filter((canary) => !bytes.includes(canary))
const foundIn = (bytes: string, kind: string) => canaries(kind).filter((canary) => bytes.includes(canary))

/** Asks as a host of the session. */
async function ask<Answer>({ url }: Guestwall, hosted: HostedSession, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${url}/api/host/${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${hosted.hostToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}

/** A session with a canary in every place; `reader` is a guest who is online. */
async function fill(wall: Guestwall, kind: string): Promise<{ hosted: HostedSession; reader: WireClient }> {
  const of = (place: string) => `${kind}-${place}-canary`
  const hosted = await wall.createSession({ title: of('title'), subtitle: of('subtitle') })
  const { id } = hosted.session
  const host = <Answer = unknown>(method: string, path: string, body?: object) => ask<Answer>(wall, hosted, method, path, body)
  const joined = await fetch(`${wall.url}/api/sessions/${id}/guests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ guestName: of('name'), source: of('table') }),
  })
  const { guest, token } = (await joined.json()) as Awaited<ReturnType<typeof joinSession>>
  const reader = await WireClient.join(wall.url, id, { token })
  const say = (content: string) => reader.ask({ type: 'sendMessage', key: `key-${content}`, content, guestName: of('name') })
  await say(of('message'))
  const rejected = await say(of('removed'))
  await host('POST', `messages/${rejected.type === 'ack' ? rejected.message?.id : ''}/reject`, { from: 'shown' })
  const { filter } = await host<HostSettings>('GET', `sessions/${id}/settings`)
  await host('PATCH', `sessions/${id}/settings`, { filter: { ...filter, words: [of('word')] } })
  const draft = { key: 'key-of-the-vote', question: of('question'), options: [of('option'), 'B'] }
  const { vote } = await host<{ vote: Vote }>('POST', `sessions/${id}/votes`, draft)
  await host('POST', `votes/${vote.id}/open`, {})
  await reader.ask({ type: 'castVote', key: 'key-of-the-ballot', voteId: vote.id, optionIds: ['o1'] })
  // With the last tally nothing comes by itself any more.
  await host('POST', `votes/${vote.id}/close`, {})
  await host('POST', `sessions/${id}/credentials`, { key: 'key-of-a-host', name: of('credential'), role: 'host' })
  await host('POST', `sessions/${id}/credentials`, { key: 'key-of-a-screen', name: of('screen'), role: 'wall' })
  await host('POST', `guests/${guest.id}/mute`, { reason: of('reason') })
  const second = await joinSession(wall.url, id, `${kind} 2`)
  const there = await WireClient.join(wall.url, id, { token: second.token })
  await host('POST', `guests/${second.guest.id}/rename`, { guestName: of('renamed') })
  there.close()
  return { hosted, reader }
}

const remove = (wall: Guestwall, hosted: HostedSession) => ask(wall, hosted, 'DELETE', `sessions/${hosted.session.id}`)

/** Asks again until the bytes have nothing of the canaries: the test's own time limit ends it. */
async function untilGone(bytes: () => Promise<string> | string, kind: string): Promise<void> {
  while (foundIn(await bytes(), kind).length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** A poll of a reader who has everything, and so waits. In an object: a promise of a promise would be waited for. */
async function pollThatWaits({ url }: Guestwall, token: string, head: number): Promise<{ readonly answer: Promise<Response> }> {
  const poll = (query: string) => fetch(`${url}/api/realtime/poll?${query}`, { headers: { authorization: `Bearer ${token}` } })
  let next = ''
  for (;;) {
    const answer = (await (await poll(next)).json()) as PollAnswer
    const [epoch, position] = 'snapshot' in answer ? [answer.snapshot.epoch, answer.snapshot.lastEventId] : [answer.epoch, answer.to]
    next = `epoch=${epoch}&lastEventId=${position}`
    if (position >= head) return { answer: poll(`${next}&wait=25`) }
  }
}

/** The log of the servers, in memory. */
function logged(): { readonly lines: string[]; readonly log: pino.Logger } {
  const lines: string[] = []
  return { lines, log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }) }
}

test('[DEL-1] on the embedded store nothing of a deleted session is in a file, a log line or a backup made then', {
  timeout: 120_000,
}, async () => {
  const directory = join(root, 'data')
  const { lines, log } = logged()
  const wall = await startGuestwall({ store: await openSqliteStore(directory), parts: { log } })
  // By another process: closing a file of the database here would drop the locks of the store.
  const files = () => execFileSync('sh', ['-ec', 'cat *'], { cwd: directory, maxBuffer: 2 ** 30, encoding: 'latin1' })
  try {
    const gone = await fill(wall, 'gone')
    const kept = await fill(wall, 'kept')
    expect(missingFrom(files(), 'gone')).toEqual([])
    await remove(wall, gone.hosted)
    expect(await gone.reader.whenClosed()).toEqual({ code: 4404, reason: 'deleted' })
    await untilGone(files, 'gone')
    expect(missingFrom(files(), 'kept')).toEqual([])
    const backup = join(root, 'backup.db')
    execFileSync(process.execPath, [MAIN, 'backup', backup], { env: { ...process.env, DATA_DIR: directory }, stdio: 'ignore' })
    expect(missingFrom(readFileSync(backup, 'latin1'), 'kept')).toEqual([])
    expect(foundIn(readFileSync(backup, 'latin1') + lines.join('\n'), 'gone')).toEqual([])
    kept.reader.close()
  } finally {
    await wall.stop()
  }
})

test('[DEL-1] [PHOTO-4] [LOOK-3] nothing of the photos of a removed message, of a former background and of a deleted session is in a file or a backup made then', {
  timeout: 120_000,
}, async () => {
  const directory = join(root, 'photos')
  const images = new Images({
    store: new FileImageStore(join(directory, 'images')),
    sharp: findSharp(),
    incoming: join(directory, 'incoming-images'),
    clock: systemClock,
    onBroken: () => {},
  })
  const wall = await startGuestwall({ store: await openSqliteStore(directory), parts: { images } })
  const files = () =>
    execFileSync('sh', ['-ec', 'find . -type f -exec cat {} +'], { cwd: directory, maxBuffer: 2 ** 30, encoding: 'latin1' })
  const noisy = async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
    const picture = sharp({ create: { width: 300, height: 200, channels: 3, background: '#fff', noise } })
    return Buffer.from(await picture.jpeg().toBuffer())
  }
  /** Bytes from the middle of both sizes of a picture, which no other has. */
  const piecesOf = (path: string, token: string) =>
    Promise.all(
      ['full', 'small'].map(async (size) => {
        const read = await fetch(`${wall.url}${path}size=${size}`, { headers: { authorization: `Bearer ${token}` } })
        const picture = Buffer.from(await read.arrayBuffer()).toString('latin1')
        return picture.slice(picture.length / 2, picture.length / 2 + 40)
      }),
    )
  /** A background of its own. */
  const paint = async ({ session: { id }, hostToken }: HostedSession) => {
    const headers = { authorization: `Bearer ${hostToken}` }
    const path = `${wall.url}/api/host/sessions/${id}/look?part=background`
    const put = await fetch(path, { method: 'PUT', headers, body: await noisy() })
    const { session } = (await put.json()) as { session: Session }
    return piecesOf(`/api/sessions/${id}/look?picture=${session.look?.background?.id}&`, hostToken)
  }
  /** A message with a photo of its own. */
  const post = async ({ session: { id }, hostToken }: HostedSession) => {
    const { token } = await joinSession(wall.url, id, '小明')
    const headers = { authorization: `Bearer ${token}` }
    const body = await noisy()
    const uploaded = await fetch(`${wall.url}/api/realtime/photos?key=key-of-the-photo`, { method: 'POST', headers, body })
    const { photo } = (await uploaded.json()) as { photo: { id: string } }
    const reader = await WireClient.join(wall.url, id, { token })
    const answer = await reader.ask({ type: 'sendMessage', key: 'key-of-it', content: '百年好合', guestName: '小明', photo: photo.id })
    reader.close()
    const pieces = await piecesOf(`/api/realtime/photos/${photo.id}?`, hostToken)
    return { messageId: answer.type === 'ack' ? (answer.message?.id ?? '') : '', pieces }
  }
  try {
    const [gone, kept] = await Promise.all([1, 2].map(() => wall.createSession({ title: '喜宴', photos: 'on' })))
    if (gone === undefined || kept === undefined) throw new Error('no sessions')
    const [deleted, removed, stays] = [await post(gone), await post(kept), await post(kept)]
    const [deletedLook, formerLook] = [await paint(gone), await paint(kept)]
    const all = [...[deleted, removed, stays].flatMap(({ pieces }) => pieces), ...deletedLook, ...formerLook]
    const inBytes = (bytes: string) => all.filter((piece) => bytes.includes(piece))
    expect(inBytes(files())).toEqual(all)
    await remove(wall, gone)
    await ask(wall, kept, 'POST', `messages/${removed.messageId}/remove`, {})
    await paint(kept)
    while (inBytes(files()).length > stays.pieces.length) await new Promise((resolve) => setTimeout(resolve, 50))
    expect(inBytes(files())).toEqual(stays.pieces)
    const backup = join(root, 'backup-of-photos.db')
    execFileSync(process.execPath, [MAIN, 'backup', backup], { env: { ...process.env, DATA_DIR: directory }, stdio: 'ignore' })
    // The database splits a picture over its pages: what stands in one piece is found, and nothing of the others.
    const written = readFileSync(backup, 'latin1')
    expect(inBytes(written).filter((piece) => !stays.pieces.includes(piece))).toEqual([])
  } finally {
    await wall.stop()
  }
})

test('[DEL-1] [DEL-2] on PostgreSQL nothing of a deleted session is in a table, in Redis, a log line or a backup made then, and the readers of every server are closed', {
  timeout: 120_000,
}, async () => {
  const database = await testDatabase()
  const { lines, log } = logged()
  const links: RedisLink[] = []
  const start = async () => {
    const link = await RedisLink.open(redis.url, systemClock, () => {}, systemRandom.id())
    links.push(link)
    return startGuestwall({ store: await openPostgresStore(database, () => {}), parts: { log, redis: link } })
  }
  const [here, there] = [await start(), await start()]
  const client = new pg.Client(database)
  await client.connect()
  const seer = new Redis(redis.url)
  try {
    const gone = await fill(here, 'gone')
    const kept = await fill(here, 'kept')
    const { token } = await joinSession(there.url, gone.hosted.session.id, 'gone-name-canary')
    const far = await WireClient.join(there.url, gone.hosted.session.id, { token })
    const { rows } = await client.query<{ head: string }>('select head from sessions where id = $1', [gone.hosted.session.id])
    const waiting = await pollThatWaits(there, token, Number(rows[0]?.head))
    expect(missingFrom(await tablesOf(client), 'gone')).toEqual([])
    while (!(await redisOf(seer)).includes('gone-name-canary')) await new Promise((resolve) => setTimeout(resolve, 50))

    await remove(here, gone.hosted)
    expect(await gone.reader.whenClosed()).toEqual({ code: 4404, reason: 'deleted' })
    expect(await far.whenClosed()).toEqual({ code: 4404, reason: 'deleted' })
    expect((await waiting.answer).status).toBe(404)
    expect(foundIn(await tablesOf(client), 'gone')).toEqual([])
    expect(missingFrom(await tablesOf(client), 'kept')).toEqual([])
    await untilGone(() => redisOf(seer), 'gone')
    const backup = join(root, 'backup-of-postgres.db')
    execFileSync(process.execPath, [MAIN, 'backup', backup], {
      env: { ...process.env, DATABASE_URL: database, DATA_DIR: root },
      stdio: 'ignore',
    })
    expect(missingFrom(readFileSync(backup, 'latin1'), 'kept')).toEqual([])
    expect(foundIn(readFileSync(backup, 'latin1') + lines.join('\n'), 'gone')).toEqual([])
    // The command that SPEC.md names for the files of PostgreSQL.
    await client.query('VACUUM FULL')
    await client.query('CHECKPOINT')
    const files = await filesOf(client)
    expect(missingFrom(files, 'kept')).toEqual([])
    expect(foundIn(files, 'gone')).toEqual([])
    kept.reader.close()
  } finally {
    seer.disconnect()
    await client.end()
    await Promise.all([here.stop(), there.stop()])
    await Promise.all(links.map((link) => link.close()))
  }
})

async function tablesOf(client: pg.Client): Promise<string> {
  const tables = await client.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
  const texts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" AS t`)
    texts.push(...rows.map(({ row }) => row))
  }
  return texts.join('\n')
}

/** The files of this database, as they are on the disk. */
async function filesOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ folder: string }>(
    "SELECT current_setting('data_directory') || '/base/' || oid AS folder FROM pg_database WHERE datname = current_database()",
  )
  return execFileSync('sh', ['-ec', 'cat *'], { cwd: rows[0]?.folder, maxBuffer: 2 ** 30, encoding: 'latin1' })
}

/** Every key of Redis with its value. */
async function redisOf(seer: Redis): Promise<string> {
  const keys = await seer.keys('*')
  const values = await Promise.all(keys.map((key) => seer.dumpBuffer(key)))
  return [...keys, ...values.map((value) => value?.toString('latin1') ?? '')].join('\n')
}
