import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { helpAsked } from './lib/help.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { CACHE, ROOT } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { ensureSystemPackages } from './lib/system-packages.mjs'

/** `npm test`: installs what is missing, then runs everything there is. All of it, whatever fails on the way. */

/** For what hangs: a machine that is three times slower than usual is still waited for. */
const LIMIT_MS = 30 * 60_000
/** Lines of a failed test's error that the report shows. */
const ERROR_LINES = 12

helpAsked(
  'npm test\n\nInstalls what is missing, also Debian packages where it may, then runs npm run check, the build, and the tests with servers and browsers.',
)
requireNode()
/** @type {{ name: string, ok: boolean, seconds: number }[]} */
const phases = []
await phase('install', async () => {
  await ensureModules()
  await ensureSystemPackages()
  return true
})

// These use what was just installed.
const { checkSteps, resultsPath, vitestArgs } = await import('./lib/checks.mjs')
const { runSteps } = await import('./lib/steps.mjs')
const { build } = await import('./lib/build.mjs')
const { tool } = await import('./lib/paths.mjs')

const projects = ['unit', 'integration', 'e2e']
mkdirSync(CACHE, { recursive: true })
for (const project of projects) rmSync(resultsPath(project), { force: true })

await phase('check', () => runSteps(checkSteps()))
const isBuilt = await phase('build', build)
await phase('integration', () => vitest('integration'))
await phase('e2e', () => {
  if (isBuilt) return vitest('e2e')
  console.log('not run: there is no build to show in a browser')
  return false
})
report()

/**
 * @param {string} name
 * @param {() => Promise<boolean> | boolean} work
 */
async function phase(name, work) {
  console.log(`\n== ${name}`)
  const startedAt = performance.now()
  const ok = await work()
  phases.push({ name, ok, seconds: (performance.now() - startedAt) / 1000 })
  return ok
}

/** @param {string} project */
async function vitest(project) {
  const { command, args } = tool('vitest', vitestArgs(project))
  const { ok, output } = await run(command, args, { show: true, limitMs: LIMIT_MS })
  if (output !== '') console.log(output.trim())
  return ok
}

/**
 * The failures, each with the first lines of its error, so that the end of the output is enough; the time of each phase; then the tests of all
 * vitest runs in one line. A phase that failed without a failed test counts as one.
 */
function report() {
  console.log('\n== result')
  let passed = 0
  let failed = 0
  for (const project of projects) {
    const counts = countsOf(project)
    passed += counts.passed
    failed += counts.failures.length
    for (const { title, error } of counts.failures) console.log(`✗ ${title}\n${error.replace(/^/gm, '    ')}`)
  }
  for (const { name, ok, seconds } of phases) console.log(`${ok ? '✓' : '✗'} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s`)
  const allPassed = phases.every(({ ok }) => ok)
  console.log(`${passed} passed, ${allPassed ? failed : Math.max(failed, 1)} failed`)
  process.exitCode = allPassed && failed === 0 ? 0 : 1
}

/**
 * @typedef {{ title: string, error: string }} Failure
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} Assertion
 * @typedef {{ name: string, status: string, message: string, assertionResults: Assertion[] }} FileResult
 */

/**
 * @param {string} project
 * @returns {{ passed: number, failures: Failure[] }}
 */
function countsOf(project) {
  if (!existsSync(resultsPath(project))) return { passed: 0, failures: [] }
  const results = /** @type {{ numPassedTests: number, testResults: FileResult[] }} */ (
    JSON.parse(readFileSync(resultsPath(project), 'utf8'))
  )
  return { passed: results.numPassedTests, failures: results.testResults.flatMap(failuresOf) }
}

/**
 * Its tests that failed; the file itself when it failed before or after them, as a hook does.
 * @param {FileResult} file
 * @returns {Failure[]}
 */
function failuresOf({ name, status, message, assertionResults }) {
  const path = relative(ROOT, name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  if (failed.length === 0 && status === 'failed') return [{ title: path, error: firstLines(message) }]
  return failed.map((test) => ({ title: `${path}: ${test.fullName.trim()}`, error: firstLines(test.failureMessages?.join('\n') ?? '') }))
}

/** @param {string} text */
function firstLines(text) {
  return stripVTControlCharacters(text).split('\n').slice(0, ERROR_LINES).join('\n')
}
