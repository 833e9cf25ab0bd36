import {
  type Credential,
  type CredentialList,
  type CreatedCredential,
  type HostedSession,
  pathOf,
  POLL,
  ROUTES,
  type Screen,
} from '@guestwall/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import { Edge, type FakePeer, until } from './edge.test-kit.ts'

const OPERATOR = 'operator-token-of-this-test'
const SECRET = 'a-secret-of-the-screen'

let edge: Edge
let host: string

beforeEach(async () => {
  edge = await Edge.open()
  host = (await hosted()).hostToken
  // A list is in the order of creation.
  edge.clock.advance(1)
})

type Answer<Body> = Body & { readonly status: number; readonly code?: string }

async function ask<Body = object>(path: string, token: string | null, body?: object, at = edge): Promise<Answer<Body>> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await at.request(path, token, init)
  return { ...((await response.json()) as Body), status: response.status }
}

async function hosted(at = edge): Promise<HostedSession> {
  const { sessions } = await ask<{ sessions: HostedSession[] }>(ROUTES.listSessions.path, OPERATOR, undefined, at)
  return sessions.find(({ session }) => session.id === edge.sessionId) as HostedSession
}

const create = (role: string, key = `key-of-a-${role}`, token = host) =>
  ask<CreatedCredential>(pathOf(ROUTES.createCredential, edge.sessionId), token, { key, name: '小雨', role })
const list = (token = host) => ask<CredentialList>(pathOf(ROUTES.listCredentials, edge.sessionId), token)
const revoke = (id: string, token = host) => ask<{ credential: Credential }>(pathOf(ROUTES.revokeCredential, id), token, {})
const poll = (token: string, query = '', at = edge) => ask(`${POLL.path}?session=${edge.sessionId}${query}`, token, undefined, at)
const show = (secret = SECRET, at = edge) => ask<Screen>(ROUTES.showScreen.path, null, { secret }, at)
const pair = (code: string, { session = edge.sessionId, token = host, key = 'key-of-a-pairing' } = {}) =>
  ask<{ credential: Credential }>(pathOf(ROUTES.pairScreen, session), token, { key, code, name: '主屏' })
const codeOn = (screen: Screen) => (screen.state === 'waiting' ? screen.code : '')

describe('[CRED-1] a credential', () => {
  test('has a name, a role and a short token, and stands in the list without the token', async () => {
    const { credential, token, url, status } = await create('moderator')
    expect([status, token]).toEqual([201, expect.stringMatching(/^[A-Za-z0-9_-]{22}$/)])
    expect(url).toBe(`http://localhost/host/${edge.sessionId}#token=${token}`)
    expect(credential).toMatchObject({ name: '小雨', role: 'moderator', lastUsedAt: null, revokedAt: null })
    const answer = await list()
    expect(answer.credentials.map(({ name, role }) => [name, role])).toEqual([
      ['Host', 'host'],
      ['Screen', 'wall'],
      ['小雨', 'moderator'],
    ])
    expect(answer.own).toBe(answer.credentials[0]?.id)
    expect(JSON.stringify(answer)).not.toContain(token)
  })

  test('[SEND-1] of a repeated command is the first one, with its token', async () => {
    const first = await create('wall')
    const again = await create('wall')
    expect([again.credential.id, again.token]).toEqual([first.credential.id, first.token])
    expect(first.url).toContain(`/wall/${edge.sessionId}#token=`)
    expect((await list()).credentials).toHaveLength(3)
    expect(await create('host', 'key-of-a-wall')).toMatchObject({ status: 422, code: 'key_reused' })
  })

  test('stays valid without an end, and keeps its token', async () => {
    const { token } = await create('moderator')
    edge.clock.stepWallTime(10 * 365 * 24 * 60 * 60 * 1_000)
    const peer = await edge.join(token)
    expect(peer.frames[0]).toMatchObject({ type: 'welcome', token, role: 'moderator', guest: { name: '小雨' } })
  })

  test('says when it was used last', async () => {
    const { credential, token } = await create('moderator')
    edge.clock.advance(90_000)
    await poll(token)
    const usedAt = new Date(edge.clock.wallTime()).toISOString()
    expect((await list()).credentials.find(({ id }) => id === credential.id)?.lastUsedAt).toBe(usedAt)
  })

  test('with a name that cannot be shown is refused', async () => {
    const path = pathOf(ROUTES.createCredential, edge.sessionId)
    expect(await ask(path, host, { key: 'key-of-a-name', name: ' ', role: 'host' })).toMatchObject({ status: 422, code: 'name_invalid' })
  })

  test('that nobody has given is none', async () => {
    expect(await poll('aaaaaaaaaaaaaaaaaaaaaa')).toMatchObject({ status: 401, code: 'unauthorised' })
    expect((await edge.join('aaaaaaaaaaaaaaaaaaaaaa')).closed?.code).toBe(4401)
  })
})

test('[CRED-2] a moderator sees what a host sees, and does not run the session', async () => {
  const { token } = await create('moderator')
  await ask(pathOf(ROUTES.createVote, edge.sessionId), host, { key: 'key-of-a-draft', question: '?', options: ['a', 'b'] })
  expect(JSON.stringify(await poll(token))).toContain('"state":"draft"')
  expect(await ask(pathOf(ROUTES.endSession, edge.sessionId), token, {})).toMatchObject({ status: 403 })
  expect(await create('host', 'key-of-a-helper', token)).toMatchObject({ status: 403 })
})

