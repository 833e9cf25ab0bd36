import * as v from 'valibot'
import { ClientFrameSchema, ServerFrameSchema } from '@guestwall/protocol'
import { afterAll, expect, test } from 'vitest'
import { allBlocks, inlineCommands } from './run/blocks.ts'
import { checkCommand, commandsOf } from './run/commands.ts'
import { EXPLAINED } from './run/explained.ts'
import { SETTINGS } from './run/settings.ts'

/** The rules for code blocks that hold without running them; `run/code-blocks.test.ts` runs them. */

const blocks = allBlocks()
afterAll(() => {
  const of = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language)).length
  const explained = blocks.filter(({ name }) => EXPLAINED[name] !== undefined).length
  process.stdout.write(
    `code blocks: ${of('ts', 'tsx')} programs, ${of('sh')} of commands, ${of('json', 'wire')} of data, ${explained} explained\n`,
  )
})

test('[docs] every code block says its language, and one that is not code says why it is not run', () => {
  const known = ['ts', 'tsx', 'sh', 'json', 'wire']
  const unknown = blocks.filter(({ language, name }) => !known.includes(language) && EXPLAINED[name] === undefined)
  expect(unknown.map(({ document, line, language }) => `${document}:${line} is of the language “${language}”`)).toEqual([])
  const names = blocks.map(({ name }) => name)
  expect([...Object.keys(EXPLAINED), ...Object.keys(SETTINGS)].filter((name) => !names.includes(name))).toEqual([])
})

test('[docs] every command in running text names what exists', () => {
  // `export --what SESSION`: a word in capitals stands for a value.
  expect(inlineCommands().flatMap(({ command, at }) => fault(command.replace(/ [A-Z…]+(?= |$)/g, '').trim(), at))).toEqual([])
})

test('[docs] every command of a block names what exists', () => {
  const wrong = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code, name }) => commandsOf(code).flatMap((command) => fault(command, name)))
  expect(wrong).toEqual([])
})

test('[docs] every JSON block parses, and every frame in a document fits its schema', () => {
  for (const { code, language } of blocks) {
    if (language === 'json') JSON.parse(code)
    for (const line of language === 'wire' ? code.trim().split('\n') : []) {
      const schema = line.startsWith('> ') ? ClientFrameSchema : ServerFrameSchema
      expect(v.safeParse(schema, JSON.parse(line.slice(2))).success, line).toBe(true)
    }
  }
})

test('[docs] a command that does not exist is found', () => {
  for (const command of [
    'npm run bench -- votes --no-such',
    'npm run no-such',
    'guestwall no-such',
    'npx vitest run --project unit no/such',
  ])
    expect(fault(command, 'here'), command).not.toEqual([])
})

function fault(command: string, at: string): string[] {
  try {
    checkCommand(command)
    return []
  } catch (error) {
    return [`${at}: ${command}: ${(error as Error).message}`]
  }
}
