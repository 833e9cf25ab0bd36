import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

let directory: string
let server: ChildProcess
beforeEach(() => {
  if (!existsSync(MAIN)) throw new Error('the server is not built: run npm run build')
  directory = mkdtempSync(join(tmpdir(), 'guestwall-parent-'))
  server = spawn(process.execPath, [MAIN], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', DATA_DIR: directory, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
})
afterEach(() => {
  server.kill('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

/** Resolves when the server has printed where to find it: from then on it handles signals. */
async function started(): Promise<void> {
  for await (const chunk of server.stdout as AsyncIterable<Buffer>) if (chunk.toString().includes('Ctrl-C')) return
}

test('a server with an IPC channel shuts down when the process at the other end is gone', async () => {
  await started()
  const exited = once(server, 'exit')
  server.disconnect()
  expect(await exited).toEqual([0, null])
})
