import { HostClient } from '@guestwall/client/host'
import { type CreatedCredential, type HostedSession, pathOf, POLL, type Position, ROUTES, type Screen } from '@guestwall/protocol'
import { aScreenReport } from '@guestwall/protocol/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { testDatabase } from '../support/test-database.ts'
import { PASS } from '../support/tcp-proxy.ts'
import { WireClient } from '../support/wire-client.ts'
import { ThreeServers, until } from './cluster.test-kit.ts'

let servers: ThreeServers
let hosted: HostedSession

beforeAll(async () => {
  servers = await ThreeServers.start(await testDatabase())
  hosted = await servers.createSession()
})
afterAll(() => servers?.stop())

const get = (url: string, path: string, token: string) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })

let made = 0
async function helper(): Promise<CreatedCredential> {
  const body = { key: `key-of-a-helper-${(made += 1)}`, name: '小雨', role: 'moderator' }
  return post(`${servers.url(0)}${pathOf(ROUTES.createCredential, hosted.session.id)}`, body, hosted.hostToken)
}
/** The head of the log, once every server has heard of it: an event that a server has not heard of would end a poll that waits there. */
async function commonHead(): Promise<Position> {
  const headAt = async (index: number): Promise<Position> => {
    const answer = await get(servers.url(index), `${POLL.path}?session=${hosted.session.id}`, hosted.hostToken)
    return ((await answer.json()) as { snapshot: Position }).snapshot
  }
  let heads: Position[] = []
  await until(async () => {
    heads = await Promise.all([0, 1, 2].map(headAt))
    return new Set(heads.map(({ lastEventId }) => lastEventId)).size === 1
  })
  return heads[0] as Position
}

const revoke = (id: string) => post(`${servers.url(0)}${pathOf(ROUTES.revokeCredential, id)}`, {}, hosted.hostToken)

describe.each([
  ['with Redis', PASS],
  ['with Redis away', { kind: 'blackhole' }],
] as const)('three servers %s', (_, redis) => {
  beforeAll(() => {
    for (const { toRedis } of servers.members) toRedis.setBoth(redis)
  })
  afterAll(() => {
    for (const { toRedis } of servers.members) toRedis.setBoth(PASS)
  })

  test('[CRED-3] a credential that one server revokes loses sockets, waiting polls and requests on the others', async () => {
    const { credential, token } = await helper()
    const socket = await WireClient.open(servers.url(1), hosted.session.id)
    socket.send({ type: 'hello', token })
    await socket.frame('welcome')
    const { epoch, lastEventId } = await commonHead()
    const query = `?session=${hosted.session.id}&epoch=${epoch}&lastEventId=${lastEventId}&wait=25`
    const waiting = get(servers.url(2), `${POLL.path}${query}`, token)
    await revoke(credential.id)
    const { code } = await socket.whenClosed()
    expect(code).toBe(4401)
    expect((await waiting).status).toBe(401)
    const joins = pathOf(ROUTES.getJoins, hosted.session.id)
    await until(async () => (await get(servers.url(2), joins, token)).status === 401)
  })

  test('[CRED-4] a screen that asks one server is paired at another, and opens the wall at a third', async () => {
    const secret = `screen-of-this-test-0${(made += 1)}`.slice(0, 22).padEnd(22, '0')
    const shown = (index: number) => post<Screen>(`${servers.url(index)}${ROUTES.showScreen.path}`, { secret })
    const waiting = await shown(1)
    expect(await shown(2)).toMatchObject({ state: 'waiting', code: waiting.state === 'waiting' ? waiting.code : '' })
    const code = waiting.state === 'waiting' ? waiting.code : ''
    await post(`${servers.url(0)}${pathOf(ROUTES.pairScreen, hosted.session.id)}`, { key: secret, code, name: '主屏' }, hosted.hostToken)
    expect(await shown(2)).toEqual({ state: 'paired', session: hosted.session.id })
    const screen = await WireClient.open(servers.url(2), hosted.session.id)
    screen.send({ type: 'hello', token: secret })
    expect(await screen.frame('welcome')).toMatchObject({ role: 'wall', guest: { name: '主屏' } })
    screen.close()
  })

  test('[SCREEN-1] [SCREEN-4] a screen obeys a host of another server; its report is read there over Redis alone, at its own server always', async () => {
    const page = `page-${(made += 1)}`
    const hostAt = (index: number) => new HostClient({ url: servers.url(index) }).session(hosted.session.id, hosted.hostToken)
    const pagesAt = async (index: number) =>
      (await hostAt(index).listScreens()).screens.flatMap(({ pages }) => pages.filter((each) => each.page === page))
    const screen = await WireClient.join(servers.url(1), hosted.session.id, { token: hosted.wallToken })
    const { version } = await hostAt(0).controlScreens({ step: true })
    await screen.until(() =>
      screen.frames.some(
        (frame) => frame.type === 'events' && frame.events.some(({ id, type }) => type === 'screen.changed' && id === version),
      ),
    )
    // From here on the third server follows the session.
    expect(await pagesAt(2)).toEqual([])
    const report = async () => void (await screen.ask({ type: 'reportScreen', page, report: aScreenReport({ version }) }))
    await report()
    expect(await pagesAt(1)).toMatchObject([{ report: { version } }])
    const isThere = async () => (await report().then(() => pagesAt(2))).length === 1
    if (redis === PASS) await until(isThere)
    expect(await isThere()).toBe(redis === PASS)
    screen.close()
  })
})
