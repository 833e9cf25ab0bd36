import { request } from 'node:http'
import { ERRORS, type ErrorCode, type HostedSession, MAX_FRAME_BYTES, SUBPROTOCOL, type Vote } from '@guestwall/protocol'
import { parseProblem } from '@guestwall/protocol/testing'
import { VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '@guestwall/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Guestwall, startGuestwall } from '../../../tests/support/guestwall.ts'
import { VoteHost } from '../../../tests/support/votes.ts'
import { WireClient } from '../../../tests/support/wire-client.ts'
import { testImages } from '../src/images/images.test-kit.ts'
import type { Store } from '../src/log/store.ts'
import { StoreUnavailable } from '../src/storage/storage.ts'

/**
 * Every refusal of the table is met over both adapters, in the form that the table gives it. The compiler demands an entry for a new code.
 */

/** A refusal as it was received: the HTTP status or the close code, and the code. `close` is `null` where the connection goes on. */
interface Met {
  readonly code: string
  readonly status?: number
  readonly close?: number | null
}

/** How the refusal comes about, or why this adapter has none. */
type Way = (() => Promise<Met>) | string

let wall: Guestwall
let clock: VirtualClock
let hosted: HostedSession
let paused: HostedSession
let scheduled: HostedSession
let ended: HostedSession
let closedWall: HostedSession
let noPrivate: HostedSession
let guestToken: string
let open: Vote
let final: Vote
let closed: Vote
/** Tokens of guests of `scheduled`, `paused`, `ended`, `closedWall` and `noPrivate`. */
const tokenIn = new Map<HostedSession, string>()
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  clock = new VirtualClock()
  wall = await start({ parts: { clock } })
  hosted = await wall.createSession()
  guestToken = (await wall.join(hosted.session.id, '小明')).token
  scheduled = await wall.createSession({ title: 'Later', state: 'scheduled' })
  paused = await wall.createSession({ title: 'A break' })
  await call('POST', `/api/host/sessions/${paused.session.id}/act`, { token: paused.hostToken, body: { act: 'pause' } })
  closedWall = await wall.createSession({ title: 'Closed', moderation: 'closed' })
  noPrivate = await wall.createSession({ title: 'No private wishes', privateWishes: false })
  ended = await wall.createSession({ title: 'Ended' })
  for (const each of [scheduled, paused, closedWall, noPrivate, ended]) tokenIn.set(each, (await wall.join(each.session.id, '小明')).token)
  await call('POST', `/api/host/sessions/${ended.session.id}/end`, { token: ended.hostToken })
  const host = new VoteHost(wall.url, hosted)
  open = await host.open()
  final = await host.open({ changeable: false })
  closed = await host.open()
  await host.act(closed.id, 'close')
  await cast(final.id, { optionIds: ['o1'] })
})
afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
})

async function start(options: Parameters<typeof startGuestwall>[0]): Promise<Guestwall> {
  const started = await startGuestwall(options)
  stops.push(() => started.stop())
  return started
}

let keys = 0
function freshKey(): string {
  keys += 1
  return `refusal-key-${keys}`
}

interface Call {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly url?: string
}

async function call(method: string, path: string, { token, body = {}, headers = {}, url = wall.url }: Call = {}): Promise<Met> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, code: response.ok ? 'none' : ((JSON.parse(text) as { code: string }).code ?? '') }
}

/** Posts a message by HTTP as the guest of the session. */
function post(words: Record<string, unknown>, where = hosted, token = tokenIn.get(where) ?? guestToken, url = wall.url): Promise<Met> {
  const body = { session: where.session.id, key: freshKey(), content: '新婚快乐', guestName: '小明', ...words }
  return call('POST', '/api/realtime/messages', { token, body, url })
}

/** Casts a ballot by HTTP as the guest. */
function cast(voteId: string, words: Record<string, unknown> = {}): Promise<Met> {
  return call('PUT', `/api/realtime/votes/${voteId}/ballot`, { token: guestToken, body: { key: freshKey(), optionIds: ['o1'], ...words } })
}