describe('[CRED-3] a revoked credential', () => {
  test.each([
    ['the server that revokes it', () => edge],
    ['another server, which hears of nothing,', () => edge.beside()],
  ])('loses its sockets and its waiting polls on %s within a second', async (_, open) => {
    const at = open()
    at.core.start()
    const { credential, token } = await create('moderator')
    const peer = await at.join(token)
    const { lastEventId, epoch } = peer.frames[0] as { lastEventId: number; epoch: string }
    let answer: object | null = null
    const waiting = poll(token, `&epoch=${epoch}&lastEventId=${lastEventId}&wait=25`, at).then((given) => (answer = given))
    await settle()
    expect([peer.closed, answer]).toEqual([null, null])
    expect((await revoke(credential.id)).credential.revokedAt).not.toBeNull()
    edge.clock.advance(1_000)
    await until(() => peer.closed !== null)
    await waiting
    expect([peer.closed?.code, lastError(peer), answer]).toMatchObject([4401, 'unauthorised', { status: 401, code: 'unauthorised' }])
    expect((await at.join(token)).closed?.code).toBe(4401)
  })

  test('is refused within a second where no server has the session in memory', async () => {
    const there = edge.beside()
    const { credential, token } = await create('moderator')
    const ofPage = () => ask(pathOf(ROUTES.getJoins, edge.sessionId), token, undefined, there)
    expect((await ofPage()).status).toBe(200)
    await revoke(credential.id)
    edge.clock.advance(1_000)
    expect(await ofPage()).toMatchObject({ status: 401, code: 'unauthorised' })
  })

  test('carries out no command from the commit on, also where it is still trusted, and also under a known key', async () => {
    const there = edge.beside()
    const { credential, token } = await create('host')
    const change = (key: string) =>
      there.request(pathOf(ROUTES.changeSession, edge.sessionId), token, { method: 'PATCH', body: JSON.stringify({ key, title: '新' }) })
    expect((await change('key-before')).status).toBe(200)
    await revoke(credential.id)
    expect([(await change('key-after')).status, (await change('key-before')).status]).toEqual([401, 401])
  })

  test('may be the own one, and the operator has another', async () => {
    const before = await hosted()
    const own = (await list()).own as string
    await revoke(own)
    edge.clock.advance(1_000)
    expect((await list()).status).toBe(401)
    const after = await hosted()
    expect([after.hostToken === before.hostToken, after.wallToken]).toEqual([false, before.wallToken])
    expect((await list(after.hostToken)).credentials.map(({ id }) => id)).toEqual(['host-1', 'wall-1', 'host-2'])
    expect((await hosted(edge.beside())).hostToken).toBe(after.hostToken)
  })

  test('is revoked once, and no other session has it', async () => {
    const { credential } = await create('wall')
    const first = await revoke(credential.id)
    edge.clock.advance(60_000)
    expect((await revoke(credential.id)).credential).toEqual(first.credential)
    expect(await revoke('nobody')).toMatchObject({ status: 404, code: 'not_found' })
  })
})

describe('[CRED-4] a screen', () => {
  test('shows a code, is paired by it on another server, and opens the wall with its secret', async () => {
    const there = edge.beside()
    const waiting = await show(SECRET, there)
    expect(waiting).toMatchObject({ state: 'waiting', code: expect.stringMatching(/^[A-Z2-9]{6}$/) })
    expect(await pair(` ${codeOn(waiting).toLowerCase()} `)).toMatchObject({ status: 201, credential: { name: '主屏', role: 'wall' } })
    expect(await show(SECRET, there)).toMatchObject({ state: 'paired', session: edge.sessionId })
    expect((await there.join(SECRET)).frames[0]).toMatchObject({ type: 'welcome', role: 'wall', guest: { name: '主屏' } })
  })

  test('keeps its code for ten minutes, and then gets another', async () => {
    const first = await show()
    edge.clock.advance(9 * 60_000)
    expect(codeOn(await show())).toBe(codeOn(first))
    edge.clock.advance(60_000)
    expect(await pair(codeOn(first))).toMatchObject({ status: 404, code: 'not_found' })
    expect(codeOn(await show())).not.toBe(codeOn(first))
  })

  test('belongs to the session that was first, and a repeated pairing makes nothing twice', async () => {
    const code = codeOn(await show())
    const other = await ask<HostedSession>(ROUTES.createSession.path, OPERATOR, { title: '隔壁' })
    const first = await pair(code)
    expect((await pair(code, { key: 'key-of-another-tap' })).credential.id).toBe(first.credential.id)
    expect(await pair(code, { session: other.session.id, token: other.hostToken })).toMatchObject({ status: 404 })
    expect((await list()).credentials).toHaveLength(3)
  })

  test('that was sent away is told so', async () => {
    const { credential } = await pair(codeOn(await show()))
    await revoke(credential.id)
    expect(await show()).toMatchObject({ state: 'revoked' })
  })

  test('cannot be found by trying codes: ten at once, then one in five seconds', async () => {
    const code = codeOn(await show())
    const tries = await Promise.all(Array.from({ length: 12 }, (_, index) => pair('ZZZZZZ', { key: `key-of-try-${index}` })))
    expect(tries.map(({ status }) => status)).toEqual([...Array<number>(10).fill(404), 429, 429])
    expect(await pair(code)).toMatchObject({ status: 429, code: 'rate_limited', retryAfterMs: 5_000 })
    edge.clock.advance(5_000)
    expect((await pair(code)).status).toBe(201)
  })

  test('is one of so many a second that somebody without a credential can make', async () => {
    const flood = await Promise.all(Array.from({ length: 101 }, (_, index) => show(`secret-number-${String(index).padStart(8, '0')}`)))
    expect(flood.map(({ status }) => status)).toEqual([...Array<number>(100).fill(200), 429])
    edge.clock.advance(1_000)
    expect((await show()).status).toBe(200)
  })
})

function lastError(peer: FakePeer): string | undefined {
  return peer.errors().at(-1)
}

/** Lets everything run that needs no time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
}
