import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE } from './cache.ts'

/**
 * Installs a package of npm, in exactly this version, into a folder of its own below the cache, and answers with the folder; `null` where npm does
 * not give it. What is there already is taken.
 */
export function installed(group: string, name: string, version: string): string | null {
  const folder = join(CACHE, group)
  if (versionIn(folder, name) === version) return folder
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, 'package.json'))) writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
  const options = ['--no-audit', '--no-fund', '--loglevel=error', '--save-exact', '--no-workspaces']
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', PUPPETEER_SKIP_DOWNLOAD: '1' }
  spawnSync('npm', ['install', '--prefix', folder, ...options, `${name}@${version}`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return versionIn(folder, name) === version ? folder : null
}

function versionIn(folder: string, name: string): string | null {
  const manifest = join(folder, 'node_modules', name, 'package.json')
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version : null
}