/** Asks something over a socket of its own; the refusal leaves the connection open. */
async function ask(command: object, where = hosted, token = tokenIn.get(where) ?? guestToken, url = wall.url): Promise<Met> {
  const client = await WireClient.join(url, where.session.id, { token })
  const answer = await client.ask(command)
  client.send({ type: 'ping' })
  await client.frame('pong')
  const met = { code: answer.type === 'error' ? answer.code : 'none', close: client.closed?.code ?? null }
  client.close()
  return met
}

const say = (words: Record<string, unknown>, where = hosted, token?: string, url?: string) =>
  ask({ type: 'sendMessage', key: freshKey(), content: '新婚快乐', guestName: '小明', ...words }, where, token, url)

const choose = (voteId: string, words: Record<string, unknown> = {}) =>
  ask({ type: 'castVote', key: freshKey(), voteId, optionIds: ['o1'], ...words })

/** Says something first on a new socket; the refusal ends the connection. */
async function begin(first: object | string, sessionId = hosted.session.id, url = wall.url): Promise<Met> {
  const client = await WireClient.open(url, sessionId)
  if (typeof first === 'string') client.webSocket.send(first)
  else client.send(first)
  return endOf(client)
}

async function endOf(client: WireClient): Promise<Met> {
  const { code: close } = await client.whenClosed()
  const said = client.frames.find((frame) => frame.type === 'error')
  // Of a frame that is too large the close code tells.
  return { code: said?.type === 'error' ? said.code : codeOf(close), close }
}

function codeOf(close: number): string {
  return Object.entries(ERRORS).find(([, kind]) => kind.close === close)?.[0] ?? String(close)
}

/** Asks for a socket and is answered with a problem document instead. */
function upgrade(
  options: { url?: string; method?: string; path?: string; origin?: string; host?: string; isPlain?: boolean } = {},
): Promise<Met> {
  const path = options.path ?? `/api/realtime/ws?session=${hosted.session.id}`
  const headers = {
    ...(options.isPlain === true ? {} : { connection: 'Upgrade', upgrade: 'websocket' }),
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    'sec-websocket-protocol': SUBPROTOCOL,
    ...(options.origin === undefined ? {} : { origin: options.origin }),
    ...(options.host === undefined ? {} : { host: options.host }),
  }
  return new Promise((resolve, reject) => {
    const asking = request(`${options.url ?? wall.url}${path}`, { method: options.method ?? 'GET', headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const { code } = parseProblem(Buffer.concat(chunks).toString())
        resolve({ status: response.statusCode ?? 0, code })
      })
    })
    asking.on('upgrade', (_response, socket) => {
      socket.destroy()
      resolve({ status: 101, code: 'none' })
    })
    asking.on('error', reject)
    asking.end()
  })
}

/** A server whose store answers everything until it is told to fail. */
async function failing(error: Error): Promise<{ url: string; hosted: HostedSession; token: string; fail(): void }> {
  let hasFailed = false
  const store = new Proxy<Store>(new MemoryStore(), {
    get(target, name: keyof Store) {
      const method = (target[name] as (...given: unknown[]) => unknown).bind(target)
      return (...given: unknown[]) => (hasFailed && name !== 'close' ? Promise.reject(error) : method(...given))
    },
  })
  const { url, hosted: its, token } = await own({ store })
  return {
    url,
    hosted: its,
    token,
    fail() {
      hasFailed = true
    },
  }
}

/** A server of its own with a session and a guest. */
async function own(
  options: Parameters<typeof startGuestwall>[0],
): Promise<{ wall: Guestwall; url: string; hosted: HostedSession; token: string }> {
  const started = await start(options)
  const its = await started.createSession()
  return { wall: started, url: started.url, hosted: its, token: (await started.join(its.session.id, '小明')).token }
}

/** A guest of a session that takes photos. */
async function withPhotos() {
  const { images, dispose } = testImages()
  stops.push(() => Promise.resolve(dispose()))
  const started = await start({ parts: { images } })
  const its = await started.createSession({ title: '喜宴', photos: 'on' })
  return { url: started.url, its, token: (await started.join(its.session.id, '小明')).token }
}

