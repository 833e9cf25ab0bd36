import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { ROOT } from './paths.mjs'

const KILL_GRACE_MS = 5_000
const IS_WINDOWS = process.platform === 'win32'

/** @typedef {{ ok: boolean, output: string, seconds: number }} Ran */

/**
 * Runs a command in the repository. `keyboard`: it may ask; otherwise it reads nothing. `show`: its output goes to the screen as it comes; otherwise it is
 * kept and `onLine` gets each line. Past `limitMs` the command and its children are stopped.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ show?: boolean, keyboard?: boolean, onLine?: (line: string) => void, env?: NodeJS.ProcessEnv | undefined, cwd?: string | undefined, limitMs?: number }} [options]
 * @returns {Promise<Ran>}
 */
export function run(command, args, { show = false, keyboard = false, onLine = () => {}, env = {}, cwd = ROOT, limitMs = 0 } = {}) {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [keyboard ? 'inherit' : 'ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      // A group of its own, so that a limit stops what the command started, too. On Windows it would be a window of its own.
      detached: limitMs > 0 && !IS_WINDOWS,
    })
    let output = ''
    /** @param {string} chunk */
    const keep = (chunk) => {
      output += chunk
      for (const line of String(chunk).split('\n')) if (line.trim() !== '') onLine(line.trim())
    }
    child.stdout?.setEncoding('utf8').on('data', keep)
    child.stderr?.setEncoding('utf8').on('data', keep)
    const stopForwarding = limitMs > 0 ? forwardSignals(child) : () => {}
    const stopTimer = limitMs > 0 ? stopAfter(child, limitMs, () => keep(`\nstopped: longer than ${limitMs / 60_000} minutes\n`)) : () => {}
    /** @param {boolean} ok */
    const finish = (ok) => {
      stopForwarding()
      stopTimer()
      resolve({ ok, output, seconds: (performance.now() - startedAt) / 1000 })
    }
    child.once('error', (error) => {
      output += `${command}: ${error.message}\n`
      finish(false)
    })
    child.once('close', (code) => finish(code === 0))
  })
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} limitMs
 * @param {() => void} onLimit
 */
function stopAfter(child, limitMs, onLimit) {
  /** @type {NodeJS.Timeout | undefined} */
  let killTimer
  const timer = setTimeout(() => {
    onLimit()
    signalGroup(child, 'SIGTERM')
    killTimer = setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_GRACE_MS)
  }, limitMs)
  return () => {
    clearTimeout(timer)
    clearTimeout(killTimer)
  }
}

/**
 * A child in a group of its own gets no signal from the terminal: hand the signal on, then end as asked.
 * @param {import('node:child_process').ChildProcess} child
 */
function forwardSignals(child) {
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    signalGroup(child, signal)
    process.exitCode = 130
    setTimeout(() => {
      signalGroup(child, 'SIGKILL')
      process.exit(130)
    }, KILL_GRACE_MS).unref()
    child.once('close', () => process.exit(130))
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  return () => process.off('SIGINT', stop).off('SIGTERM', stop)
}

/**
 * Signals a child and what it started. Windows has no groups of processes; its own tool ends a process with its children.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (IS_WINDOWS) {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' }).once('error', () => {})
    return
  }
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal)
  } catch {
    // Already gone.
  }
}
