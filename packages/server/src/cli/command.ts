import { parseArgs } from 'node:util'
import type { Clock } from '../domain/ports.ts'

/** The input and output of a command. */
export interface Terminal {
  readonly out: NodeJS.WritableStream
  readonly err: NodeJS.WritableStream
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
}

/** One command of `guestwall`. */
export interface Command {
  readonly name: string
  /** Its usage line, without `guestwall`. */
  readonly usage: string
  readonly summary: string
  /** Further lines of `guestwall NAME --help`: options and exit codes. */
  readonly details: readonly string[]
  /** Resolves with the exit code: 0, or 1 when a check failed. Rejects with `WrongUse`, or with the reason why it could not run: exit code 2. */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

/** The arguments do not fit the usage. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse'
}

/** The command cannot run here; the message says why and what to do. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun'
}

type Options = Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>

interface Parsed<Known extends Options> {
  readonly values: { readonly [Name in keyof Known]?: Known[Name]['type'] extends 'string' ? string : boolean }
  readonly positionals: readonly string[]
}

/** The options and arguments of a command. Throws `WrongUse` for what it does not know. */
export function parse<const Known extends Options>(args: readonly string[], options: Known): Parsed<Known> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    return { values, positionals }
  } catch (error) {
    throw new WrongUse((error as Error).message)
  }
}

/** The one argument that a command takes beside its options. */
export function onlyArgument(positionals: readonly string[], name: string): string {
  const [argument, ...more] = positionals
  if (argument === undefined || argument === '') throw new WrongUse(`${name} is missing`)
  if (more.length > 0) throw new WrongUse(`one ${name} at a time: ${more.join(' ')} is too much`)
  return argument
}