/** Uploads bytes as a photo. */
async function uploadPhoto(bytes: Buffer<ArrayBuffer>, token = guestToken, url = wall.url): Promise<Met> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' }
  const response = await fetch(`${url}/api/realtime/photos?key=${freshKey()}`, { method: 'POST', headers, body: bytes })
  return { status: response.status, code: parseProblem(await response.text()).code }
}

/** A guest whose ballot the host voided. */
async function voided() {
  const { url, hosted: its, token } = await own({})
  const { id: voteId } = await new VoteHost(url, its).open()
  await call('PUT', `/api/realtime/votes/${voteId}/ballot`, { token, url, body: { key: freshKey(), optionIds: ['o1'] } })
  const body = { key: freshKey(), joinedFrom: '2020-01-01T00:00:00.000Z', joinedTo: '2050-01-01T00:00:00.000Z' }
  await call('POST', `/api/host/votes/${voteId}/void`, { token: its.hostToken, url, body })
  return { url, its, token, voteId }
}

const HOSTS_ASK_HTTP = 'only a host meets it, and hosts act over HTTP'
const NOT_BUILT = 'its feature is planned: no code gives it'

const WAYS: Readonly<Record<ErrorCode, { readonly http: Way; readonly socket: Way }>> = {
  bad_frame: { http: 'requests have bad_request', socket: () => begin('nonsense') },
  bad_request: { http: () => post({ content: 1 }), socket: () => say({ content: 1 }) },
  invalid_text: { http: () => post({ content: 'a\u0000b' }), socket: () => say({ content: 'a\u0000b' }) },
  empty_content: { http: () => post({ content: ' \u200b' }), socket: () => say({ content: ' \u200b' }) },
  too_long: { http: () => post({ content: 'x'.repeat(281) }), socket: () => say({ content: 'x'.repeat(281) }) },
  content_refused: {
    async http() {
      const { url, hosted: its, token } = await own({ config: { FILTER: 'refuse' } })
      return post({ content: '看 example.com' }, its, token, url)
    },
    async socket() {
      const { url, hosted: its, token } = await own({ config: { FILTER: 'refuse' } })
      return say({ content: '看 example.com' }, its, token, url)
    },
  },
  name_invalid: { http: () => post({ guestName: '' }), socket: () => say({ guestName: '' }) },
  name_reserved: { http: () => post({ guestName: 'Host' }), socket: () => say({ guestName: 'Host' }) },
  key_reused: {
    async http() {
      const key = freshKey()
      await post({ key, content: 'one' })
      return post({ key, content: 'two' })
    },
    async socket() {
      const key = freshKey()
      await post({ key, content: 'one' })
      return say({ key, content: 'two' })
    },
  },
  invalid_choice: { http: () => cast(open.id, { optionIds: ['none'] }), socket: () => choose(open.id, { optionIds: ['none'] }) },
  unauthorised: { http: () => post({}, hosted, 'no-token'), socket: () => begin({ type: 'hello', token: 'no-token' }) },
  forbidden: {
    http: () => post({}, hosted, scheduled.hostToken),
    socket: () => begin({ type: 'hello', token: scheduled.hostToken }),
  },
  origin_refused: {
    http: () => call('OPTIONS', '/api/sessions', { headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } }),
    socket: () => upgrade({ origin: 'https://evil.example' }),
  },
  host_refused: {
    http: () => upgrade({ path: '/api/server', host: 'evil.example', isPlain: true }),
    socket: () => upgrade({ host: 'evil.example' }),
  },
  removed: { http: NOT_BUILT, socket: NOT_BUILT },
  muted: { http: NOT_BUILT, socket: NOT_BUILT },
  photos_off: { http: () => uploadPhoto(Buffer.from('any')), socket: () => say({ photo: 'any' }) },
  photo_not_found: {
    async http() {
      const { url, its, token } = await withPhotos()
      return post({ photo: 'none' }, its, token, url)
    },
    async socket() {
      const { url, its, token } = await withPhotos()
      return say({ photo: 'none' }, its, token, url)
    },
  },
  photo_unreadable: {
    async http() {
      const { url, token } = await withPhotos()
      return uploadPhoto(Buffer.from('\xff\xd8\xff\xe0 and no more', 'latin1'), token, url)
    },
    socket: 'photos are uploaded over HTTP',
  },
  guest_not_found: { http: NOT_BUILT, socket: NOT_BUILT },
  not_found: { http: () => call('GET', '/api/nothing'), socket: () => upgrade({ path: '/api/nothing' }) },
  session_not_found: {
    http: () => call('GET', '/api/sessions/ZZZZZZ'),
    socket: () => begin({ type: 'hello', guestName: '小明' }, 'no-such-session'),
  },
  message_not_found: {
    http: () => call('POST', '/api/host/messages/none/remove', { token: hosted.hostToken }),
    socket: HOSTS_ASK_HTTP,
  },
  vote_not_found: { http: () => cast('none'), socket: () => choose('none') },
  method_not_allowed: { http: () => call('POST', '/healthz'), socket: () => upgrade({ method: 'PUT' }) },
  hello_timeout: {
    http: 'a request says at once who makes it',
    async socket() {
      const silent = await WireClient.open(wall.url, hosted.session.id)
      clock.advance(5_000)
      return endOf(silent)
    },
  },
  conflict: {
    async http() {
      const draft = await new VoteHost(wall.url, hosted).create({ key: freshKey() })
      return call('POST', `/api/host/votes/${draft.id}/close`, { token: hosted.hostToken, body: { key: freshKey() } })
    },
    socket: HOSTS_ASK_HTTP,
  },
  vote_closed: { http: () => cast(closed.id), socket: () => choose(closed.id) },
  vote_final: { http: () => cast(final.id, { optionIds: ['o2'] }), socket: () => choose(final.id, { optionIds: ['o2'] }) },
  ballot_voided: {
    async http() {
      const { url, token, voteId } = await voided()
      return call('PUT', `/api/realtime/votes/${voteId}/ballot`, { token, url, body: { key: freshKey(), optionIds: ['o1'] } })
    },
    async socket() {
      const { url, its, token, voteId } = await voided()
      return ask({ type: 'castVote', key: freshKey(), voteId, optionIds: ['o1'] }, its, token, url)
    },
  },
  session_not_started: { http: () => post({}, scheduled), socket: () => say({}, scheduled) },
  session_paused: { http: () => post({}, paused), socket: () => say({}, paused) },
  session_ended: {
    http: () => call('POST', `/api/sessions/${ended.session.id}/guests`, { body: { guestName: 'Late' } }),
    socket: () => begin({ type: 'hello', guestName: 'Late' }, ended.session.id),
  },
  wall_closed: { http: () => post({}, closedWall), socket: () => say({}, closedWall) },
  private_closed: { http: () => post({ to: 'hosts' }, noPrivate), socket: () => say({ to: 'hosts' }, noPrivate) },
  replaced: {
    http: 'a request takes no place',
    async socket() {
      const { url, hosted: its, token } = await own({ config: { GUEST_SOCKETS: 1 } })
      const oldest = await WireClient.join(url, its.session.id, { token })
      const newest = await WireClient.join(url, its.session.id, { token })
      const met = await endOf(oldest)
      newest.close()
      return met
    },
  },
  too_large: {
    http: () => post({ content: 'x'.repeat(MAX_FRAME_BYTES) }),
    socket: () => begin({ type: 'hello', token: 'x'.repeat(MAX_FRAME_BYTES) }),
  },
  joined_just_now: {
    async http() {
      const { url, hosted: its, token } = await own({ config: { BALLOT_AFTER_SECONDS: 3_600 } })
      const vote = await new VoteHost(url, its).open()
      return call('PUT', `/api/realtime/votes/${vote.id}/ballot`, { token, url, body: { key: freshKey(), optionIds: ['o1'] } })
    },
    async socket() {
      const { url, hosted: its, token } = await own({ config: { BALLOT_AFTER_SECONDS: 3_600 } })
      const vote = await new VoteHost(url, its).open()
      return ask({ type: 'castVote', key: freshKey(), voteId: vote.id, optionIds: ['o1'] }, its, token, url)
    },
  },
  unsupported_media_type: {
    http: () => call('POST', '/api/realtime/messages', { token: guestToken, headers: { 'content-type': 'text/plain' } }),
    socket: 'frames have no media type',
  },
  rate_limited: {
    async http() {
      const { url, hosted: its, token } = await own({ config: { GUEST_POSTS_PER_MINUTE: 1 } })
      for (let burst = 0; burst < 5; burst += 1) await post({}, its, token, url)
      return post({}, its, token, url)
    },
    async socket() {
      const { url, hosted: its, token } = await own({ config: { GUEST_POSTS_PER_MINUTE: 1 } })
      for (let burst = 0; burst < 5; burst += 1) await post({}, its, token, url)
      return say({}, its, token, url)
    },
  },
  session_busy: {
    async http() {
      const { url, hosted: its, token } = await own({ config: { SESSION_POSTS_PER_SECOND: 0.001 } })
      await post({}, its, token, url)
      return post({}, its, token, url)
    },
    async socket() {
      const { url, hosted: its, token } = await own({ config: { SESSION_POSTS_PER_SECOND: 0.001 } })
      await post({}, its, token, url)
      return say({}, its, token, url)
    },
  },
  not_supported: {
    async http() {
      const { url, hosted: its } = await own({ parts: { moderations: ['off'] } })
      return call('PATCH', `/api/host/sessions/${its.session.id}`, { url, token: its.hostToken, body: { moderation: 'approve' } })
    },
    socket: 'every command of the socket is built',
  },
  internal: {
    async http() {
      const ill = await failing(new TypeError('a fault of our own'))
      ill.fail()
      return call('GET', `/api/sessions/${ill.hosted.session.code}`, { url: ill.url })
    },
    socket: 'a command that failed may have been committed: it is refused as unavailable',
  },
  full: {
    http: 'a request takes no place',
    async socket() {
      const { url, hosted: its } = await own({ config: { MAX_CONNECTIONS: 1 } })
      const first = await WireClient.open(url, its.session.id)
      const met = await upgrade({ url, path: `/api/realtime/ws?session=${its.session.id}` })
      first.close()
      return met
    },
  },
  unavailable: {
    async http() {
      const ill = await failing(new StoreUnavailable('away'))
      ill.fail()
      return post({}, ill.hosted, ill.token, ill.url)
    },
    async socket() {
      const ill = await failing(new StoreUnavailable('away'))
      ill.fail()
      return say({}, ill.hosted, ill.token, ill.url)
    },
  },
  draining: {
    http: 'a server that goes away answers requests to the end',
    async socket() {
      const hold = new VirtualClock()
      const { wall: going, url, hosted: its } = await own({ parts: { clock: hold } })
      // More than one round of farewells: the clock stands between them.
      const hello = { token: its.wallToken }
      const readers = await Promise.all(Array.from({ length: 12 }, () => WireClient.join(url, its.session.id, hello)))
      const drained = going.app.drain(new Promise(() => {}))
      const met = await upgrade({ url, path: `/api/realtime/ws?session=${its.session.id}` })
      for (const { webSocket } of readers) webSocket.terminate()
      hold.advance(60_000)
      await drained
      return met
    },
  },
}

const MET = Object.entries(WAYS).flatMap(([code, { http, socket }]) => [
  ...(typeof http === 'string' ? [] : [{ code: code as ErrorCode, adapter: 'HTTP', meet: http }]),
  ...(typeof socket === 'string' ? [] : [{ code: code as ErrorCode, adapter: 'WebSocket', meet: socket }]),
])

test.each(MET)('[SEND-4] $code over $adapter has the status and the close code of the table', async ({ code, meet }) => {
  const { status, close } = ERRORS[code]
  const met = await meet()
  // Before a socket is open a refusal is an HTTP answer; then it ends the connection or leaves it.
  expect(met).toEqual(met.status !== undefined ? { code, status } : { code, close: met.close === null ? null : close })
})
