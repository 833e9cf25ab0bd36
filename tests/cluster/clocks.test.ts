import { beforeAll, expect, test } from 'vitest'
import { Hall } from '../support/hall.ts'
import { dateAhead } from '../support/settable-date.ts'
import { testDatabase } from '../support/test-database.ts'
import { ThreeServers, until } from './cluster.test-kit.ts'

/** One of three servers whose date is wrong, by minutes or by hours. */

/** The first server is the wrong one: it makes the session and its links. */
const AHEAD: readonly [name: string, ms: number][] = [
  ['10 minutes ahead', 10 * 60_000],
  ['10 minutes behind', -10 * 60_000],
  ['8 hours behind', -8 * 60 * 60_000],
]
/** The guest by socket, and the guest who polls. */
const HERE = 2
/** A guest by hello and one by HTTP, at each round. */
const COME = 2
/** Each question goes to the next server: so many rounds bring every question to every server. */
const ROUNDS = 3

let database: string
beforeAll(async () => {
  database = await testDatabase()
})

test.each(AHEAD)(
  'one server of three is %s: its credentials are good everywhere, limits, presence, order and tallies are those of all',
  {
    timeout: 300_000,
  },
  async (_name, ms) => {
    const servers = await ThreeServers.start(database, {
      environment: (index) => ({ ...(index === 0 ? dateAhead(ms) : {}), GUEST_POSTS_PER_MINUTE: '30' }),
    })
    try {
      let turn = 0
      const next = () => servers.url((turn += 1) % 3)
      const hosted = await servers.createSession()
      expect(Math.abs(Date.parse(hosted.session.createdAt) - Date.now() - ms)).toBeLessThan(60_000)
      const hall = await Hall.open(hosted, next)
      await hall.flood()
      let here = HERE
      for (let round = 0; round < ROUNDS; round += 1) {
        await hall.goOn(until)
        await hall.newOnesCome()
        here += COME
        // The number is that of all servers, whichever is asked.
        for (let each = 0; each < 3; each += 1) await until(async () => (await hall.online()).count === here)
      }
      // One epoch, and one order without a hole: nobody was sent a second snapshot or brought an event twice.
      for (const { frames } of hall.sockets) expect(frames.filter(({ type }) => type === 'snapshot').length).toBeLessThanOrEqual(1)
      const epochs = hall.sockets.flatMap(({ frames }) => frames.flatMap((frame) => (frame.type === 'welcome' ? frame.epoch : [])))
      expect(new Set(epochs).size).toBe(1)
      for (const { eventIds } of hall.sockets) eventIds.forEach((id, index) => expect(id).toBe((eventIds[0] as number) + index))
      hall.close()
    } finally {
      await servers.stop()
    }
  },
)
