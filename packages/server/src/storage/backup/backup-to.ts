import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import type { Snapshot } from '../snapshot.ts'
import { openSqliteFileSnapshot } from '../sqlite/open-sqlite-snapshot.ts'
import { integrityFaults, NewSqliteFile } from '../sqlite/sqlite-file.ts'
import { copyTables } from './copy-tables.ts'
import { countDifferences } from './summary.ts'

/** The copy differs from its source. */
export class CopyFailed extends Error {
  override readonly name = 'CopyFailed'
}

/**
 * Writes one moment of a store, of either engine, into `file`: an SQLite database for `guestwall restore`. The copy is read back and compared
 * before it gets this name, so a failed copy never has it. `also` writes more into the copy. Rejects with `CopyFailed`.
 */
export async function backUp(
  snapshot: Snapshot,
  file: string,
  onProgress: (words: string) => void,
  also: (to: Kysely<Database>) => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const made = await NewSqliteFile.create(file)
  try {
    await copyTables(snapshot.rows, made.db, onProgress)
    await also(made.db)
    await made.finish()
    onProgress('reading it back')
    const written = await openSqliteFileSnapshot(made.draft)
    const faults = [...(await integrityFaults(written.rows)), ...(await countDifferences(snapshot.rows, written.rows))]
    await written.close()
    if (faults.length > 0) throw new CopyFailed(faults.join('; '))
    made.place()
  } catch (error) {
    await made.discard()
    throw error
  }
}
