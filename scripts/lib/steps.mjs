import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { run } from './run.mjs'

const PROGRESS_AFTER_MS = 2_000
const PROGRESS_LENGTH = 100

/**
 * A step: a name and either a command (`command`, `args`, `env`, `cwd`) or a function (`task`) that returns `{ ok, output }`.
 * `summary(output)` may say in a few words what a passed step found. `after`: the name of a step that must have ended before.
 * @typedef {{ name: string, after?: string, command?: string, args?: string[], env?: Record<string, string>, cwd?: string,
 *   task?: () => Promise<{ ok: boolean, output: string }>, summary?: (output: string) => string }} Step
 */

/** @typedef {Map<string, { startedAt: number, lastLine: string }>} Running steps that have begun, with the last line that they printed */

/**
 * Runs steps, as many at a time as there are cores, and prints one line for each with its time; for a failed one its whole output.
 * @param {Step[]} steps
 * @returns {Promise<boolean>} whether all passed
 */
export async function runSteps(steps) {
  const waiting = [...steps]
  /** @type {Running} */
  const running = new Map()
  const ended = new Set()
  let allPassed = true
  const width = Math.max(...steps.map((step) => step.name.length))
  const stopProgress = showProgress(running)

  const startNext = () => {
    const at = waiting.findIndex((step) => step.after === undefined || ended.has(step.after))
    if (at === -1) return null
    const [step] = waiting.splice(at, 1)
    if (step === undefined) return null
    const state = { startedAt: performance.now(), lastLine: '' }
    running.set(step.name, state)
    return runStep(step, (line) => {
      state.lastLine = line
    }).then((result) => {
      running.delete(step.name)
      ended.add(step.name)
      if (!result.ok) allPassed = false
      report(step, result, width)
    })
  }

  /** @type {Set<Promise<unknown>>} */
  const inFlight = new Set()
  while (waiting.length > 0 || inFlight.size > 0) {
    while (inFlight.size < availableParallelism()) {
      const started = startNext()
      if (started === null) break
      /** @type {Promise<unknown>} */
      const entry = started.then(() => inFlight.delete(entry))
      inFlight.add(entry)
    }
    await Promise.race(inFlight)
  }
  stopProgress()
  return allPassed
}

/**
 * @param {Step} step
 * @param {(line: string) => void} onLine
 * @returns {Promise<import('./run.mjs').Ran>}
 */
async function runStep(step, onLine) {
  if (step.task === undefined) return run(step.command ?? '', step.args ?? [], { env: step.env, cwd: step.cwd, onLine })
  const startedAt = performance.now()
  const result = await step.task().catch((error) => ({ ok: false, output: String(error instanceof Error ? error.stack : error) }))
  return { ...result, seconds: (performance.now() - startedAt) / 1000 }
}

/**
 * @param {Step} step
 * @param {import('./run.mjs').Ran} result
 * @param {number} width
 */
function report(step, { ok, output, seconds }, width) {
  const found = ok && step.summary !== undefined ? `  ${step.summary(output)}` : ''
  console.log(`${ok ? '✓' : '✗'} ${step.name.padEnd(width)} ${seconds.toFixed(1).padStart(6)} s${found}`)
  if (!ok) console.log(output.trimEnd())
}

/**
 * Prints the last line of each step that has run for more than two seconds.
 * @param {Running} running
 */
function showProgress(running) {
  const timer = setInterval(() => {
    const now = performance.now()
    for (const [name, { startedAt, lastLine }] of running) {
      const elapsedMs = now - startedAt
      if (elapsedMs < PROGRESS_AFTER_MS) continue
      console.log(`… ${name}, ${Math.round(elapsedMs / 1000)} s${lastLine === '' ? '' : `: ${plain(lastLine).slice(0, PROGRESS_LENGTH)}`}`)
    }
  }, PROGRESS_AFTER_MS)
  return () => clearInterval(timer)
}

/**
 * Colours would be cut in the middle.
 * @param {string} line
 */
function plain(line) {
  return line.replace(/\u001B\[[0-9;]*m/g, '')
}
