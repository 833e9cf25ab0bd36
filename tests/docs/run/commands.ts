import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { repositoryFiles, ROOT } from '../documents.ts'

interface Manifest {
  readonly name: string
  readonly scripts?: Record<string, string>
}

/** The commands of a block: comments gone, `&&` split. */
export function commandsOf(code: string): string[] {
  return code
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#\s.*$/, ''))
    .flatMap((line) => line.split('&&'))
    .map((command) => command.trim())
    .filter((command) => command !== '')
}

/** Checks a command without running anything. */
export function checkCommand(command: string): void {
  const [program = '', ...words] = command.split(/\s+/)
  const check = CHECKS[program]
  if (check === undefined) throw new Error(`nothing here knows how to check ${program}`)
  check(words)
}

const CHECKS: Readonly<Record<string, (words: readonly string[]) => void>> = {
  npm: checkNpm,
  npx: ([tool = '', ...words]) => {
    if (tool === 'vitest') checkVitest(words)
    else if (tool === 'tsc') for (const folder of words.filter((word) => !word.startsWith('-'))) mustExist(folder)
    else if (tool === 'guestwall') checkGuestwall(words)
    else if (tool === 'guestwall-conformance') checkOptions(words, ['packages/conformance/src/command-line.ts'])
    else throw new Error(`nothing here knows npx ${tool}`)
  },
  guestwall: checkGuestwall,
  docker: (words) => {
    const file = words[words.indexOf('-f') + 1] ?? ''
    mustExist(file)
    const known = ['up', 'logs', 'down', 'build']
    if (words[0] !== 'compose' || !words.some((word) => known.includes(word))) throw new Error(`docker ${words.join(' ')}`)
  },
  kubectl: (words) => {
    const folder = words[words.indexOf('-k') + 1] ?? ''
    const text = readFileSync(join(ROOT, folder, 'kustomization.yaml'), 'utf8')
    for (const [, name = ''] of text.matchAll(/^ {2}- (\S+\.yaml)$/gm)) {
      const example = name.replace('.yaml', '.example.yaml')
      if (!existsSync(join(ROOT, folder, name))) mustExist(`${folder}/${example}`)
    }
  },
  cp: (words) => {
    const [from = ''] = words.filter((word) => !word.startsWith('-'))
    mustExist(from)
  },
  mkdir: () => {},
  nginx: () => {},
}

function checkNpm([verb = '', ...words]: readonly string[]): void {
  const args = words.filter((word) => word !== '--')
  if (verb === 'pack' || words.includes('-w')) {
    for (const folder of words.filter((word) => word !== '-w' && word !== '--')) mustExist(folder)
    return
  }
  if (verb === 'install') {
    const names = workspaces().map(({ name }) => name)
    for (const name of args) if (!names.includes(name)) throw new Error(`there is no package ${name} here`)
    return
  }
  const [script = '', ...options] = verb === 'run' ? args : [verb, ...args]
  if (manifestOf('.').scripts?.[script] === undefined) throw new Error(`package.json has no script ${script}`)
  if (script === 'bench') checkBench(options)
  if (script === 'start' && options.length > 0) checkGuestwall(options)
}

/** `npm run bench -- NAME --option value`: the benchmark exists and takes the option. `--json FILE` is for each of them; without a name all run. */
function checkBench(words: readonly string[]): void {
  const [name = 'all', ...options] = (words[0] ?? '--').startsWith('--') ? ['all', ...words] : words
  const text = readFileSync(join(ROOT, 'bench', `${name}.ts`), 'utf8')
  for (const option of options.filter((word) => word.startsWith('--') && word !== '--json'))
    if (!new RegExp(`['"]?${option.slice(2)}['"]?:? ?[{']`).test(text)) throw new Error(`bench/${name}.ts has no option ${option}`)
}

function checkVitest(words: readonly string[]): void {
  const paths = words.filter(
    (word, at) => !word.startsWith('-') && word !== 'run' && words[at - 1] !== '--project' && words[at - 1] !== '-t',
  )
  for (const path of paths) {
    const isThere = repositoryFiles().some((file) => file.includes(path) && /\.(?:test|e2e)\.tsx?$/.test(file))
    if (!isThere) throw new Error(`no test is at ${path}`)
  }
  const project = words[words.indexOf('--project') + 1] ?? ''
  if (!readFileSync(join(ROOT, 'vitest.config.ts'), 'utf8').includes(`name: '${project}'`)) throw new Error(`no project ${project}`)
}

/** A command and its options are in the text that the program itself prints for help. */
function checkGuestwall(words: readonly string[]): void {
  const sources = readdirSync(join(ROOT, 'packages/server/src/cli')).map((file) => join(ROOT, 'packages/server/src/cli', file))
  const [name] = words
  const file = sources.find((path) => basename(path) === `${name}.ts`)
  if (name !== undefined && !name.startsWith('-') && file === undefined) throw new Error(`there is no command guestwall ${name}`)
  checkOptions(words, ['packages/server/src/cli/cli.ts', ...(file === undefined ? [] : [`packages/server/src/cli/${basename(file)}`])])
}

/** Each option is named in one of these files, which read the command line. */
function checkOptions(words: readonly string[], paths: readonly string[]): void {
  const text = paths.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('')
  for (const option of words.filter((word) => word.startsWith('--')))
    if (!new RegExp(`\\b${option.slice(2)}\\b`).test(text)) throw new Error(`there is no option ${option}`)
}

function workspaces(): Manifest[] {
  return readdirSync(join(ROOT, 'packages')).map((name) => manifestOf(join('packages', name)))
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest
}

function mustExist(path: string): void {
  if (!existsSync(join(ROOT, path))) throw new Error(`${path} does not exist`)
}
