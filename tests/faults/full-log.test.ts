import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WallMessage } from '@guestwall/protocol'
import { afterAll, expect, test } from 'vitest'
import { createSession, joinSession, post } from '../support/http-calls.ts'
import { ServerProcess } from '../support/server-process.ts'

/** The log's destination takes nothing: the wall goes on. */

const folder = mkdtempSync(join(tmpdir(), 'guestwall-log-'))
const opened: number[] = []
let server: ServerProcess | null = null
afterAll(async () => {
  await server?.stop()
  for (const fd of opened) closeSync(fd)
  rmSync(folder, { recursive: true, force: true })
})

const open = (path: string, flags: number) => {
  const fd = openSync(path, flags)
  opened.push(fd)
  return fd
}

/** A full pipe without a reader: a write to it never ends. */
function stuckPipe(): number {
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  const filler = open(path, constants.O_RDWR | constants.O_NONBLOCK)
  while (takes(filler));
  return open(path, constants.O_WRONLY)
}

function takes(fd: number): boolean {
  try {
    return writeSync(fd, Buffer.alloc(4_096)) > 0
  } catch {
    return false
  }
}

test.each([
  ['a full disk', () => open('/dev/full', constants.O_WRONLY), /^guestwall_log_lines_lost [12]$/m],
  // Bytes that wait in a pipe are not lost yet.
  ['a pipe that nobody reads', stuckPipe, /^guestwall_log_lines_lost 0$/m],
])(
  '%s under the log: messages are acknowledged, what was lost is counted, and SIGTERM ends the server',
  async (_name, destination, lost) => {
    // Each weak secret is a warning: two lines before the first request.
    const environment = { TOKEN_SECRET: 'short', OPERATOR_TOKEN: 'operator-token', LOG_LEVEL: 'trace' }
    server = await ServerProcess.start({ environment, stderr: destination() })
    const { session } = await createSession(server.url, 'operator-token', { title: 'A wall' })
    const { token } = await joinSession(server.url, session.id, '小明')
    const body = { session: session.id, key: 'key-of-one-message', content: '新婚快乐', guestName: '小明' }
    const { message } = await post<{ message: WallMessage }>(`${server.url}/api/realtime/messages`, body, token)
    expect(message.content).toBe('新婚快乐')
    expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(lost)
    const ended = await server.end()
    expect(ended.code === 0 || ended.signal === 'SIGKILL').toBe(true)
    await server.stop()
  },
)
