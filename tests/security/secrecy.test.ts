import { Writable } from 'node:stream'
import type { HostedSession } from '@guestwall/protocol'
import type { Store } from '@guestwall/server'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall, TOKEN_SECRET } from '../support/guestwall.ts'
import { WireClient } from '../support/wire-client.ts'
import { rawFrame, textFrame } from '../support/raw/raw-frame.ts'
import { rawHttp, request } from '../support/raw/raw-http.ts'
import { RawSocket } from '../support/raw/raw-socket.ts'
import { RawWebSocket } from '../support/raw/raw-web-socket.ts'
import { upgradeRequest } from '../support/raw/upgrade-request.ts'
import { expectUnharmed, freshKey } from './support/unharmed.ts'

const SAID = 'canary-of-what-was-said'
const NAME = 'canary-of-a-name'
const ESC = '\u001B'

let lines: string[] = []
let storeFails = false
/** Why it fails: another reason is told at once, the same only after a minute. */
let failure = 'the connection broke'
let wall: Guestwall
let hosted: HostedSession
let guest: { token: string }

/** Everything that the server logs, down to the finest level. */
const log = pino(
  { level: 'trace' },
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(
        ...chunk
          .toString()
          .split('\n')
          .filter((line) => line !== ''),
      )
      done()
    },
  }),
)

beforeAll(async () => {
  wall = await startGuestwall({ parts: { log } })
  const { append } = wall.store
  // The store of the running server, made to fail when the test says so: with what a driver's error may hold.
  ;(wall.store as { append: Store['append'] }).append = (...asked) => {
    if (!storeFails) return append.apply(wall.store, asked)
    return Promise.reject(Object.assign(new Error(failure), { code: 'ECONNRESET' }))
  }
  hosted = await wall.createSession()
  guest = await wall.join(hosted.session.id, '小明')
})
afterAll(async () => {
  await expectUnharmed(wall, hosted)
  await wall.stop()
})

function body(content: string): string {
  return JSON.stringify({ session: hosted.session.id, key: freshKey(), content, guestName: NAME })
}

function send(content: string, authorization = `Bearer ${guest.token}`): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization }
  return fetch(`${wall.url}/api/realtime/messages`, { method: 'POST', headers, body: body(content) })
}

describe('the texts and identities of guests', () => {
  const secrets = () => [
    SAID,
    NAME,
    guest.token,
    hosted.hostToken,
    hosted.wallToken,
    OPERATOR_TOKEN,
    TOKEN_SECRET,
    guest.token.split('.')[2] as string,
  ]

  it('is in no line of the log, after success, refusal and failure', async () => {
    lines = []
    await send(SAID)
    await send(`${SAID}\0`)
    await send(SAID, `Bearer ${guest.token}x`)
    await send(SAID, `Basic ${guest.token}`)
    await fetch(`${wall.url}/api/realtime/poll?token=${guest.token}`)
    await fetch(`${wall.url}/api/realtime/poll?${SAID}=1`, { headers: { authorization: `Bearer ${guest.token}` } })
    await fetch(`${wall.url}/${SAID}`, { headers: { cookie: `token=${guest.token}`, referer: `http://x/?token=${guest.token}` } })
    await fetch(`${wall.url}/api/operator/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: guest.token }),
    })
    await rawHttp(wall.url, request(`GET /${SAID}\0 HTTP/1.1`, [`Authorization: Bearer ${guest.token}`]))
    await rawHttp(wall.url, upgradeRequest('', {}, { path: `/api/realtime/ws?session=x&token=${guest.token}` }))
    const cut = await RawSocket.open(wall.url)
    cut.write(
      request(
        'POST /api/realtime/messages HTTP/1.1',
        [`Authorization: Bearer ${guest.token}`, 'Content-Type: application/json', 'Content-Length: 1000'],
        `{"content":"${SAID}`,
      ),
    )
    await RawWebSocket.join(wall.url, hosted.session.id, { token: guest.token }).then((socket) => {
      cut.destroy()
      socket.write(Buffer.concat([textFrame({ type: 'sendMessage', content: SAID }), rawFrame({ opcode: 3, payload: SAID })]))
      return socket.whenClosed()
    })

    storeFails = true
    expect((await send(SAID)).status).toBe(503)
    const client = await WireClient.join(wall.url, hosted.session.id, { token: guest.token, guestName: NAME })
    expect(await client.ask({ type: 'sendMessage', key: freshKey(), content: SAID, guestName: NAME })).toMatchObject({
      code: 'unavailable',
      retryable: true,
    })
    client.close()
    storeFails = false

    // The failure is there, so the log was on.
    expect(lines.join('\n')).toContain('the store did not answer')
    for (const secret of secrets()) expect(lines.join('\n')).not.toContain(secret)
  })

  it('is in no metric', async () => {
    const metrics = await (await fetch(`${wall.url}/metrics`)).text()
    for (const secret of [...secrets(), hosted.session.id]) expect(metrics).not.toContain(secret)
  })

  it('an error of the peer is not logged as an error of the server', async () => {
    lines = []
    await send(`${SAID}\0`)
    await send(SAID, 'Bearer x')
    await fetch(`${wall.url}/nothing`)
    const cut = await RawSocket.open(wall.url)
    cut.write(
      request(
        'POST /api/realtime/messages HTTP/1.1',
        [`Authorization: Bearer ${guest.token}`, 'Content-Type: application/json', 'Content-Length: 1000'],
        '{',
      ),
    )
    cut.destroy()
    await send('喜')
    expect(lines).toEqual([])
  })
})

describe('a line of the log', () => {
  it('is one JSON object, whatever bytes a guest sends', async () => {
    lines = []
    const forgery = `x\r\n{"level":60,"msg":"forged"}\r\n${ESC}[2J${ESC}]0;title\u0007\u009B31m`
    storeFails = true
    failure = 'the connection broke again'
    await send(forgery)
    await fetch(`${wall.url}/${encodeURIComponent(forgery)}`)
    storeFails = false
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) {
      expect(JSON.parse(line)).not.toMatchObject({ msg: 'forged' })
      expect(line).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/)
    }
  })
})

describe('a refusal', () => {
  it('reveals nothing about the machine, the store or the code', async () => {
    storeFails = true
    const answers = [await send('喜'), await fetch(`${wall.url}/%00`), await fetch(`${wall.url}/api/sessions`), await send(`${SAID}\0`)]
    storeFails = false
    for (const answer of answers) {
      const text = await answer.text()
      expect(text).not.toMatch(/node_modules|\.ts\b|\.js\b|at \w+ \(|SELECT|INSERT|ECONNRESET|sqlite|postgres|hono|connection broke/i)
      expect(text).not.toContain(SAID)
      for (const header of ['x-powered-by', 'server']) expect(answer.headers.get(header)).toBeNull()
    }
  })
})
