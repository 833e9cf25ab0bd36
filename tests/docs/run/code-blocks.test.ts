import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allBlocks } from './blocks.ts'
import { commandsOf } from './commands.ts'
import { openPlace, type Place } from './place.ts'
import { checkTypes, type Program, runProgram, writePrograms } from './programs.ts'
import { SETTINGS } from './settings.ts'
import { type Outcome, runCommand } from './shell.ts'

const blocks = allBlocks()
const isCode = ({ language }: { language: string }) => language === 'ts' || language === 'tsx'
/** Of programs and commands, for the line at the end. */
const counts: Record<Outcome, number> = { run: 0, checked: 0 }

let place: Place
let programs: Program[]
beforeAll(async () => {
  place = await openPlace()
  programs = writePrograms(blocks.filter(isCode), place)
})
afterAll(async () => {
  await place.stop()
  process.stdout.write(`code blocks of the documents: ${counts.run} programs and commands run, ${counts.checked} commands checked\n`)
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
  for (const command of commandsOf(code)) {
    const outcome = await runCommand(command, { ...place, folder })
    expect(Object.keys(counts)).toContain(outcome)
    counts[outcome] += 1
  }
})

test('[docs] a command that fails is found', async () => {
  await expect(runCommand('guestwall recount no-such', place)).rejects.toThrow('ended with')
})
