import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { startNginx, type TestNginx } from '../support/nginx.ts'
import { ServerProcess } from '../support/server-process.ts'
import { type StubServer, startStubServer } from '../support/stub-server.ts'

const GUESTS = 2_000
const FLOOD = 400

let wall: ServerProcess
let stub: StubServer
let nginx: TestNginx
/** Before a server that does nothing, so that what is measured is nginx. */
let beforeStub: TestNginx
beforeAll(async () => {
  wall = await ServerProcess.start({ environment: { TRUST_PROXY: '1' } })
  stub = await startStubServer('a')
  // Without TLS: thousands of handshakes would measure this process.
  nginx = await startNginx({ servers: [wall.port], isPlain: true })
  beforeStub = await startNginx({ servers: [stub.port], isPlain: true })
})
afterAll(async () => {
  await Promise.all([nginx?.dispose(), beforeStub?.dispose()])
  await stub?.close()
  await wall?.stop()
})

function join(sessionId: string, guestName: string): Promise<Response> {
  return fetch(`${nginx.url}/api/sessions/${sessionId}/guests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ guestName }),
  })
}

/** By hand, on a connection of its own: thousands of `fetch` at once would measure this process. */
function statusOfJoin(port: number, headers = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', reject)
    socket.once('data', (data) => {
      socket.destroy()
      resolve(Number(data.toString('latin1').split(' ')[1]))
    })
    socket.write(`POST /api/sessions/s1/guests HTTP/1.1\r\nhost: localhost\r\n${headers}content-length: 2\r\n\r\n{}`)
  })
}

async function tokenOf(sessionId: string, guestName: string): Promise<string> {
  return ((await (await join(sessionId, guestName)).json()) as { token: string }).token
}

function poll(sessionId: string, token: string, query = '', signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` }
  return fetch(`${nginx.url}/api/realtime/poll?session=${sessionId}${query}`, { headers, ...(signal === undefined ? {} : { signal }) })
}

test(`${GUESTS} guests of one address who join at once wait a little, and nobody is refused`, async () => {
  const answers = await Promise.all(Array.from({ length: GUESTS }, () => statusOfJoin(beforeStub.httpPort)))
  expect(answers.filter((status) => status !== 200)).toEqual([])
})

test('a client without a credential is limited by its address, whatever its Authorization header contains', async () => {
  const asked = 2_000
  const beforeMs = performance.now()
  const answers: number[] = []
  for (let index = 0; index < asked; index += 500) {
    const batch = Array.from({ length: 500 }, (_, at) => `authorization: Bearer made-up-${index + at}\r\n`)
    answers.push(...(await Promise.all(batch.map((header) => statusOfJoin(beforeStub.httpPort, header)))))
  }
  const seconds = (performance.now() - beforeMs) / 1_000
  // However long it took, no more came through than the rate allows beside the first.
  expect(answers.filter((status) => status === 200).length).toBeLessThanOrEqual(seconds * 600 + 100)
})

test('a flooder is limited by its credential, and others behind the same address pass', async () => {
  const { session } = await wall.createSession()
  const [flooder = '', ...neighbours] = await Promise.all(Array.from({ length: 20 }, (_, index) => tokenOf(session.id, `Guest ${index}`)))
  const refused: Response[] = []
  const stop = new AbortController()
  const flood = Array.from({ length: FLOOD }, async () => {
    const response = await poll(session.id, flooder, '', stop.signal).catch(() => null)
    if (response?.status === 429) refused.push(response)
  })
  const others = await Promise.all(neighbours.map((token) => poll(session.id, token)))
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]))

  while (refused.length < FLOOD / 2) await Promise.race(flood.splice(0, 1))
  expect(refused[0]?.headers.get('retry-after')).toBe('2')
  expect(await refused[0]?.json()).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterMs: 2_000 })
  stop.abort()
  await Promise.all(flood)
})

test('[SYNC-5] a long poll is answered when the event happens', async () => {
  const { session } = await wall.createSession()
  const token = await tokenOf(session.id, '小明')
  const { snapshot } = (await (await poll(session.id, token)).json()) as { snapshot: { epoch: string; lastEventId: number } }
  const waiting = poll(session.id, token, `&epoch=${snapshot.epoch}&lastEventId=${snapshot.lastEventId}&wait=25`)
  const wish = { session: session.id, key: 'key-of-a-wish', content: '新婚快乐', guestName: '小明' }
  await post(`${nginx.url}/api/realtime/messages`, wish, token)
  const answer = (await (await waiting).json()) as { events: { data: { content: string } }[] }
  expect(answer.events.map(({ data }) => data.content)).toEqual(['新婚快乐'])
})
