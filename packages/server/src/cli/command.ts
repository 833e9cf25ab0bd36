import { parseArgs } from 'node:util'
import type { Clock } from '../domain/ports.ts'

/** What a command writes to and reads from. */
export interface Terminal {
  readonly out: NodeJS.WritableStream
  readonly err: NodeJS.WritableStream
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
}

/** One word behind `guestwall`. */
export interface Command {
  readonly name: string
  /** The line of its use, without `guestwall`. */
  readonly usage: string
  readonly summary: string
  /** More, for `guestwall NAME --help`: options and exit codes. */
  readonly details: readonly string[]
  /** Answers the exit code: 0, or 1 where something was checked and is not so. Rejects with `WrongUse` or what could not be done: 2. */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

/** The command was not given as it is used. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse'
}

/** What was asked cannot be done here, in words for who asked. */
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
