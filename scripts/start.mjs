import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { build } from './lib/build.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { inRoot } from './lib/paths.mjs'

/** Two signals closer than this are one Ctrl-C: the terminal tells us, and npm tells us again. */
const SAME_PRESS_MS = 150
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** `npm start`: installs and builds what is missing, then is the server. Arguments go on to it. */
requireNode()
await ensureModules()
if (!(await build())) process.exit(1)

const server = spawn(process.execPath, ['--enable-source-maps', inRoot('packages/server/dist/main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, DATA_DIR: process.env.DATA_DIR ?? inRoot('data') },
  // Not in the terminal's group, or each Ctrl-C would reach it twice: once from there, once from here.
  detached: true,
})

let lastAt = 0
for (const signal of FORWARDED) {
  process.on(signal, () => {
    const now = performance.now()
    if (now - lastAt >= SAME_PRESS_MS) server.kill(signal)
    lastAt = now
  })
}
server.once('error', (error) => {
  console.error(`The server did not start: ${error.message}`)
  process.exit(1)
})
server.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
