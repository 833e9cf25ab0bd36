import { helpAsked } from './lib/help.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { npm } from './lib/paths.mjs'
import { run } from './lib/run.mjs'

/** `npm run check:nodes -- [VERSIONS]`: `npm run check` on every Node.js that we say we run on. npm brings them as packages. */
const SUPPORTED = ['20', '22', '24']

helpAsked(
  `npm run check:nodes -- [versions]\n\nRuns npm run check on each of these versions of Node.js, by default ${SUPPORTED.join(', ')}. npm brings them.`,
)
requireNode()
await ensureModules()
const asked = process.argv.slice(2)
const failed = []
for (const version of asked.length > 0 ? asked : SUPPORTED) {
  console.log(`\n== Node.js ${version}`)
  const { command, args } = npm(['exec', '--yes', `--package=node@${version}`, '--', 'node', 'scripts/check.mjs'])
  if (!(await run(command, args, { show: true })).ok) failed.push(version)
}
console.log(failed.length === 0 ? '\ncheck:nodes: all passed' : `\ncheck:nodes: failed on Node.js ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
