import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { openPostgresStorage, UnsafePostgres } from '../src/storage/postgres/open-postgres-storage.ts'
import { guestContract } from '../src/log/guest.contract.ts'
import { lifeContract } from '../src/log/life.contract.ts'
import { photoContract } from '../src/log/photo.contract.ts'
import { reactionContract } from '../src/log/reaction.contract.ts'
import { storeContract } from '../src/log/store.contract.ts'
import { voteContract } from '../src/log/vote.contract.ts'
import { DataDirectoryInUse } from '../src/storage/sqlite/directory-lock.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import type { Store } from '../src/log/store.ts'
import { openSqliteStorage } from '../src/storage/sqlite/sqlite-storage.ts'
import { storageContract } from '../src/storage/storage.contract.ts'
import { systemClock } from '../src/system.ts'
import { MemoryStorage } from '../src/testing/memory-storage.ts'
import { MemoryStore } from '../src/testing/memory-store.ts'
import { ownerWith } from '../src/workers/owned.test-kit.ts'

const directories: string[] = []
function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'guestwall-store-'))
  directories.push(made)
  return made
}
afterAll(() => {
  for (const made of directories) rmSync(made, { recursive: true, force: true })
})

function storeOfOwner(): Store {
  const [worker] = ownerWith(new MemoryStore(), systemClock).workers
  if (worker === undefined) throw new Error('one worker was asked for')
  return worker.store
}

for (const contract of [storeContract, voteContract, guestContract, lifeContract, photoContract, reactionContract]) {
  contract('SQLite', () => openSqliteStore(directory()))
  contract('PostgreSQL', async () => openPostgresStore(await testDatabase(), () => {}))
  contract('memory', () => Promise.resolve(new MemoryStore()))
  contract('the store of an owner', () => Promise.resolve(storeOfOwner()))
}

storageContract('SQLite', async () => (await openSqliteStorage(join(directory(), 'guestwall.db'))).storage)
storageContract('PostgreSQL', async () => openPostgresStorage(await testDatabase(), () => {}))
storageContract('memory', () => Promise.resolve(new MemoryStorage()))

test.each(['synchronous_commit'])('a PostgreSQL with %s off is refused in words that say what to switch on', async (setting) => {
  const url = await testDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`alter database ${new URL(url).pathname.slice(1)} set ${setting} = off`)
  await client.end()
  await expect(openPostgresStore(url, () => {})).rejects.toThrow(UnsafePostgres)
  await expect(openPostgresStore(url, () => {})).rejects.toThrow(setting)
})

test('a data directory is refused while it is open, and free again after', async () => {
  const path = directory()
  const store = await openSqliteStore(path)
  await expect(openSqliteStore(path)).rejects.toThrow(DataDirectoryInUse)
  await store.close()
  const again = await openSqliteStore(path)
  await again.close()
})
