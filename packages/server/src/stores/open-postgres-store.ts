import { openPostgresStorage } from '../storage/postgres/open-postgres-storage.ts'
import { LogStore } from '../log/log-store.ts'
import type { Store } from '../log/store.ts'

/** The log on the PostgreSQL database at `url`. Its arguments and failures are those of `openPostgresStorage`. */
export async function openPostgresStore(...args: Parameters<typeof openPostgresStorage>): Promise<Store> {
  return new LogStore(await openPostgresStorage(...args))
}
