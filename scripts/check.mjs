import { ensureModules, requireNode } from './lib/install.mjs'
import { runSteps } from './lib/steps.mjs'

/** `npm run check`: everything that can be said about the sources without a server or a browser. */
requireNode()
await ensureModules()
const { checkSteps } = await import('./lib/checks.mjs')
const passed = await runSteps(checkSteps())
console.log(passed ? 'check: all passed' : 'check: failed')
process.exitCode = passed ? 0 : 1
