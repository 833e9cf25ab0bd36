import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from '@guestwall/protocol'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { KeyedCommand } from '../src/log/decide/command.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import { appendAll, createSession, newId } from '../src/log/store.test-kit.ts'
import type { Store } from '../src/log/store.ts'
import { openOnThisThread } from './sqlite.test-kit.ts'

/** Whether the embedded store knows that its files are the ones that were closed last. Files are copied by other processes, as people do. */

const root = mkdtempSync(join(tmpdir(), 'guestwall-life-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let folder = ''
let data = ''
beforeEach(() => {
  folder = mkdtempSync(join(root, 'one-'))
  data = join(folder, 'data')
  mkdirSync(data)
})

const shell = (script: string) => execFileSync('sh', ['-ec', script], { cwd: folder })
const say = ({ id }: Session): KeyedCommand => {
  const key = newId()
  const actor = { sessionId: id, id: 'guest', name: 'guest', role: 'guest' } as const
  return { kind: 'sendMessage', actor, key, bodyHash: key, content: key, guestName: 'guest' }
}

/** Opens the store, says how many messages are wanted, and answers the session's epoch and whether a new life was noticed. */
async function run(session: Session | null, messages: number, end: (store: Store) => Promise<unknown> = (store) => store.close()) {
  const { store, isNewEpoch } = await openOnThisThread(data)
  const current = session ?? (await createSession(store))
  for (let index = 0; index < messages; index += 1) await appendAll(store, [say(current)])
  const epoch = (await store.readHeads([current.id])).get(current.id)?.epoch
  await end(store)
  return { session: current, epoch, isNewEpoch }
}

test('[LOG-4] a store that was closed and opened again goes on in its epoch, as often as one likes', async () => {
  const { session, epoch, isNewEpoch } = await run(null, 3)
  expect(isNewEpoch).toBe(false)
  for (let start = 0; start < 3; start += 1) expect(await run(session, 1)).toMatchObject({ epoch, isNewEpoch: false })
  expect(await run(session, 0)).toMatchObject({ epoch, isNewEpoch: false })
})

describe('[LOG-4] a copy taken before the last messages is noticed, and a new epoch begins', () => {
  test.each([
    ['the folder copied back', 'cp -a data copy', 'rm -rf data; cp -a copy data'],
    ['the folder moved back', 'cp -a data copy', 'rm -rf data; mv copy data'],
    ['the folder unpacked from an archive', 'tar cf copy.tar data', 'rm -rf data; tar xf copy.tar'],
    ['the archive unpacked over the folder', 'tar cf copy.tar data', 'tar xf copy.tar'],
    ['every file written over, which keeps its number', 'cp -a data copy', 'cp -a copy/. data/'],
    ['guestwall.db alone written over', 'cp data/guestwall.db copy.db', 'cp copy.db data/guestwall.db'],
    ['guestwall.db alone put in place', 'cp -a data/guestwall.db copy.db', 'mv copy.db data/guestwall.db'],
    [
      'guestwall.db alone put in place, with the times that it had',
      'cp -a data/guestwall.db copy.db',
      'cp -a data/guestwall.db now.db; cp copy.db data/guestwall.db; touch -r now.db data/guestwall.db',
    ],
  ])('%s', async (_name, copy, putBack) => {
    const { session, epoch } = await run(null, 3)
    shell(copy)
    expect(await run(session, 4)).toMatchObject({ epoch, isNewEpoch: false })
    shell(putBack)
    const restored = await run(session, 0)
    expect(restored.isNewEpoch).toBe(true)
    expect(restored.epoch).not.toBe(epoch)
    // Once: from here on it is the one that was closed last.
    expect(await run(session, 1)).toMatchObject({ epoch: restored.epoch, isNewEpoch: false })
  })

  test('put back twice, each time in an epoch of its own', async () => {
    const { session } = await run(null, 3)
    shell('tar cf copy.tar data')
    await run(session, 4)
    shell('tar xf copy.tar')
    const first = await run(session, 0)
    shell('tar xf copy.tar')
    const second = await run(session, 0)
    expect([first.isNewEpoch, second.isNewEpoch]).toEqual([true, true])
    expect(second.epoch).not.toBe(first.epoch)
  })

  test('taken while the wall ran', async () => {
    const { session, epoch } = await run(null, 3, async (store) => {
      shell('cp -a data copy')
      await store.close()
    })
    shell('rm -rf data; cp -a copy data')
    const restored = await run(session, 0)
    expect(restored.isNewEpoch).toBe(true)
    expect(restored.epoch).not.toBe(epoch)
  })

  test('the folder that was put aside comes back after its copy was used: the two are different lives', async () => {
    const { session, epoch } = await run(null, 3)
    shell('mv data aside; cp -a aside data')
    const copied = await run(session, 2)
    expect(copied.isNewEpoch).toBe(true)
    shell('rm -rf data; mv aside data')
    // Nothing but this folder was ever in this epoch.
    expect(await run(session, 0)).toMatchObject({ epoch, isNewEpoch: false })
    expect(copied.epoch).not.toBe(epoch)
  })
})

test('[LOG-4] a store begins a new epoch after a crash', async () => {
  const { session, epoch } = await run(null, 3, async (store) => {
    // A copy of the files with the same marks has what a disk has after a crash.
    shell('cp data/guestwall.db data/guestwall.db-wal .')
    await store.close()
    shell('rm -f data/guestwall.db.closed')
  })
  const after = await run(session, 0)
  expect(after.isNewEpoch).toBe(true)
  expect(after.epoch).not.toBe(epoch)
})

test('a store that was closed as the server does leaves no open file, nothing in a write-ahead file, and a note that is its owner’s alone', async () => {
  const store = await openSqliteStore(data)
  const session = await createSession(store)
  await appendAll(store, [say(session)])
  await store.close()
  expect(openFiles().filter((path) => path.startsWith(data))).toEqual([])
  expect(statSync(join(data, 'guestwall.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0)
  expect(statSync(join(data, 'guestwall.db.closed')).mode & 0o777).toBe(0o600)
  expect((await run(session, 0)).isNewEpoch).toBe(false)
})

/** The files that this process has open, where the system lists them. */
function openFiles(): string[] {
  const folder = '/proc/self/fd'
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    try {
      return readlinkSync(join(folder, name))
    } catch {
      // Closed meanwhile, as the descriptor that listed the folder.
      return []
    }
  })
}
