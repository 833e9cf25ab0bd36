import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from '@guestwall/protocol'
import Sqlite from 'libsql'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { KeyedCommand } from '../src/log/decide/command.ts'
import { appendAll, createSession, HOST, newId } from '../src/log/store.test-kit.ts'
import { openSqliteSnapshot } from '../src/storage/sqlite/open-sqlite-snapshot.ts'
import type { Store } from '../src/log/store.ts'
import { openOnThisThread } from './sqlite.test-kit.ts'

/** The files of the embedded store while it is open: what they hold, and that they are still there. */

const root = mkdtempSync(join(tmpdir(), 'guestwall-files-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let data = ''
let store: Store
let session: Session
beforeEach(async () => {
  data = join(mkdtempSync(join(root, 'one-')), 'data')
  mkdirSync(data)
  ;({ store } = await openOnThisThread(data))
  session = await createSession(store)
})

/** By another process: closing a database file here would drop the store's own locks. */
const shell = (script: string) => execFileSync('sh', ['-ec', script], { cwd: data, encoding: 'utf8' })

function say(content: string): KeyedCommand {
  const actor = { sessionId: session.id, id: 'guest', name: 'guest', role: 'guest' } as const
  return { kind: 'sendMessage', actor, key: newId(), bodyHash: content, content, guestName: 'guest' }
}

function remove(messageId: string): KeyedCommand {
  return { kind: 'removeMessage', actor: { sessionId: session.id, ...HOST }, key: newId(), bodyHash: messageId, messageId }
}

/** Messages that guestwall.db holds by itself, as one finds who copied it alone. */
async function heldByMainFile(): Promise<number> {
  const copy = mkdtempSync(join(root, 'copy-'))
  execFileSync('cp', [join(data, 'guestwall.db'), copy])
  const copied = await openOnThisThread(copy).catch(() => null)
  const slice = await copied?.store.readEvents(session.id, 0, 10_000)
  await copied?.store.close()
  return slice?.events.length ?? 0
}

const walBytes = () => statSync(join(data, 'guestwall.db-wal')).size

const onPosix = process.platform !== 'win32'
const modes = () => ['guestwall.db', 'guestwall.db-wal', 'guestwall.db-shm'].map((name) => statSync(join(data, name)).mode & 0o777)

describe.runIf(onPosix)('the files of the database', () => {
  test('can be read by their owner alone', () => {
    expect(modes()).toEqual([0o600, 0o600, 0o600])
  })

  test('that others could read are closed to them at the next start, and the database is still the one that was closed', async () => {
    await store.close()
    shell('chmod 644 guestwall.db*')
    ;({ store } = await openOnThisThread(data))
    await createSession(store)
    expect(modes()).toEqual([0o600, 0o600, 0o600])
    await store.close()
    const again = await openOnThisThread(data)
    expect(again.isNewEpoch).toBe(false)
    await again.store.close()
  })
})

describe('the main file', () => {
  test('holds everything a moment after the last message, and the write-ahead file is empty', async () => {
    for (let index = 0; index < 50; index += 1) await appendAll(store, [say(`message ${index}`)])
    // The first call finds that something was written, the second that nothing was since.
    await store.maintain(0)
    await store.maintain(1_500)
    expect(await heldByMainFile()).toBe(50)
    expect(walBytes()).toBe(0)
  })

  test('lacks no more than the last minute of a wall that is never idle', async () => {
    for (let second = 0; second <= 60; second += 1) {
      await appendAll(store, [say(`second ${second}`)])
      await store.maintain(second * 1_000)
    }
    expect(await heldByMainFile()).toBe(61)
    expect(walBytes()).toBe(0)
  })

  test('is brought up to date when a long read has ended', async () => {
    const reader = await openSqliteSnapshot(data)
    await appendAll(store, [say('one')])
    for (let call = 0; call < 3; call += 1) await store.maintain(call * 1_500)
    await reader.close()
    // Its connection ends when it is collected; another process is the usual case.
    await store.maintain(10_000)
    expect((await store.readEvents(session.id, 0, 10))?.events).toHaveLength(1)
  })
})

describe('[LOG-5] a removed text', () => {
  test.each([
    ['short', '手机 13912345678'],
    ['longer than a page', '私'.repeat(1_365)],
  ])('%s is in no file of the folder a moment later, on a wall that is never idle', async (_name, text) => {
    for (let index = 0; index < 30; index += 1) await appendAll(store, [say(`before ${index}`)])
    const { outcomes } = await appendAll(store, [say(text)])
    const messageId = outcomes[0]?.ok === true ? (outcomes[0].value.message?.id ?? '') : ''
    const isSaid = () => readdirSync(data).filter((name) => Number(shell(`grep -c -F '${text.slice(0, 60)}' ${name} || true`)) > 0)
    expect(isSaid()).not.toEqual([])
    await store.maintain(0)
    for (let index = 0; index < 30; index += 1) await appendAll(store, [say(`after ${index}`)])
    await appendAll(store, [remove(messageId)])
    await appendAll(store, [say('last')])
    await store.maintain(1_500)
    expect(isSaid()).toEqual([])
  })
})

describe('[SEND-2] while the wall runs', () => {
  const write = () => appendAll(store, [say('written')])

  test.each([
    ['guestwall.db deleted', 'rm guestwall.db', 'guestwall.db was deleted or replaced'],
    ['guestwall.db replaced by a copy', 'cp guestwall.db copy; mv copy guestwall.db', 'guestwall.db was deleted or replaced'],
    ['guestwall.db-wal deleted', 'rm guestwall.db-wal', 'guestwall.db-wal was deleted or replaced'],
    ['guestwall.db-wal cut short', 'truncate -s 0 guestwall.db-wal', 'guestwall.db-wal was cut short'],
    ['guestwall.db-wal cut by a page', 'truncate -s -4096 guestwall.db-wal', 'guestwall.db-wal was cut short'],
  ])('%s: nothing more is acknowledged, and why is said', async (_name, harm, reason) => {
    await write()
    shell(harm)
    await expect(write()).rejects.toThrow(reason)
    await expect(store.maintain(1_500)).rejects.toThrow(reason)
    await expect(store.probeWrite()).rejects.toThrow(reason)
    await expect(createSession(store)).rejects.toThrow(reason)
  })

  test('the next check notices it also without a message', async () => {
    await write()
    shell('rm guestwall.db')
    await expect(store.maintain(0)).rejects.toThrow('guestwall.db was deleted or replaced')
  })

  test('what was acknowledged before the file was deleted is saved beside it, whole', async () => {
    for (let index = 0; index < 20; index += 1) await write()
    shell('rm guestwall.db guestwall.db-wal guestwall.db-shm')
    await expect(write()).rejects.toThrow()
    await expect(store.maintain(0)).rejects.toThrow('is in ' + join(data, 'guestwall.rescued-1.db'))
    const folder = mkdtempSync(join(root, 'rescued-'))
    expect(statSync(join(data, 'guestwall.rescued-1.db')).mode & 0o777).toBe(0o600)
    execFileSync('cp', [join(data, 'guestwall.rescued-1.db'), join(folder, 'guestwall.db')])
    const rescued = await openOnThisThread(folder)
    expect((await rescued.store.readEvents(session.id, 0, 100))?.events).toHaveLength(20)
    await rescued.store.close()
  })

  test('another program that checkpoints the write-ahead file harms nothing', async () => {
    await write()
    const other = new Sqlite(join(data, 'guestwall.db'))
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    other.close()
    await write()
    await store.maintain(0)
    expect((await store.readEvents(session.id, 0, 10))?.events).toHaveLength(2)
  })
})
