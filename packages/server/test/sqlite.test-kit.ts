import { join } from 'node:path'
import { LogStore } from '../src/log/log-store.ts'
import type { Store } from '../src/log/store.ts'
import { openSqliteStorage } from '../src/storage/sqlite/sqlite-storage.ts'

/** The embedded store without its thread, which takes a second to start from source. */
export async function openOnThisThread(directory: string): Promise<{ store: Store; isNewEpoch: boolean }> {
  const { storage, isNewEpoch } = await openSqliteStorage(join(directory, 'guestwall.db'))
  return { store: new LogStore(storage), isNewEpoch }
}
