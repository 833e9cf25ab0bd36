import type { Snapshot } from '../snapshot.ts'
import { openSqliteFileSnapshot } from '../sqlite/open-sqlite-snapshot.ts'
import { integrityFaults, NewSqliteFile } from '../sqlite/sqlite-file.ts'
import { copyTables } from './copy-tables.ts'
import { countDifferences } from './summary.ts'

/** What was written is not what was read. */
export class CopyFailed extends Error {
  override readonly name = 'CopyFailed'
}

/**
 * Writes one moment of a store, of either engine, into `file`: an SQLite database that `guestwall restore` takes. It is read back and
 * compared before it stands under its name; until then and where it fails nothing stands there. Rejects with `CopyFailed`.
 */
export async function backUp(snapshot: Snapshot, file: string, onProgress: (words: string) => void): Promise<void> {
  const made = await NewSqliteFile.create(file)
  try {
    await copyTables(snapshot.rows, made.db, onProgress)
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
