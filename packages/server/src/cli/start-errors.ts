import { resolve } from 'node:path'
import { DATABASE_TOO_NEW, MIGRATION_FAILED } from '../storage/migrations.ts'
import { CannotRun } from './command.ts'
import { makeDataFolder } from './data-folder.ts'

/** A resource that the server needs to start. */
type Resource =
  | { readonly kind: 'folder'; readonly directory: string }
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'address'; readonly host: string; readonly port: number }

/** Does `work`, after making the data folder where it is the resource. An error that a person can correct becomes one sentence. */
export async function explainErrors<Result>(resource: Resource, work: () => Promise<Result> | Result): Promise<Result> {
  try {
    if (resource.kind === 'folder') makeDataFolder(resolve(resource.directory))
    return await work()
  } catch (error) {
    const explanation = explanationOf(resource, error)
    throw explanation === null ? error : new CannotRun(explanation, { cause: error })
  }
}

function explanationOf(resource: Resource, error: unknown): string | null {
  const codes = codesOf(error)
  for (const code of codes) {
    const explanation = explanationOfCode(resource, code, error)
    if (explanation !== null) return explanation
  }
  // The cause of it, such as a full disk, is the better explanation.
  return codes.includes(MIGRATION_FAILED) ? (error as Error).message : null
}

function explanationOfCode(resource: Resource, code: string, error: unknown): string | null {
  if (code === DATABASE_TOO_NEW) return (error as Error).message
  switch (resource.kind) {
    case 'folder':
      return explainFolder(resolve(resource.directory), code)
    case 'postgres':
      return explainPostgres(new URL(resource.url), code, error)
    case 'address':
      return explainAddress(resource.host, resource.port, code)
    default:
      return resource satisfies never
  }
}

/** The codes of an error and of its causes, the outermost first. */
function codesOf(error: unknown): string[] {
  const codes: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown }
    // Extended codes of SQLite, such as SQLITE_READONLY_DIRECTORY, are kinds of the primary ones.
    if (typeof code === 'string') codes.push(code.startsWith('SQLITE_') ? code.split('_').slice(0, 2).join('_') : code)
    // The pool of pg reports a timeout without a code.
    if (/timeout/i.test(at.message)) codes.push('ETIMEDOUT')
  }
  return codes
}

function explainFolder(directory: string, code: string): string | null {
  const other = 'or set DATA_DIR to another folder'
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
      return `the data folder ${directory} cannot be written to by this user: change who owns it, ${other}`
    case 'EROFS':
    case 'SQLITE_READONLY':
      return `the data folder ${directory} is read-only: make it writable, ${other}`
    case 'ENOENT':
      return `the data folder ${directory} cannot be made there: set DATA_DIR to another folder`
    case 'EEXIST':
    case 'ENOTDIR':
      return `${directory} is no folder, or a part of its path is a file: set DATA_DIR to a folder`
    case 'EISDIR':
      return `a file of the data folder ${directory} is a folder: move it away, ${other}`
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return `the disk of the data folder ${directory} is full: make room, ${other}`
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return `the database in ${directory} is held by another program: end that one, ${other}`
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return `guestwall.db in ${directory} is damaged or is no database of Guestwall: restore a backup with guestwall restore, ${other}`
    case 'SQLITE_IOERR':
    case 'EIO':
      return `the disk of the data folder ${directory} does not read or write: look at the disk, ${other}`
    default:
      return null
  }
}

function explainPostgres(url: URL, code: string, error: unknown): string | null {
  const where = `PostgreSQL at ${url.host}`
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return `${where} does not answer: start it, or correct DATABASE_URL`
    case '28P01':
    case '28000':
      return `${where} refuses the user or the password: correct DATABASE_URL`
    case '3D000':
      return `${where} has no database ${url.pathname.slice(1)}: create it, or correct DATABASE_URL`
    case '42501':
      return `${where} gives the user ${url.username} too few rights (${(error as Error).message}): let it create tables and write in its database`
    case '53300':
      return `${where} takes no more connections: raise max_connections, or end what holds them`
    case '57P03':
      return `${where} is just starting or stopping: try again`
    case '53100':
      return `the disk of ${where} is full: make room there`
    case '25006':
      return `${where} takes no writes, it may be a standby: correct DATABASE_URL`
    default:
      return null
  }
}

function explainAddress(host: string, port: number, code: string): string | null {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is taken: stop what uses it, or set PORT to another`
    case 'EACCES':
      return `port ${port} may not be used by this user: set PORT to one of 1024 or more`
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
    case 'EINVAL':
      return `HOST ${host} is no address of this machine: set HOST to one that it has, or leave it out for all of them`
    default:
      return null
  }
}
