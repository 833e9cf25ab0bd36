import { join } from 'node:path'
import { openSqliteDatabase } from '../src/storage/sqlite/sqlite-database.ts'
import { errorOf, type StoreCall } from '../src/storage/sqlite/store-calls.ts'
import type { Store } from '../src/storage/store.ts'

/** The embedded store without its thread, which takes a second to start from source. */
export async function openOnThisThread(directory: string): Promise<{ store: Store; isNewEpoch: boolean }> {
  const { database, isNewEpoch } = await openSqliteDatabase(join(directory, 'guestwall.db'))
  const call = async (method: keyof Store, args: readonly unknown[]) => {
    const answer = await database.answer({ id: 0, method, args } as StoreCall)
    if ('error' in answer) throw errorOf(answer.error)
    return answer.value
  }
  const store = new Proxy({} as Store, {
    get:
      (_, method) =>
      (...args: readonly unknown[]) =>
        call(method as keyof Store, args),
  })
  return { store, isNewEpoch }
}
