import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Guestwall, startGuestwall } from '../../../tests/support/guestwall.ts'
import { Hall } from '../../../tests/support/hall.ts'
import { ServerProcess } from '../../../tests/support/server-process.ts'
import { setDate, SETTABLE_DATE } from '../../../tests/support/settable-date.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { VirtualClock } from '@guestwall/protocol/testing'

/** The machine's date is set, as a laptop does that joins a network: nobody notices. */

const MINUTE_MS = 60_000
const STEPS: readonly [name: string, ms: number][] = [
  ['back by 90 s', -90_000],
  ['back by 6 min', -6 * MINUTE_MS],
  ['back by 8 h', -8 * 60 * MINUTE_MS],
  ['forward by 10 min', 10 * MINUTE_MS],
]
/** The default limits of a server. */
const LIMITS = { GUEST_POSTS_PER_MINUTE: 30, SESSION_POSTS_PER_SECOND: 100, JOINS_PER_SECOND: 300, CONNECTS_PER_SECOND: 500 }
/** The guest by socket, the one who polls, the one who sends too much only joined. */
const HERE = 2
/** A guest by hello, one by HTTP; the third socket is the first guest's again. */
const COME = 2

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function start(clock: VirtualClock, onPostgres: boolean): Promise<Guestwall> {
  const store = onPostgres ? { store: await openPostgresStore(await testDatabase(), () => {}) } : {}
  const wall = await startGuestwall({ ...store, config: LIMITS, parts: { clock } })
  ends.push(() => wall.stop())
  return wall
}

describe.each([
  ['the embedded store', false],
  ['PostgreSQL', true],
])('on %s', (_store, onPostgres) => {
  test.each(STEPS)(
    '[CONN] [SEND-4] [ONLINE-2] [VOTE-4] after the clock is set %s nobody is refused or disconnected, and everything goes on',
    async (_step, ms) => {
      const clock = new VirtualClock(Date.now())
      const wall = await start(clock, onPostgres)
      const hall = await Hall.open(await wall.createSession(), () => wall.url)
      /** Lets time go by, a second at a time, each peer answering on the way. */
      const pass = async (seconds: number) => {
        for (let second = 0; second < seconds; second += 1) {
          clock.advance(1_000)
          await Promise.all(hall.sockets.map(heard))
        }
      }
      const until = (holds: () => boolean) =>
        vi.waitFor(() => {
          clock.advance(50)
          expect(holds()).toBe(true)
        }, WAIT)
      await hall.goOn(until)
      await hall.flood()
      expect((await hall.online()).count).toBe(HERE)

      clock.stepWallTime(ms)
      await hall.flood()
      await pass(2)
      await hall.goOn(until)
      await hall.newOnesCome()
      expect((await hall.online()).count).toBe(HERE + COME)

      // Heartbeats go on, and so do leases: a guest who goes without a word is gone within a minute, one who does not poll as well.
      hall.bySocket.webSocket.terminate()
      const others = hall.sockets.filter((socket) => socket !== hall.bySocket)
      const beats = others.map(({ frames }) => frames.length)
      for (let second = 0; second < 60; second += 1) {
        clock.advance(1_000)
        await Promise.all(others.map(heard))
      }
      expect((await hall.online()).count).toBe(COME)
      others.forEach((socket, index) => {
        const frames = socket.frames.slice(beats[index])
        expect(frames.filter(({ type }) => type === 'heartbeat').length).toBeGreaterThanOrEqual(2)
        expect(socket.closed).toBeNull()
      })
      hall.close()
    },
  )

  test('after the clock of a server process is set back and forth nobody is refused or disconnected, and everything goes on', {
    timeout: 300_000,
  }, async () => {
    const names = Object.fromEntries(Object.entries(LIMITS).map(([name, limit]) => [name, String(limit)]))
    const database: Record<string, string> = onPostgres ? { DATABASE_URL: await testDatabase() } : {}
    const server = await ServerProcess.start({ environment: { ...names, ...database, ...SETTABLE_DATE } })
    ends.push(() => server.stop())
    const hall = await Hall.open(await server.createSession(), () => server.url)
    const until = (holds: () => boolean) => vi.waitFor(() => expect(holds()).toBe(true), WAIT)
    await hall.goOn(until)
    await hall.flood()
    for (const [, ms] of STEPS) {
      await setDate(server, ms)
      await hall.flood()
      await hall.goOn(until)
      await hall.newOnesCome()
    }
    hall.close()
  })
})

const WAIT = { interval: 5, timeout: 300_000 }

/** Resolves when the server has got a frame of the peer: its earlier answers are there as well. */
function heard({ webSocket }: { readonly webSocket: { ping(): void; once(event: 'pong', listener: () => void): void } }): Promise<void> {
  return new Promise((resolve) => {
    webSocket.once('pong', resolve)
    webSocket.ping()
  })
}
