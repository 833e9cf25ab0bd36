import { createHmac } from 'node:crypto'
import { type CreatedCredential, type HostedSession, pathOf, type Role, ROUTES, type WallMessage } from '@guestwall/protocol'
import { systemClock, Tokens } from '@guestwall/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall, TOKEN_SECRET } from '../support/guestwall.ts'
import { post } from '../support/http-calls.ts'
import { WireClient } from '../support/wire-client.ts'
import { codeOf, rawHttp, request } from '../support/raw/raw-http.ts'
import { upgradeRequest } from '../support/raw/upgrade-request.ts'
import { CANARY, expectNoConnections, expectUnharmed, freshKey } from './support/unharmed.ts'

const ONE_DAY_MS = 24 * 60 * 60 * 1000
const JSON_TYPE = { 'content-type': 'application/json' }

let wall: Guestwall
let hosted: HostedSession
let moderatorToken: string
let other: HostedSession
let guest: { guest: { id: string }; token: string }
let message: WallMessage

beforeAll(async () => {
  wall = await startGuestwall()
  hosted = await wall.createSession()
  other = await wall.createSession({ title: '隔壁' })
  const helper = { key: freshKey(), name: '小雨', role: 'moderator' }
  const credentials = `${wall.url}${pathOf(ROUTES.createCredential, hosted.session.id)}`
  ;({ token: moderatorToken } = await post<CreatedCredential>(credentials, helper, hosted.hostToken))
  guest = await wall.join(hosted.session.id, '小明')
  ;({ message } = await post<{ message: WallMessage }>(`${wall.url}/api/realtime/messages`, body(hosted, '百年好合'), guest.token))
})
afterAll(async () => {
  await expectUnharmed(wall, hosted)
  await expectUnharmed(wall, other)
  await expectNoConnections(wall)
  await wall.stop()
})

function body({ session }: HostedSession, content = CANARY): Record<string, string> {
  return { session: session.id, key: freshKey(), content, guestName: '小明' }
}

/** Posts with an Authorization header as it stands. */
async function postWith(authorization: string): Promise<{ status: number; challenge: string | null; code: string }> {
  const response = await fetch(`${wall.url}/api/realtime/messages`, {
    method: 'POST',
    headers: { ...JSON_TYPE, authorization },
    body: JSON.stringify(body(hosted)),
  })
  const { code } = (await response.json()) as { code: string }
  return { status: response.status, challenge: response.headers.get('www-authenticate'), code }
}

async function helloWith(token: string, sessionId = hosted.session.id): Promise<{ close: number; code: string | undefined }> {
  const client = await WireClient.open(wall.url, sessionId)
  client.send({ type: 'hello', token })
  const { code: close } = await client.whenClosed()
  const error = client.frames.find(({ type }) => type === 'error')
  expect(client.frames.filter(({ type }) => type === 'welcome')).toEqual([])
  return { close, code: error?.type === 'error' ? error.code : undefined }
}

function base64(value: object | string): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
}

