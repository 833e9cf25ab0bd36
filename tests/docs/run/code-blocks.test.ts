import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { ClientFrameSchema, ServerFrameSchema } from '@guestwall/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allBlocks, inlineCommands } from './blocks.ts'
import { EXPLAINED } from './explained.ts'
import { openPlace, type Place } from './place.ts'
import { checkTypes, type Program, runProgram, writePrograms } from './programs.ts'
import { SETTINGS } from './settings.ts'
import { checkCommand, commandsOf, type Outcome, runCommand } from './shell.ts'

const blocks = allBlocks()
const isCode = ({ language }: { language: string }) => language === 'ts' || language === 'tsx'
/** Of commands and blocks, for the line at the end. */
const counts: Record<Outcome | 'explained', number> = { run: 0, checked: 0, explained: 0 }

let place: Place
let programs: Program[]
beforeAll(async () => {
  place = await openPlace()
  programs = writePrograms(blocks.filter(isCode), place)
})
afterAll(async () => {
  await place.stop()
  console.log(`code blocks of the documents: ${counts.run} run, ${counts.checked} checked, ${counts.explained} explained`)
})

test('[docs] every code block says its language, and one that is not code says why it is not run', () => {
  const known = ['ts', 'tsx', 'sh', 'json', 'wire']
  const unknown = blocks.filter(({ language, name }) => !known.includes(language) && EXPLAINED[name] === undefined)
  expect(unknown.map(({ document, line, language }) => `${document}:${line} is of the language “${language}”`)).toEqual([])
  const names = blocks.map(({ name }) => name)
  expect([...Object.keys(EXPLAINED), ...Object.keys(SETTINGS)].filter((name) => !names.includes(name))).toEqual([])
  counts.explained += blocks.filter(({ name }) => EXPLAINED[name] !== undefined).length
})

test('[docs] every TypeScript block fits the types of the packages', async () => {
  expect(await checkTypes()).toBe('')
})

test.each(blocks.filter(isCode).map(({ name }, at) => ({ name, at })))('[docs] the program of $name runs', async ({ name, at }) => {
  const program = programs[at]
  if (program === undefined) throw new Error('there is no such program')
  const { code, out } = await runProgram(program, place)
  expect(out).toMatch(SETTINGS[name]?.prints ?? /^/)
  expect({ code, out: code === 0 ? '' : out }).toEqual({ code: 0, out: '' })
  counts.run += 1
})

// In order, each document in a folder of its own: an audit file is written before it is verified, and not written over.
test.each(blocks.filter(({ language }) => language === 'sh'))('[docs] the commands of $name work', async ({ code, document }) => {
  const folder = join(place.folder, document.replaceAll('/', '-'))
  mkdirSync(folder, { recursive: true })
  for (const command of commandsOf(code)) counts[await runCommand(command, { ...place, folder })] += 1
})

test('[docs] every command in running text names what exists', () => {
  const wrong = inlineCommands().flatMap(({ command, at }) => {
    try {
      checkCommand(command.replace(/ [A-Z…]+( |$)/g, ' ').trim())
      counts.checked += 1
      return []
    } catch (error) {
      return [`${at}: ${command}: ${(error as Error).message}`]
    }
  })
  expect(wrong).toEqual([])
})

test('[docs] every JSON block parses, and every frame in a document fits its schema', () => {
  for (const { code, language } of blocks) {
    if (language === 'json') JSON.parse(code)
    for (const line of language === 'wire' ? code.trim().split('\n') : []) {
      const schema = line.startsWith('> ') ? ClientFrameSchema : ServerFrameSchema
      v.parse(schema as v.GenericSchema, JSON.parse(line.slice(2)))
    }
    counts.checked += language === 'json' || language === 'wire' ? 1 : 0
  }
})

test('[docs] a command that does not exist is found', async () => {
  for (const command of [
    'npm run bench -- votes --no-such',
    'npm run no-such',
    'guestwall no-such',
    'npx vitest run --project unit no/such',
  ])
    await expect(async () => checkCommand(command), command).rejects.toThrow()
  await expect(runCommand('guestwall recount no-such', place)).rejects.toThrow('ended with')
})
