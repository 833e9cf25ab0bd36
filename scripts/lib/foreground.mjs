import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'

/** Two signals closer than this are one Ctrl-C: the terminal tells us, and npm tells us again. */
const SAME_PRESS_MS = 150
/** @type {readonly NodeJS.Signals[]} */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']
const PARENT_CHECK_MS = 500
const IS_WINDOWS = process.platform === 'win32'

/**
 * Runs a Node.js script as what this process is for: its terminal, its signals, its exit code. The child has an IPC channel, and ends when
 * the channel does: also when this process is killed. Where npm runs this process, the end of npm ends both.
 * @param {string[]} args the script and its arguments
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 */
export function foreground(args, { env = process.env } = {}) {
  const child = spawn(process.execPath, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env,
    // Not in the terminal's group, or each Ctrl-C would reach it twice: from there, and from here. Windows has no such groups: there the
    // console tells the child, and we only wait for its end.
    detached: !IS_WINDOWS,
  })
  let lastAt = Number.NEGATIVE_INFINITY
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    const now = performance.now()
    if (now - lastAt >= SAME_PRESS_MS && !IS_WINDOWS) child.kill(signal)
    lastAt = now
  }
  for (const signal of FORWARDED) process.on(signal, () => forward(signal))
  const stopWatching = watchNpm(() => child.connected && child.disconnect())
  child.once('error', (error) => {
    console.error(`The server did not start: ${error.message}`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => {
    stopWatching()
    process.exit(code ?? (signal === null ? 1 : 128 + constants.signals[signal]))
  })
}

/**
 * Calls `onGone` once when npm, which runs this process, is no more: killed, it hands nothing on.
 * @param {() => void} onGone
 * @returns {() => void} ends the watch
 */
function watchNpm(onGone) {
  // A shell that started this script by itself may go, and the script stay.
  if (process.env.npm_lifecycle_event === undefined) return () => {}
  const line = parents()
  const timer = setInterval(() => {
    if (IS_WINDOWS ? isAlive(line[0]) : String(parents()) === String(line)) return
    clearInterval(timer)
    onGone()
  }, PARENT_CHECK_MS)
  return () => clearInterval(timer)
}

/**
 * Our parent; and its parent where npm runs us through a shell that stays between, as Debian's does.
 * @returns {[number, ...number[]]}
 */
function parents() {
  const parent = process.ppid
  try {
    const [, option] = readFileSync(`/proc/${parent}/cmdline`, 'utf8').split('\0')
    if (option !== '-c') return [parent]
    const above = /^\S+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${parent}/stat`, 'utf8'))?.[1]
    return [parent, Number(above)]
  } catch {
    // Not Linux: there the shell gives its place to the script.
    return [parent]
  }
}

/**
 * For Windows, which gives orphans no new parent.
 * @param {number} pid
 */
function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
