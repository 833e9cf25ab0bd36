import { readConfig, WrongConfig } from '../config.ts'
import { WebAppMissing } from '../edge/static/static-files.ts'
import { ReplayPageMissing } from '../keepsake/replay-page.ts'
import { UnusableSecret } from '../secrets.ts'
import { DatabaseTooNew } from '../storage/migrations.ts'
import { UnsafePostgres } from '../storage/postgres/open-postgres-storage.ts'
import { DatabaseUnreadable } from '../storage/snapshot.ts'
import { DataDirectoryInUse } from '../storage/sqlite/directory-lock.ts'
import { CopyFailed } from '../storage/backup/backup-to.ts'
import { ServerRuns } from '../storage/backup/restore-into.ts'
import { WorkerNotStarted } from '../workers/workers.ts'
import { backup } from './backup.ts'
import { CannotRun, type Command, parse, type Terminal, WrongUse } from './command.ts'
import { exportCommand } from './export.ts'
import { help, helpOf } from './help.ts'
import { keepsakeCommand } from './keepsake.ts'
import { recount } from './recount.ts'
import { restore } from './restore.ts'
import { verify } from './verify.ts'
import { version } from './version.ts'

const COMMANDS: readonly Command[] = [backup, restore, recount, exportCommand, keepsakeCommand, verify]
/** Nothing was started. */
const NOT_STARTED = 1
/** Nothing was checked or written. */
const NOT_DONE = 2

/**
 * Runs the command that the arguments name; without a command, `start`: the wall itself. Resolves with the exit code, after writing to stderr
 * what went wrong. Never rejects.
 */
export async function cli(args: readonly string[], terminal: Terminal, start: () => Promise<void>): Promise<number> {
  const [first, ...rest] = args
  const command = COMMANDS.find(({ name }) => name === first)
  try {
    if (command === undefined) return await runWall(args, terminal, start)
    if (rest.some((arg) => arg === '--help' || arg === '-h')) {
      terminal.out.write(helpOf(command))
      return 0
    }
    return await command.run(rest, terminal)
  } catch (error) {
    terminal.err.write(`${explain(error, command)}\n`)
    return command === undefined && !(error instanceof WrongUse) ? NOT_STARTED : NOT_DONE
  }
}

async function runWall(args: readonly string[], { out, environment }: Terminal, start: () => Promise<void>): Promise<number> {
  const { values, positionals } = parse(args, {
    'check-config': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean' },
  })
  const [unknown] = positionals
  if (unknown !== undefined) throw new WrongUse(`there is no command ${unknown}; there are ${COMMANDS.map(({ name }) => name).join(', ')}`)
  if (values.help === true) out.write(help(COMMANDS))
  else if (values.version === true) out.write(`${version()}\n`)
  else if (values['check-config'] === true) {
    readConfig(environment)
    out.write('The configuration is good.\n')
  } else await start()
  return 0
}

/** An error that the person can correct becomes one line; any other is a fault of the program and shows its stack. */
function explain(error: unknown, command: Command | undefined): string {
  if (error instanceof WrongUse) {
    return `guestwall: ${error.message}\nguestwall: see guestwall ${command === undefined ? '' : `${command.name} `}--help`
  }
  const isCorrectable = CORRECTABLE.some((kind) => error instanceof kind)
  return isCorrectable ? (error as Error).message.replace(/^/gm, 'guestwall: ') : ((error as Error).stack ?? String(error))
}

const CORRECTABLE = [
  WrongConfig,
  DataDirectoryInUse,
  DatabaseTooNew,
  UnsafePostgres,
  WebAppMissing,
  ReplayPageMissing,
  DatabaseUnreadable,
  UnusableSecret,
  CannotRun,
  CopyFailed,
  ServerRuns,
  WorkerNotStarted,
]
