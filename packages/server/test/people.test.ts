import {
  type HostedSession,
  type HostGuests,
  JOIN,
  pathOf,
  POLL,
  type PollAnswer,
  ROUTES,
  type RouteName,
  SEND_MESSAGE,
} from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Guestwall, startGuestwall } from '../../../tests/support/guestwall.ts'
import { startRedis, type TestRedis } from '../../../tests/support/redis.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { WireClient } from '../../../tests/support/wire-client.ts'
import { RedisLink } from '../src/cluster/redis/redis-link.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { systemClock, systemRandom } from '../src/system.ts'

/** Two servers over one PostgreSQL. `edge/people.test.ts` measures the second under virtual time; here everything is real. */

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.dispose())

describe.each(['Redis', 'nothing'] as const)('two servers over PostgreSQL, with %s between them', (between) => {
  let here: Guestwall
  let there: Guestwall
  let hosted: HostedSession
  const links: RedisLink[] = []
  beforeAll(async () => {
    const database = await testDatabase()
    const start = async () => {
      const link = between === 'nothing' ? null : await RedisLink.open(redis.url, systemClock, () => {}, systemRandom.id())
      if (link !== null) links.push(link)
      return startGuestwall({ store: await openPostgresStore(database, () => {}), ...(link !== null && { parts: { redis: link } }) })
    }
    here = await start()
    there = await start()
    hosted = await here.createSession()
  })
  afterAll(() => Promise.all([here.stop(), there.stop()]))

  const post = (wall: Guestwall, path: string, token: string | null, body: object) =>
    fetch(`${wall.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
  const act = async (route: RouteName, guestId: string) => {
    const answer = await post(here, pathOf(ROUTES[route], guestId), hosted.hostToken, {})
    expect(answer.status).toBe(200)
  }
  const codeOf = async (response: Response): Promise<string> => (response.ok ? 'ok' : ((await response.json()) as { code: string }).code)
  let lastKey = 0
  const say = (wall: Guestwall, token: string) =>
    post(wall, SEND_MESSAGE.path, token, {
      session: hosted.session.id,
      key: `key-of-people-${between}-${(lastKey += 1)}`,
      content: '喜',
      guestName: '小明',
    }).then(codeOf)
  const listed = async (wall: Guestwall): Promise<HostGuests['guests']> => {
    const headers = { authorization: `Bearer ${hosted.hostToken}` }
    const answer = await fetch(`${wall.url}${pathOf(ROUTES.listGuests, hosted.session.id)}`, { headers })
    return ((await answer.json()) as HostGuests).guests
  }
  /** Polls for news, waiting on the server, until a poll is refused. */
  const refusalOfPolls = async (wall: Guestwall, token: string): Promise<string> => {
    for (let position = ''; ; ) {
      const path = `${POLL.path}?session=${hosted.session.id}${position}&wait=25`
      const response = await fetch(`${wall.url}${path}`, { headers: { authorization: `Bearer ${token}` } })
      if (!response.ok) return codeOf(response)
      const answer = (await response.json()) as PollAnswer
      const { epoch, to } = 'snapshot' in answer ? { ...answer.snapshot, to: answer.snapshot.lastEventId } : answer
      position = `&epoch=${epoch}&lastEventId=${to}`
    }
  }
  /** A guest whom both servers know, with a socket to each. */
  const guest = async (name: string) => {
    const { guest: joined, token } = await here.join(hosted.session.id, name)
    const sockets = await Promise.all([here, there].map((wall) => WireClient.join(wall.url, hosted.session.id, { token })))
    await expect.poll(async () => (await listed(there)).some(({ id }) => id === joined.id), { timeout: 30_000 }).toBe(true)
    return { id: joined.id, token, sockets }
  }

  test('[PEOPLE-1] both list a guest whom one of them noted, and say that it is online', async () => {
    const { id } = await guest('王小明')
    for (const wall of [here, there]) {
      await expect
        .poll(async () => (await listed(wall)).find((each) => each.id === id), { timeout: 30_000 })
        .toMatchObject({ name: '王小明', source: 'link', isOnline: true, messages: 0 })
    }
  })

  test('[PEOPLE-2] a muted guest is refused by both at once', async () => {
    const { id, token } = await guest('静')
    await act('muteGuest', id)
    expect([await say(here, token), await say(there, token)]).toEqual(['muted', 'muted'])
    await act('unmuteGuest', id)
    expect([await say(there, token), await say(here, token)]).toEqual(['ok', 'ok'])
  })

  test('[PEOPLE-4] a ban closes the sockets of both, ends the polls that wait and refuses every message', async () => {
    const { id, token, sockets } = await guest('走')
    const waiting = refusalOfPolls(there, token)
    await act('banGuest', id)
    expect([await say(here, token), await say(there, token)]).toEqual(['removed', 'removed'])
    await expect.poll(() => sockets.map(({ closed }) => closed?.code), { timeout: 30_000 }).toEqual([4403, 4403])
    expect(await waiting).toBe('removed')
    const join = { guestName: '又来', previous: token }
    for (const wall of [here, there]) expect(await codeOf(await post(wall, pathOf(JOIN, hosted.session.id), null, join))).toBe('removed')
  })
})
