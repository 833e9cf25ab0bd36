import { resolve } from 'node:path'
import { parseCode, type Session } from '@guestwall/protocol'
import type { Config } from '../config.ts'
import { openPostgresSnapshot } from '../storage/postgres/open-postgres-snapshot.ts'
import type { Snapshot } from '../storage/snapshot.ts'
import { openSqliteSnapshot } from '../storage/sqlite/open-sqlite-snapshot.ts'
import type { StorageReader } from '../storage/storage.ts'
import { WrongUse } from './command.ts'

/** Like `withSnapshot`, with one session of the store. */
export function withSession<Result>(
  config: Config,
  idOrCode: string,
  work: (reader: StorageReader, session: Session) => Promise<Result>,
): Promise<Result> {
  return withSnapshot(config, async (reader) => {
    const session = await reader.findSession(parseCode(idOrCode) ?? idOrCode)
    if (session === null) throw new WrongUse(`there is no session ${idOrCode}: give its id or its join code`)
    return work(reader, session)
  })
}

/** Runs `work` on a snapshot of the store that the configuration names. A server may be running. */
export async function withSnapshot<Result>(
  { DATABASE_URL: url, DATA_DIR: directory }: Config,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const snapshot = await (url === undefined ? openSqliteSnapshot(resolve(directory)) : openPostgresSnapshot(url))
  try {
    return await work(snapshot)
  } finally {
    await snapshot.close()
  }
}
