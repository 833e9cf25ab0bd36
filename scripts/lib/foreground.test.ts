import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inRoot } from './paths.mjs'

/** Stands for the server: prints its id and the signals that it gets, and ends with its channel. */
const CHILD = `
process.on('SIGTERM', () => console.log('SIGTERM'))
process.on('SIGINT', () => console.log('SIGINT'))
process.on('disconnect', () => { console.log('channel closed'); process.exit(7) })
setInterval(() => {}, 1000)
console.log('running ' + process.pid)
`
/** Stands for npm: starts the start script through a shell that stays between, and waits. */
const NPM = `
const { spawn } = require('node:child_process')
const { join } = require('node:path')
const script = join(__dirname, 'start.mjs')
const env = { ...process.env, npm_lifecycle_event: 'start' }
const child = spawn('sh', ['-c', '"$0" "$1"; true', process.execPath, script], { stdio: 'inherit', env })
console.log('shell ' + child.pid)
child.once('exit', (code) => process.exit(code ?? 1))
`

let folder: string
let started: number[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guestwall-foreground-'))
  started = []
  writeFileSync(join(folder, 'child.cjs'), CHILD)
  writeFileSync(
    join(folder, 'start.mjs'),
    `import { foreground } from ${JSON.stringify(pathToFileURL(inRoot('scripts/lib/foreground.mjs')).href)}
foreground([${JSON.stringify(join(folder, 'child.cjs'))}])
`,
  )
  writeFileSync(join(folder, 'npm.cjs'), NPM)
})
afterEach(() => {
  // Processes that a failed test left running.
  for (const pid of started) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Ended, as it should.
    }
  }
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a script of the folder. Whoever writes to its output lives: `ended` resolves when all of them are gone. */
function launch(script: string) {
  const { npm_lifecycle_event: _, ...env } = process.env
  const parent = spawn(process.execPath, [join(folder, script)], { stdio: ['ignore', 'pipe', 'inherit'], env })
  if (parent.pid !== undefined) started.push(parent.pid)
  let said = ''
  let heard: () => void = () => {}
  parent.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
    heard()
  })
  return {
    parent,
    ended: once(parent.stdout, 'close').then(() => said),
    async says(words: string) {
      while (!said.includes(words)) {
        await new Promise<void>((resolve) => {
          heard = resolve
        })
      }
      const pids = { child: Number(/running (\d+)/.exec(said)?.[1]), shell: Number(/shell (\d+)/.exec(said)?.[1]) }
      started.push(pids.child)
      return pids
    },
  }
}

// Windows has no signals: there the console tells every process.
describe.runIf(process.platform !== 'win32')('what runs in the foreground', () => {
  test('gets each signal once, and gives its exit code', async () => {
    const { parent, says, ended } = launch('start.mjs')
    const { child } = await says('running')
    const exited = once(parent, 'exit')
    parent.kill('SIGINT')
    parent.kill('SIGTERM')
    await says('SIG')
    process.kill(child, 'SIGKILL')
    expect(await exited).toEqual([128 + 9, null])
    expect((await ended).match(/SIG/g)).toHaveLength(1)
  })

  test('ends with the start script, however that ends', async () => {
    const { parent, says, ended } = launch('start.mjs')
    await says('running')
    parent.kill('SIGKILL')
    expect(await ended).toContain('channel closed')
  })

  test('ends with npm, and with the shell that npm starts it in', async () => {
    const killed = launch('npm.cjs')
    await killed.says('running')
    killed.parent.kill('SIGKILL')
    expect(await killed.ended).toContain('channel closed')

    // npm hands a signal on to its shell, and the shell to nobody.
    const told = launch('npm.cjs')
    const said = await told.says('running')
    process.kill(said.shell, 'SIGTERM')
    expect(await told.ended).toContain('channel closed')
  })
})
