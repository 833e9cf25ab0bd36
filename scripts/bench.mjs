import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { ROOT } from './lib/paths.mjs'
import { run } from './lib/run.mjs'

/** `npm run bench -- NAME [options]`: builds what is out of date and runs bench/NAME.ts against the built server. */
requireNode()
const names = readdirSync(join(ROOT, 'bench')).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []))
const [name, ...options] = process.argv.slice(2)
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Name a benchmark: npm run bench -- ${names.join(' | ')}\n`)
  process.exit(2)
}
await ensureModules()
if (!(await build())) process.exit(1)
const { ok } = await run(process.execPath, ['--import', 'tsx', '--conditions=guestwall:source', join('bench', `${name}.ts`), ...options], {
  show: true,
})
process.exitCode = ok ? 0 : 1
