import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT } from '../../scripts/lib/paths.mjs'
import { type Manifest, type Packed, runNpm } from './packed.test-kit.ts'

const NEXT_APP = join(ROOT, 'tests/packages/next-app')
const VITE_APP = join(ROOT, 'tests/packages/vite-app')
/** Next.js with its compiler is larger than all other packages of this repository together, so that only its test installs it. */
const NEXT_HOME = join(ROOT, '.cache/next')

/** The packages that an application with React installs. */
export const REACT_PACKAGES = ['protocol', 'client', 'react'] as const

/** A folder with the Next.js project, its packages and the packed ones. Installs Next.js once, from its own lock file. */
export async function prepareNextProject(packed: readonly Packed[]): Promise<string> {
  if (!isInstalled()) await installNext()
  for (const name of ['app', '.next', 'node_modules/@guestwall']) rmSync(join(NEXT_HOME, name), { recursive: true, force: true })
  cpSync(NEXT_APP, NEXT_HOME, { recursive: true })
  unpack(packed, NEXT_HOME, (from, to) => cpSync(from, to, { recursive: true, dereference: true }))
  return NEXT_HOME
}

function isInstalled(): boolean {
  const [wanted, found] = [NEXT_APP, NEXT_HOME].map((folder) => join(folder, 'package-lock.json'))
  if (!existsSync(join(NEXT_HOME, 'node_modules/next/package.json')) || !existsSync(found!)) return false
  return readFileSync(wanted!, 'utf8') === readFileSync(found!, 'utf8')
}

async function installNext(): Promise<void> {
  rmSync(NEXT_HOME, { recursive: true, force: true })
  mkdirSync(NEXT_HOME, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(NEXT_APP, name), join(NEXT_HOME, name))
  try {
    await runNpm(NEXT_HOME, 'ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund')
  } catch (error) {
    rmSync(NEXT_HOME, { recursive: true, force: true })
    throw new Error('Next.js could not be installed into .cache/next. The first run of this test needs the package registry.', {
      cause: error,
    })
  }
}

/** A new folder with the Vite project. Vite, React and the plugin are those of this repository. */
export function prepareViteProject(packed: readonly Packed[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'guestwall-vite-'))
  cpSync(VITE_APP, folder, { recursive: true })
  const link = (from: string, to: string): void => symlinkSync(from, to, 'junction')
  for (const name of ['react', 'react-dom', 'scheduler', 'vite', '@vitejs/plugin-react']) {
    const to = join(folder, 'node_modules', name)
    mkdirSync(dirname(to), { recursive: true })
    link(join(ROOT, 'node_modules', name), to)
  }
  unpack(packed, folder, link)
  return folder
}

/** Unpacks the tarballs into `node_modules`, and brings what they depend on from this repository. */
function unpack(packed: readonly Packed[], folder: string, bring: (from: string, to: string) => void): void {
  const modules = join(folder, 'node_modules')
  for (const { manifest, tarball } of packed) {
    const home = join(modules, manifest.name)
    mkdirSync(home, { recursive: true })
    const { status, stderr } = spawnSync('tar', ['xzf', tarball, '-C', home, '--strip-components=1'], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`tar: ${stderr}`)
    for (const name of dependenciesOf(manifest)) {
      const to = join(modules, name)
      if (!existsSync(to)) bring(join(ROOT, 'node_modules', name), to)
    }
  }
}

function dependenciesOf({ dependencies = {} }: Manifest): string[] {
  return Object.keys(dependencies).filter((name) => !name.startsWith('@guestwall/'))
}

/** Runs a program of a project to its end, and returns what it printed. Rejects when it fails. */
export async function runProgram(folder: string, path: string, ...args: string[]): Promise<string> {
  const program = startProgram(folder, path, ...args)
  const [code] = (await once(program.process, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${path} ${args.join(' ')} ended with ${code}: ${program.printed()}`)
  return program.printed()
}

export interface Program {
  readonly process: ChildProcess
  readonly printed: () => string
  /** Resolves when it has printed this text, and rejects when it ends without it. */
  waitFor(text: string): Promise<void>
  stop(): Promise<void>
}

/** Starts a program of a project. The caller stops it. */
export function startProgram(folder: string, path: string, ...args: string[]): Program {
  const child = spawn(process.execPath, [join(folder, 'node_modules', path), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  return {
    process: child,
    printed: () => printed,
    waitFor: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (printed.includes(text)) resolve()
        }
        for (const stream of [child.stdout, child.stderr]) stream.on('data', look)
        child.once('close', () => reject(new Error(`${path} ended before it printed ${JSON.stringify(text)}: ${printed}`)))
        look()
      }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      await closed
    },
  }
}
