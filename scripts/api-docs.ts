import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Config, describeConfig, readConfig } from '@guestwall/server'
import { asyncApi } from './lib/api-docs/asyncapi.ts'
import { openApi } from './lib/api-docs/openapi.ts'
import { helpAsked } from './lib/help.mjs'
import { inRoot, tool } from './lib/paths.mjs'
import { run } from './lib/run.mjs'

/** The part of CONFIGURATION.md that is written from config.ts. */
const VARIABLES = /(?<=<!-- variables: [^\n]*-->\n)[\s\S]*?(?=<!-- \/variables -->)/

/** The documents that are written from the code, by path, as values. */
export const GENERATED: Readonly<Record<string, () => object>> = { 'docs/api/openapi.json': openApi, 'docs/api/asyncapi.json': asyncApi }
export const CONFIGURATION = 'docs/CONFIGURATION.md'

/** CONFIGURATION.md with its table as the code has it. */
export function withVariables(text: string): string {
  if (!VARIABLES.test(text)) throw new Error(`${CONFIGURATION} has lost the marks around its table`)
  return text.replace(VARIABLES, () => variablesTable())
}

function variablesTable() {
  const defaults: Readonly<Record<string, Config[keyof Config]>> = { ...readConfig({}) }
  const rows = describeConfig().map(({ name, meaning }) => `| \`${name}\` | ${shown(defaults[name])} | ${meaning} |`)
  return ['| variable | default | meaning |', '|---|---|---|', ...rows, ''].join('\n')
}

function shown(value: Config[keyof Config]): string {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? '–' : `\`${String(value)}\``
}

/** `npm run docs`: writes what is made from the code. */
async function write() {
  for (const [path, make] of Object.entries(GENERATED)) writeFileSync(inRoot(path), `${JSON.stringify(make(), null, 2)}\n`)
  writeFileSync(inRoot(CONFIGURATION), withVariables(readFileSync(inRoot(CONFIGURATION), 'utf8')))
  const { command, args } = tool('biome', ['format', '--write', ...Object.keys(GENERATED)])
  const formatted = await run(command, args)
  if (!formatted.ok) throw new Error(formatted.output)
  for (const path of [...Object.keys(GENERATED), CONFIGURATION]) console.log(`written: ${path}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  helpAsked('npm run docs\n\nWrites CONFIGURATION.md’s table, openapi.json and asyncapi.json from the code.')
  await write()
}
