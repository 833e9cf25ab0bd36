import type { WallMessage } from '@guestwall/protocol'
import { afterAll, expect, test } from 'vitest'
import { joinSession, post } from '../../../tests/support/http-calls.ts'
import { ServerProcess } from '../../../tests/support/server-process.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'

/** The server, killed with SIGKILL under load, again and again. */

const KILLS = 20
const WRITERS = 8
let server: ServerProcess | null = null

afterAll(() => server?.stop())

test(`[SEND-2] [LOG-1] killed ${KILLS} times under load, at no moment in particular: what was acknowledged is there, once, and ids have no hole`, {
  timeout: 300_000,
}, async () => {
  server = await ServerProcess.start()
  const { port, directory, url } = server
  const { session } = await server.createSession()
  const tokens = await Promise.all(
    Array.from({ length: WRITERS }, async (_, index) => (await joinSession(url, session.id, `Writer ${index}`)).token),
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
          // A refusal would be repeated for ever: a crash shows as silence or `unavailable` alone.
          if (/: 4\d\d /.test(error.message)) throw error
          return null
        })
        if (answer !== null) {
          acknowledged.set(key, answer.message)
          break
        }
        unknown += 1
        // Refused connections while it is down: let it start.
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }
  const writers = tokens.map(write)
  for (let kill = 0; kill < KILLS; kill += 1) {
    const target = acknowledged.size + 20 + Math.floor(Math.random() * 200)
    while (acknowledged.size < target) await new Promise((resolve) => setTimeout(resolve, 1))
    await server.kill()
    server = await ServerProcess.start({ port, directory })
  }
  isOver = true
  await Promise.all(writers)
  expect(unknown).toBeGreaterThan(KILLS)
  await server.kill()

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
