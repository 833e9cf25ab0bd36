import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from './lib/build.mjs'
import { helpAsked } from './lib/help.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { ROOT } from './lib/paths.mjs'
import { run } from './lib/run.mjs'

/**
 * `npm run bench -- NAME [options] [--json FILE]`: builds what is out of date and runs bench/NAME.ts against the built server; without a name, the short
 * form of all rows. `--json` keeps the figures in a file, and `compare BEFORE.json AFTER.json` compares two of them.
 */
requireNode()
const names = readdirSync(join(ROOT, 'bench')).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []))
const words = process.argv.slice(2)
const isAll = words[0] === undefined || (words[0].startsWith('-') && !['-h', '--help'].includes(words[0]))
const [name, ...options] = isAll ? ['all', ...words] : words
// Behind a name, --help is the benchmark's own.
if (name === undefined || !names.includes(name)) helpAsked(`npm run bench -- [${names.join(' | ')}] [options] [--json FILE]`, true)
const at = options.indexOf('--json')
const [, file] = at === -1 ? [] : options.splice(at, 2)
if (at !== -1 && file === undefined) helpAsked('--json needs the name of a file', true)
await ensureModules()
if (name !== 'compare' && !(await build())) process.exit(1)
const { ok } = await run(
  process.execPath,
  ['--import', 'tsx', '--conditions=guestwall:source', join('bench', `${String(name)}.ts`), ...options],
  {
    show: true,
    env: file === undefined ? {} : { GUESTWALL_BENCH_JSON: resolve(process.env.INIT_CWD ?? '.', file) },
  },
)
process.exitCode = ok ? 0 : 1
