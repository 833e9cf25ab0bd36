import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readConfig } from '../config.ts'
import { restoreImages } from './image-backup.ts'
import { openImageStore } from '../assembly/open-images.ts'
import { type BeforeReplacing, restoreIntoDirectory, restoreIntoPostgres } from '../storage/backup/restore-into.ts'
import { summaryOf, describeSummary } from '../storage/backup/summary.ts'
import { integrityFaults } from '../storage/sqlite/sqlite-file.ts'
import { openSqliteFileSnapshot } from '../storage/sqlite/open-sqlite-snapshot.ts'
import { faultsOf } from './backup.ts'
import { CannotRun, type Command, onlyArgument, parse } from './command.ts'
import { Progress } from './progress.ts'
import { explainErrors } from './start-errors.ts'

export const restore: Command = {
  name: 'restore',
  usage: 'restore FILE [--force]',
  summary: 'puts a backup in the place of all sessions; no server may run',
  details: [
    'FILE comes from guestwall backup, or is a guestwall.db that stands by itself.',
    'It goes into the store of DATA_DIR or DATABASE_URL. The sessions that are there are named, and replaced only with --force: back them up before.',
    'Every session begins a new epoch: the guests’ phones offer again what they sent since the backup, and each message appears once.',
    'Exit code: 0 restored, 2 nothing was changed.',
  ],
  async run(args, terminal) {
    const { values, positionals } = parse(args, { force: { type: 'boolean' } })
    const file = resolve(onlyArgument(positionals, 'FILE'))
    if (!existsSync(file)) throw new CannotRun(`there is no file ${file}`)
    const config = readConfig(terminal.environment)
    const { DATABASE_URL: url, DATA_DIR: directory } = config
    const say = (words: string) => terminal.out.write(`${words}\n`)
    const progress = new Progress(terminal)
    const onProgress = (words: string) => progress.at(words)

    const before: BeforeReplacing = (there) => {
      const words = there === null ? 'a database that cannot be read' : describeSummary(there)
      if (values.force !== true) throw new CannotRun(`this would replace ${words}: back it up, then say --force`)
      say(`replacing ${words}`)
    }
    const backup = await openSqliteFileSnapshot(file)
    try {
      const [damage] = await integrityFaults(backup.rows)
      if (damage !== undefined) throw new CannotRun(`${file} is damaged (${damage}): nothing was changed`)
      say(`${file}: ${describeSummary(await summaryOf(backup.rows))}`)
      // The faults were there when the backup was written; a wall with faults is better than none.
      for (const fault of await faultsOf(backup, onProgress)) terminal.err.write(`guestwall: ${fault}\n`)
      // The pictures of sessions that the backup does not have are deleted by the server, with their folders.
      const images = () => restoreImages(backup.rows, openImageStore(config, resolve(directory)))
      if (url === undefined) {
        await explainErrors({ kind: 'folder', directory }, () =>
          restoreIntoDirectory(backup, resolve(directory), before, onProgress, images),
        )
      } else await explainErrors({ kind: 'postgres', url }, () => restoreIntoPostgres(backup, url, before, onProgress, images))
    } finally {
      await backup.close()
    }
    say('restored: every session begins a new epoch')
    return 0
  },
}
