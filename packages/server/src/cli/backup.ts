import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { recountSession } from '../audit/recount-session.ts'
import { readConfig } from '../config.ts'
import { copyImages } from './image-backup.ts'
import { openImageStore } from '../assembly/open-images.ts'
import { backUp } from '../storage/backup/backup-to.ts'
import { logFaults, summaryOf, describeSummary } from '../storage/backup/summary.ts'
import type { Snapshot } from '../storage/snapshot.ts'
import { openSqliteFileSnapshot } from '../storage/sqlite/open-sqlite-snapshot.ts'
import { CannotRun, type Command, onlyArgument, parse } from './command.ts'
import { withSnapshot } from './open-reader.ts'
import { Progress } from './progress.ts'

/** Sessions of one page. */
const ALL_SESSIONS = 1_000_000

export const backup: Command = {
  name: 'backup',
  usage: 'backup FILE [--force]',
  summary: 'writes all sessions into a file, while the wall runs',
  details: [
    'Reads the store of DATA_DIR or DATABASE_URL, beside a running server, at one moment.',
    'The file is an SQLite database, from either store; guestwall restore FILE brings it into either.',
    'It is written beside, read back, compared, and then put in its place: a half one never stands there.',
    'It holds every message, photo and ballot, so it is its owner’s alone. It holds no secrets: keep token-secret and operator-token of DATA_DIR, or',
    'TOKEN_SECRET and OPERATOR_TOKEN, as well; without them guests join again as new ones.',
    'A FILE that is there already is not written over without --force.',
    'Exit code: 0 written and sound, 1 written, but the store itself has faults, 2 not written.',
  ],
  async run(args, terminal) {
    const { values, positionals } = parse(args, { force: { type: 'boolean' } })
    const file = resolve(onlyArgument(positionals, 'FILE'))
    if (existsSync(file) && values.force !== true) throw new CannotRun(`${file} is there already: name another, or say --force`)
    const progress = new Progress(terminal)
    const config = readConfig(terminal.environment)
    try {
      await withSnapshot(config, (snapshot) =>
        backUp(
          snapshot,
          file,
          (words) => progress.at(words),
          (to) => copyImages(snapshot.rows, to, openImageStore(config, resolve(config.DATA_DIR))),
        ),
      )
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code === undefined) throw error
      throw new CannotRun(`${file} cannot be written: ${message}`, { cause: error })
    }
    const written = await openSqliteFileSnapshot(file)
    terminal.out.write(`${file}: ${describeSummary(await summaryOf(written.rows))}\n`)
    const faults = await faultsOf(written, (words) => progress.at(words))
    await written.close()
    for (const fault of faults) terminal.err.write(`guestwall: ${fault}\n`)
    return faults.length === 0 ? 0 : 1
  },
}

/** Faults in the data of a store, as sentences: gaps in logs, ballots that do not agree with their chain. */
export async function faultsOf(snapshot: Snapshot, onProgress: (words: string) => void): Promise<string[]> {
  const faults = await logFaults(snapshot.rows)
  for (const { id } of await snapshot.listSessions(ALL_SESSIONS)) {
    const verdicts = await recountSession(snapshot, id, onProgress)
    faults.push(...verdicts.flatMap(({ voteId, differences }) => differences.map((words) => `vote ${voteId} of session ${id}: ${words}`)))
  }
  return faults
}
