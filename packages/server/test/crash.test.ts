import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HostedSession, WallMessage } from '@guestwall/protocol'
import { afterAll, expect, test } from 'vitest'
import { OPERATOR_TOKEN, post } from '../../../tests/support/guestwall.ts'
import { openSqliteStore } from '../src/store/sqlite/open-sqlite-store.ts'

/** The server, killed with SIGKILL under load, again and again. */

const KILLS = 20
const WRITERS = 8
/** The program as it was built: a start costs less than from source, and there are many. */
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'guestwall-crash-'))
const random = seeded(Date.now() % 1_000_000)
let child: ChildProcess | null = null

afterAll(() => {
  child?.kill('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

/** Mulberry32: small, and the same for the same seed. */
function seeded(seed: number): { readonly seed: number; next(): number } {
  let state = seed
  return {
    seed,
    next() {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

async function start(port: number): Promise<ChildProcess> {
  if (!existsSync(MAIN)) throw new Error('the server is not built: run npm run build')
  const started = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: directory,
      OPERATOR_TOKEN,
      LOG_LEVEL: 'error',
      GUEST_POSTS_PER_MINUTE: '0',
      SESSION_POSTS_PER_SECOND: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // The greeting comes once it listens.
  await Promise.race([
    once(started.stdout as NodeJS.ReadableStream, 'data'),
    once(started, 'exit').then(() => Promise.reject(new Error('the server did not start'))),
  ])
  started.stdout?.resume()
  return started
}

test(`[SEND-2] [LOG-1] killed ${KILLS} times under load (seed ${random.seed}): what was acknowledged is there, once, and ids have no hole`, {
  timeout: 180_000,
}, async () => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  child = await start(port)
  const { session } = await post<HostedSession>(`${url}/api/sessions`, { title: 'Crash' }, OPERATOR_TOKEN)
  const tokens = await Promise.all(
    Array.from(
      { length: WRITERS },
      async (_, index) =>
        (await post<{ token: string }>(`${url}/api/sessions/${session.id}/guests`, { guestName: `Writer ${index}` })).token,
    ),
  )

  const acknowledged = new Map<string, WallMessage>()
  let isOver = false
  let unknown = 0
  /** One guest: the next message only once this one is acknowledged, under the same key however often it is tried. */
  const write = async (token: string, writer: number) => {
    for (let index = 0; !isOver; index += 1) {
      const key = `written-${writer}-${index}`
      for (;;) {
        const answer = await post<{ message: WallMessage }>(
          `${url}/api/realtime/messages`,
          { session: session.id, key, content: key, guestName: `Writer ${writer}` },
          token,
        ).catch((error: Error) => {
          // A refusal would be tried for ever: only silence and `unavailable` are what a crash looks like.
          if (/: 4\d\d /.test(error.message)) throw error
          return null
        })
        if (answer !== null) {
          acknowledged.set(key, answer.message)
          break
        }
        unknown += 1
        // Refused connections while it is down: let it start.
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
  }
  const writers = tokens.map(write)
  for (let kill = 0; kill < KILLS; kill += 1) {
    const target = acknowledged.size + 20 + Math.floor(random.next() * 200)
    while (acknowledged.size < target) await new Promise((resolve) => setTimeout(resolve, 1))
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
    child = await start(port)
  }
  isOver = true
  await Promise.all(writers)
  expect(unknown).toBeGreaterThan(KILLS)
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited

  const store = await openSqliteStore(directory)
  const log = await store.readEvents(session.id, 0, 1_000_000)
  await store.close()
  const events = log?.events.map(({ event }) => event) ?? []
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1))
  const stored = events.map(({ data }) => data as WallMessage)
  expect(new Set(stored.map(({ key }) => key)).size).toBe(stored.length)
  const byKey = new Map(stored.map((message) => [message.key, message]))
  for (const [key, message] of acknowledged) expect(byKey.get(key)).toEqual(message)
})
