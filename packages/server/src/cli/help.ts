import { describeConfig } from '../config.ts'
import type { Command } from './command.ts'

/** The text of `guestwall --help`. */
export function help(commands: readonly Command[]): string {
  const variables = describeConfig()
  // Two columns, the first as wide as the longest name.
  const width = Math.max(...variables.map(({ name }) => name.length)) + 2
  const lines = (entries: readonly (readonly [string, string])[]) => entries.map(([name, text]) => `  ${name.padEnd(width)}${text}`)
  return [
    'Usage: guestwall [COMMAND] [OPTIONS]',
    '',
    'Without a command it starts the wall and prints where to find it.',
    '',
    'Commands:',
    ...commands.flatMap(({ usage, summary }) => [`  guestwall ${usage}`, `  ${' '.repeat(width)}${summary}`]),
    '',
    'Options:',
    ...lines([
      ['--check-config', 'only checks the environment'],
      ['--help, -h', 'this; guestwall COMMAND --help tells more of one command'],
      ['--version', 'the version'],
    ]),
    '',
    'Configuration comes from the environment:',
    ...lines(variables.map(({ name, meaning }) => [name, meaning])),
    '',
  ].join('\n')
}

/** The text of `guestwall COMMAND --help`. */
export function helpOf({ usage, summary, details }: Command): string {
  return [`Usage: guestwall ${usage}`, '', `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, '', ...details, ''].join('\n')
}