/** A token as an attacker, or a wrong server, would make it. */
function forged({
  header = {},
  claims = {},
  secret = TOKEN_SECRET,
  hash = 'sha256',
}: {
  header?: object
  claims?: object
  secret?: string
  hash?: string
} = {}): string {
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    sid: hosted.session.id,
    name: '小明',
    role: 'guest',
    iss: 'guestwall',
    sub: 'g-forged',
    iat: now,
    exp: now + 600,
    ...claims,
  }
  const signed = `${base64({ alg: 'HS256', ...header })}.${base64(payload)}`
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`
}

function tokenAt(offsetMs: number, days = 1): Promise<string> {
  const clock = { ...systemClock, wallTime: () => Date.now() + offsetMs }
  return new Tokens(TOKEN_SECRET, days, clock).issue({ sessionId: hosted.session.id, id: 'g-other-time', name: '小明', role: 'guest' })
}

const unsigned = (alg: string) => `${base64({ alg })}.${forged().split('.')[1]}.`

describe('a token that is foreign, damaged or expired is refused over socket and HTTP', () => {
  const cases: readonly [name: string, token: () => string | Promise<string>][] = [
    ['a word', () => 'token'],
    ['three dots', () => '...'],
    ['the operator’s token', () => OPERATOR_TOKEN],
    ['a token that expired an hour ago', () => tokenAt(-ONE_DAY_MS - 60 * 60 * 1000)],
    ['a token of another secret', () => forged({ secret: 'another-secret-of-32-bytes-or-more' })],
    ['a token of an empty secret', () => forged({ secret: '' })],
    ['a truncated token', () => guest.token.slice(0, -1)],
    ['a token without its signature', () => guest.token.slice(0, guest.token.lastIndexOf('.') + 1)],
    ['a token of two parts', () => guest.token.slice(0, guest.token.lastIndexOf('.'))],
    ['a token of four parts', () => `${guest.token}.x`],
    ['a padded token', () => `${guest.token}=`],
    ['a token in plain base64', () => `${guest.token}+`],
    ['alg none', () => unsigned('none')],
    ['alg None', () => unsigned('None')],
    ['alg NONE with a signature', () => forged({ header: { alg: 'NONE' } })],
    ['no alg', () => forged({ header: { alg: undefined } })],
    ['alg HS512, well signed', () => forged({ header: { alg: 'HS512' }, hash: 'sha512' })],
    ['alg HS384, well signed', () => forged({ header: { alg: 'HS384' }, hash: 'sha384' })],
    ['alg RS256', () => forged({ header: { alg: 'RS256' } })],
    ['an alg that is a list', () => forged({ header: { alg: ['HS256'] } })],
    ['a critical extension that nobody knows', () => forged({ header: { crit: ['x'], x: 1 } })],
    ['a payload that is not encoded', () => forged({ header: { crit: ['b64'], b64: false } })],
    [
      'a key that the token brings itself',
      () =>
        forged({
          header: { jwk: { kty: 'oct', k: base64('attacker-attacker-attacker-attack') } },
          secret: 'attacker-attacker-attacker-attack',
        }),
    ],
    ['no issuer', () => forged({ claims: { iss: undefined } })],
    ['another issuer', () => forged({ claims: { iss: 'evil' } })],
    ['no end', () => forged({ claims: { exp: undefined } })],
    ['an end in words', () => forged({ claims: { exp: 'never' } })],
    ['no subject', () => forged({ claims: { sub: undefined } })],
    ['a subject with a path in it', () => forged({ claims: { sub: '../host' } })],
    ['no session', () => forged({ claims: { sid: undefined } })],
    ['a list of sessions', () => forged({ claims: { sid: [hosted.session.id] } })],
    ['an unknown role', () => forged({ claims: { role: 'operator' } })],
    ['a role that is a list', () => forged({ claims: { role: ['host'] } })],
    ['a use that begins later', () => forged({ claims: { nbf: Math.floor(Date.now() / 1000) + 3600 } })],
  ]
  for (const [name, token] of cases) {
    it(`${name}: 401, 4401`, async () => {
      expect(await postWith(`Bearer ${await token()}`)).toEqual({ status: 401, challenge: 'Bearer', code: 'unauthorised' })
      expect(await helloWith(await token())).toEqual({ close: 4401, code: 'unauthorised' })
    })
  }

  it('the same token without a fault is accepted', async () => {
    const client = await WireClient.join(wall.url, hosted.session.id, { token: forged() })
    expect(client.closed).toBeNull()
    client.close()
  })

  it('no other character, at any place of a token, makes another token', async () => {
    const tokens = new Tokens(TOKEN_SECRET, 1, systemClock)
    expect(await tokens.verify(guest.token)).not.toBeNull()
    for (let place = 0; place < guest.token.length; place += 1) {
      for (const letter of ['A', 'B', 'z', '_', '=', '.', ' ', '\0']) {
        if (letter === guest.token[place]) continue
        expect(await tokens.verify(guest.token.slice(0, place) + letter + guest.token.slice(place + 1)), `${letter} at ${place}`).toBeNull()
      }
    }
    const last = guest.token.at(-1) as string
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      const read = letter === last ? null : await tokens.verify(guest.token.slice(0, -1) + letter)
      expect(read, letter).toBeNull()
    }
  })

  const headers: readonly [name: string, header: () => string][] = [
    ['an empty header', () => ''],
    ['Bearer and nothing', () => 'Bearer'],
    ['Bearer and a space', () => 'Bearer '],
    ['a token without Bearer', () => guest.token],
    ['Basic', () => `Basic ${base64(`guest:${guest.token}`)}`],
    ['a token in quotes', () => `Bearer "${guest.token}"`],
    ['two tokens', () => `Bearer ${guest.token} ${guest.token}`],
    ['two tokens with a comma', () => `Bearer ${guest.token}, Bearer ${hosted.hostToken}`],
    ['a token of 5,000 characters', () => `Bearer ${'a'.repeat(5000)}`],
  ]
  for (const [name, header] of headers) {
    it(`an Authorization header of ${name}: 401`, async () => {
      expect(await postWith(header())).toMatchObject({ status: 401, code: 'unauthorised' })
    })
  }

  it('two Authorization headers: 401, whichever of them a proxy uses', async () => {
    const two = [`Authorization: Bearer ${guest.token}`, `Authorization: Bearer ${hosted.hostToken}`]
    expect((await rawHttp(wall.url, request('GET /api/realtime/poll HTTP/1.1', two))).status).toBe(401)
  })

  it('a cookie is not a credential, once or twice', async () => {
    for (const cookie of [
      `token=${guest.token}`,
      `token=${guest.token}; token=${hosted.hostToken}`,
      `Authorization=Bearer ${guest.token}`,
    ]) {
      expect((await fetch(`${wall.url}/api/realtime/poll`, { headers: { cookie } })).status).toBe(401)
    }
  })

  it('a hello of 1 MB: 4413', async () => {
    expect(await helloWith('a'.repeat(1024 * 1024))).toMatchObject({ close: 4413 })
  })
})

describe('a credential in an address is refused, even when it is valid', () => {
  for (const name of [
    'token',
    'access_token',
    'Token',
    'authToken',
    'authorization',
    'auth',
    'secret',
    'password',
    'credential',
    'to%6ben',
  ]) {
    it(`?${name}=: 400 over socket and HTTP`, async () => {
      for (const path of ['/api/realtime/poll', '/api/sessions', `/api/sessions/${hosted.session.id}`, '/healthz', '/']) {
        const headers = { authorization: `Bearer ${guest.token}` }
        const response = await fetch(`${wall.url}${path}?${name}=${guest.token}`, { headers })
        expect(response.status).toBe(400)
        expect(await response.text()).not.toContain(guest.token)
      }
      const path = `/api/realtime/ws?session=${hosted.session.id}&${name}=${guest.token}`
      const answer = await rawHttp(wall.url, upgradeRequest('', {}, { path }))
      expect([answer.status, codeOf(answer)]).toEqual([400, 'bad_request'])
      expect(answer.body).not.toContain(guest.token)
    })
  }

  it('as a subprotocol: 400', async () => {
    const answer = await rawHttp(wall.url, upgradeRequest(hosted.session.id, { 'Sec-WebSocket-Protocol': `token.${guest.token}` }))
    expect([answer.status, codeOf(answer)]).toEqual([400, 'bad_request'])
  })
})

describe('a token is valid for one session and one role', () => {
  const asked = async (method: string, path: string, token: string, json?: object) => {
    const headers = { authorization: `Bearer ${token}`, ...(json === undefined ? {} : JSON_TYPE) }
    const response = await fetch(wall.url + path, { method, headers, body: json === undefined ? null : JSON.stringify(json) })
    return { status: response.status, ...((await response.json()) as { code?: string }) }
  }
  const tokenOf: Record<Role | 'operator', () => string> = {
    guest: () => guest.token,
    host: () => hosted.hostToken,
    wall: () => hosted.wallToken,
    moderator: () => moderatorToken,
    operator: () => OPERATOR_TOKEN,
  }

  const elsewhere: readonly [name: string, method: string, path: () => string, json?: () => object][] = [
    ['poll', 'GET', () => `/api/realtime/poll?session=${other.session.id}`],
    ['history', 'GET', () => `/api/sessions/${other.session.id}/messages`],
    ['online', 'GET', () => `/api/realtime/online?session=${other.session.id}`],
    ['post', 'POST', () => '/api/realtime/messages', () => body(other)],
    ['change', 'PATCH', () => `/api/host/sessions/${other.session.id}`, () => ({ title: CANARY })],
    ['end', 'POST', () => `/api/host/sessions/${other.session.id}/end`],
    ['list', 'GET', () => `/api/host/sessions/${other.session.id}/messages`],
  ]
  for (const [name, method, path, json] of elsewhere) {
    for (const role of ['guest', 'host', 'wall', 'moderator'] as const) {
      it(`the ${role} of one session asks another for ${name}: 403`, async () => {
        expect(await asked(method, path(), tokenOf[role](), json?.())).toMatchObject({ status: 403, code: 'forbidden' })
      })
    }
  }

  it('a hello to another session: 4403', async () => {
    for (const role of ['guest', 'host', 'wall', 'moderator'] as const) {
      expect(await helloWith(tokenOf[role](), other.session.id)).toEqual({ close: 4403, code: 'forbidden' })
    }
  })

  it('a host does not find a message of another session: 404', async () => {
    expect(await asked('POST', `/api/host/messages/${message.id}/remove`, other.hostToken)).toMatchObject({
      status: 404,
      code: 'message_not_found',
    })
  })

  const hostCalls: readonly [name: string, method: string, path: () => string, json?: () => object][] = [
    ['remove another’s message', 'POST', () => `/api/host/messages/${message.id}/remove`],
    ['change the session', 'PATCH', () => `/api/host/sessions/${hosted.session.id}`, () => ({ title: CANARY, moderation: 'closed' })],
    ['end the session', 'POST', () => `/api/host/sessions/${hosted.session.id}/end`],
    ['list what is not shown', 'GET', () => `/api/host/sessions/${hosted.session.id}/messages`],
  ]
  for (const [name, method, path, json] of hostCalls) {
    for (const role of ['guest', 'wall'] as const) {
      it(`a ${role} asks to ${name}: 403`, async () => {
        expect(await asked(method, path(), tokenOf[role](), json?.())).toMatchObject({ status: 403, code: 'forbidden' })
      })
    }
    it(`the operator’s token asks to ${name}: 401, because it belongs to no session`, async () => {
      expect(await asked(method, path(), tokenOf.operator(), json?.())).toMatchObject({ status: 401 })
    })
  }

  for (const [method, json] of [['GET'], ['POST', { title: CANARY }]] as const) {
    it(`${method} of sessions with any other token than the operator’s: 401`, async () => {
      for (const role of ['guest', 'host', 'wall'] as const)
        expect(await asked(method, '/api/sessions', tokenOf[role](), json)).toMatchObject({ status: 401 })
      for (const near of [OPERATOR_TOKEN.slice(0, -1), `${OPERATOR_TOKEN}x`, OPERATOR_TOKEN.toUpperCase()])
        expect(await asked(method, '/api/sessions', near, json)).toMatchObject({ status: 401 })
    })
  }

  it('a wall screen writes nothing: 403 over socket and HTTP', async () => {
    expect(await asked('POST', '/api/realtime/messages', hosted.wallToken, body(hosted))).toMatchObject({ status: 403, code: 'forbidden' })
    const screen = await WireClient.join(wall.url, hosted.session.id, { token: hosted.wallToken })
    expect(await screen.ask({ type: 'sendMessage', key: freshKey(), content: CANARY, guestName: 'x' })).toMatchObject({ code: 'forbidden' })
    screen.close()
  })
})

describe('the one-time key of the console’s link', () => {
  const key = 'one-time-key-of-the-tests'
  const signIn = async (json: object) => {
    const response = await fetch(`${wall.url}/api/operator/sign-in`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(json) })
    return { status: response.status, body: (await response.json()) as { operatorToken?: string } }
  }

  it('is not accepted with one character changed: 401', async () => {
    for (const near of ['', key.slice(0, -1), `${key}x`, key.toUpperCase(), OPERATOR_TOKEN.slice(1), hosted.hostToken])
      expect((await signIn({ key: near })).status).toBe(401)
    for (const json of [{}, { key: null }, { key: [key] }, { key: 'k'.repeat(513) }, { key, role: 'host' }])
      expect((await signIn(json)).status).toBe(400)
  })

  it('used twenty times at once signs in once, and never again', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn({ key })))
    expect(answers.filter(({ status }) => status === 200).map(({ body: { operatorToken } }) => operatorToken)).toEqual([OPERATOR_TOKEN])
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(19)
    expect((await signIn({ key })).status).toBe(401)
  })
})
