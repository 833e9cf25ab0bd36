import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { startNginx } from '../../support/nginx.ts'
import { repositoryFiles, ROOT } from '../documents.ts'
import type { Place } from './place.ts'
import { runProcess } from './processes.ts'

/** What became of a command: it ran, or it was compared with what there is. */
export type Outcome = 'run' | 'checked'

const MAIN = join(ROOT, 'packages/server/dist/main.js')
const STARTED = /Ctrl-C stops it/

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

/** Runs a command where that is cheap, else checks that what it names exists. Throws with what is wrong. */
export async function runCommand(command: string, place: Place): Promise<Outcome> {
  const [program = '', ...words] = command.split(/\s+/)
  if (program === 'guestwall' || (program === 'npx' && words[0] === 'guestwall'))
    return guestwall(program === 'npx' ? words.slice(1) : words, place)
  if (program === 'npm' && words[0] === 'start')
    return guestwall(
      words.slice(1).filter((word) => word !== '--'),
      place,
    )
  if (program === 'nginx') return nginx(words, place)
  checkCommand(command)
  return 'checked'
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

/** `npm run bench -- NAME --option value`: the benchmark exists and takes the option. */
function checkBench([name, ...options]: readonly string[]): void {
  if (name === undefined) return
  const text = readFileSync(join(ROOT, 'bench', `${name}.ts`), 'utf8')
  for (const option of options.filter((word) => word.startsWith('--')))
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
  const text = [file, join(ROOT, 'packages/server/src/cli/cli.ts')]
    .map((path) => (path === undefined ? '' : readFileSync(path, 'utf8')))
    .join('')
  for (const option of words.filter((word) => word.startsWith('--')))
    if (!text.includes(option.slice(2))) throw new Error(`guestwall ${name ?? ''} has no option ${option}`)
}

/** Runs the built program, each alternative of `a|b|c` by itself. */
async function guestwall(words: readonly string[], place: Place): Promise<Outcome> {
  const choices = words.map((word) => (word.includes('|') ? word.split('|') : [word]))
  const most = Math.max(1, ...choices.map(({ length }) => length))
  for (let at = 0; at < most; at += 1) {
    const chosen = choices.map((alternatives) => alternatives[Math.min(at, alternatives.length - 1)] ?? '')
    await runGuestwall(chosen, place)
  }
  return 'run'
}

async function runGuestwall(words: readonly string[], place: Place): Promise<void> {
  const values: Record<string, string> = {
    SESSION: place.hosted.session.id,
    FILE: 'audit.json',
    PUBLICKEY: publicKey(place),
    '17-0a1b2c3d4e5f': place.receipt,
  }
  const real = words.map((word) => values[word] ?? word)
  // A server of its own: the one that runs has the folder, and a restore wants it empty.
  const isAlone = real.length === 0 || real[0] === 'restore'
  const environment = {
    DATA_DIR: isAlone ? join(place.folder, `data-${real[0] ?? 'start'}`) : place.server.directory,
    PORT: '0',
    HOST: '127.0.0.1',
  }
  const until = real.length === 0 ? STARTED : undefined
  const { code, out } = await runProcess(process.execPath, [MAIN, ...real], { cwd: place.folder, environment, until })
  if (code !== 0) throw new Error(`guestwall ${real.join(' ')} ended with ${code}:\n${out}`)
}

/** The key of the audit file that an earlier line wrote. */
function publicKey(place: Place): string {
  const path = join(place.folder, 'audit.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { publicKey: string }).publicKey : ''
}

/** nginx itself reads the configuration of deploy/nginx; only addresses and folders differ. */
async function nginx(words: readonly string[], place: Place): Promise<Outcome> {
  if (!words.includes('-t')) return 'checked'
  const proxy = await startNginx({ servers: [place.server.port], isPlain: true })
  try {
    const answer = await fetch(`${proxy.url}/api/server`)
    if (!answer.ok) throw new Error(`behind nginx the server answers ${answer.status}`)
  } finally {
    await proxy.dispose()
  }
  return 'run'
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
