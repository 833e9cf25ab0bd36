import { helpAsked } from './lib/help.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { runSteps } from './lib/steps.mjs'

/** `npm run check`: everything that can be said about the sources without a server or a browser. */
helpAsked('npm run check\n\nTypes, lint, format, imports, sizes, packages, unused code and unit tests. Needs no server and no browser.')
requireNode()
await ensureModules()
const { checkSteps } = await import('./lib/checks.mjs')
const passed = await runSteps(checkSteps())
console.log(passed ? 'check: all passed' : 'check: failed')
process.exitCode = passed ? 0 : 1
