import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { helpAsked } from './lib/help.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { ROOT } from './lib/paths.mjs'
import { run } from './lib/run.mjs'

/** `npm run bench -- NAME [options]`: builds what is out of date and runs bench/NAME.ts against the built server. */
requireNode()
const names = readdirSync(join(ROOT, 'bench')).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []))
const [name, ...options] = process.argv.slice(2)
// Behind a name, --help is the benchmark's own.
if (name === undefined || !names.includes(name)) helpAsked(`npm run bench -- ${names.join(' | ')} [options]`, true)
await ensureModules()
if (!(await build())) process.exit(1)
const { ok } = await run(
  process.execPath,
  ['--import', 'tsx', '--conditions=guestwall:source', join('bench', `${String(name)}.ts`), ...options],
  {
    show: true,
  },
)
process.exitCode = ok ? 0 : 1
