import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { npm, ROOT } from '../../scripts/lib/paths.mjs'

export const PACKAGES = ['protocol', 'client', 'react', 'server'] as const
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly bin?: Record<string, string>
  readonly exports: Record<string, string | Record<string, string>>
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

/** A packed package: its file, and the paths within. */
export interface Packed {
  readonly manifest: Manifest
  readonly tarball: string
  readonly files: readonly string[]
}

/** Runs npm, and answers what it printed. Rejects with its complaint. */
export async function runNpm(cwd: string, ...words: string[]): Promise<string> {
  const { command, args } = npm(words)
  const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: MAX_OUTPUT_BYTES })
  return stdout
}

/** `npm pack` of one package of the repository, as a release does. `options`: more of npm's options. */
export async function pack(name: (typeof PACKAGES)[number], destination: string, ...options: string[]): Promise<Packed> {
  const folder = join(ROOT, 'packages', name)
  const printed = await runNpm(folder, 'pack', '--json', '--pack-destination', destination, ...options)
  const [packed] = JSON.parse(printed) as [{ filename: string; files: { path: string }[] }]
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  return { manifest, tarball: join(destination, packed.filename), files: packed.files.map(({ path }) => path) }
}

type LockEntry = Record<string, unknown> & { readonly dev?: boolean; readonly link?: boolean }

/**
 * Installs packed packages in an empty folder, as a user does. Their dependencies are those that this repository is locked to, so that they come
 * from npm's cache where it has them.
 */
export async function install(packed: readonly Packed[], folder: string): Promise<void> {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockEntry> }
  const dependencies = Object.fromEntries(packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  const others = Object.entries(lock.packages).filter(
    ([path, { dev, link }]) => path.startsWith('node_modules/') && dev !== true && link !== true,
  )
  const ours = packed.map(({ manifest: { name, version, bin, dependencies: needs }, tarball }) => [
    `node_modules/${name}`,
    { version, resolved: `file:${tarball}`, dependencies: needs ?? {}, ...(bin === undefined ? {} : { bin }) },
  ])
  const root = { name: 'a-wall', version: '1.0.0', dependencies }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...root, private: true }))
  const packages = { '': root, ...Object.fromEntries(others), ...Object.fromEntries(ours) }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages }))
  await runNpm(folder, 'ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund')
}
