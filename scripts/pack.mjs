import { cpSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from './lib/build.mjs'
import { helpAsked } from './lib/help.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { inRoot } from './lib/paths.mjs'

/**
 * `prepack` and `postpack` of every package; npm runs them in its folder. The package is built, has the licence, and the server
 * carries the pages. `node ../../scripts/pack.mjs prepare | clean`
 */
const folder = process.cwd()
// Programs read the standard output of npm (npm pack --json).
console.log = console.error
const licence = join(folder, 'LICENSE')
const pages = join(folder, 'web')

helpAsked('node ../../scripts/pack.mjs prepare | clean, in the folder of a package', !['prepare', 'clean'].includes(process.argv[2] ?? ''))
if (process.argv[2] === 'prepare') await prepare()
else clean()

async function prepare() {
  requireNode()
  await ensureModules()
  if (!(await build())) process.exit(1)
  clean()
  cpSync(inRoot('LICENSE'), licence)
  if (basename(folder) === 'server') cpSync(inRoot('apps/web/dist'), pages, { recursive: true })
}

function clean() {
  rmSync(licence, { force: true })
  if (basename(folder) === 'server') rmSync(pages, { recursive: true, force: true })
}
