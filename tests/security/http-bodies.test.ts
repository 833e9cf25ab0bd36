import { gzipSync } from 'node:zlib'
import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { MAX_HELD_MS, processorMs } from './support/cost.ts'
import { codeOf, rawHttp, request } from '../support/raw/raw-http.ts'
import { CANARY, expectUnharmed, freshKey } from './support/unharmed.ts'

let wall: Guestwall
let hosted: HostedSession
let guest: { guest: { id: string }; token: string }

beforeAll(async () => {
  wall = await startGuestwall()
  hosted = await wall.createSession()
  guest = await wall.join(hosted.session.id, '小明')
})
afterAll(async () => {
  await expectUnharmed(wall, hosted)
  await wall.stop()
})

const JSON_TYPE = { 'content-type': 'application/json' }

function message(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { session: hosted.session.id, key: freshKey(), content: CANARY, guestName: '小明', ...changes }
}

async function send(
  body: string | Buffer | undefined,
  headers: Record<string, string> = JSON_TYPE,
): Promise<{ status: number; code: string }> {
  const response = await fetch(`${wall.url}/api/realtime/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${guest.token}`, ...headers },
    // Bytes, so that no type is added.
    body: body === undefined ? null : new Uint8Array(Buffer.from(body as string)),
  })
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  return (await response.json()) as { status: number; code: string }
}

/** The JSON of a message with something put in at its end. */
function messageWith(end: string): string {
  return JSON.stringify(message()).replace(/\}$/, `${end}}`)
}

describe('a body that is not the documented JSON is refused and nothing of it stored', () => {
  const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)))
  const quotedIn = (invalid: number[]) => bytes(JSON.stringify(message()).replace(/\}$/, ',"x":"'), invalid, '"}')

  const cases: readonly [name: string, body: () => string | Buffer | undefined][] = [
    ['no body', () => undefined],
    ['an empty body', () => ''],
    ['null', () => 'null'],
    ['a list', () => '[]'],
    ['a string', () => `"${CANARY}"`],
    ['truncated JSON', () => JSON.stringify(message()).slice(0, -1)],
    ['JSON with a trailing comma', () => messageWith(',')],
    ['JSON followed by more', () => `${JSON.stringify(message())}{}`],
    ['a byte order mark before the JSON', () => `\uFEFF${JSON.stringify(message())}`],
    ['a broken UTF-8 sequence (C3 28)', () => quotedIn([0xc3, 0x28])],
    ['a surrogate in UTF-8 (ED A0 80)', () => quotedIn([0xed, 0xa0, 0x80])],
    ['a five-byte sequence (F8 88 80 80 80)', () => quotedIn([0xf8, 0x88, 0x80, 0x80, 0x80])],
    ['an overlong NUL (C0 80)', () => quotedIn([0xc0, 0x80])],
    ['UTF-16', () => Buffer.from(JSON.stringify(message()), 'utf16le')],
    ['a key given twice', () => messageWith(`,"content":"${CANARY}"`)],
    ['a key given twice, once in escapes', () => messageWith(`,"con\\u0074ent":"${CANARY}"`)],
    ['__proto__ as a key', () => messageWith(',"__proto__":{"role":"host"}')],
    ['__proto__ as a key, in escapes', () => messageWith(',"\\u005f_proto__":{"role":"host"}')],
    ['constructor.prototype', () => messageWith(',"constructor":{"prototype":{"role":"host"}}')],
    ['lists 8,000 deep', () => '['.repeat(8000) + ']'.repeat(8000)],
    ['lists 8,000 deep that never end', () => '['.repeat(8000)],
    ['objects 2,500 deep', () => '{"a":'.repeat(2500) + '1' + '}'.repeat(2500)],
    ['1,500 unknown keys', () => messageWith(Array.from({ length: 1500 }, (_, index) => `,"${index}":0`).join(''))],
    ['a list of 8,000 numbers for a text', () => JSON.stringify(message({ content: Array.from({ length: 8000 }, () => 1) }))],
  ]
  for (const [name, body] of cases) {
    it(`${name}: 400 bad_request`, async () => {
      expect(await send(body())).toMatchObject({ status: 400, code: 'bad_request' })
    })
    it(`${name}: holds the event loop for less than ${MAX_HELD_MS} ms`, async () => {
      expect(await processorMs(() => send(body()))).toBeLessThan(MAX_HELD_MS)
    })
  }

  it('leaves no trace on the prototype of anything', () => {
    expect(({} as Record<string, unknown>)['role']).toBeUndefined()
  })
})

describe('a field that is not of its form is 400 bad_request', () => {
  const cases: readonly [name: string, change: Record<string, unknown>][] = [
    ['a session that is a number', { session: 1 }],
    ['a session with a path in it', { session: '../x' }],
    ['a content that is null', { content: null }],
    ['a content that is a list', { content: [CANARY] }],
    ['a content that is an object', { content: { toString: CANARY } }],
    ['a guest name that is a number', { guestName: 7 }],
    ['an author of the sender’s choice', { author: 'g-other' }],
    ['a guest id of the sender’s choice', { guestId: 'g-other' }],
    ['a role of the sender’s choice', { role: 'host' }],
    ['an event id of the sender’s choice', { seq: 1, eventId: 1 }],
    ['a time of the sender’s choice', { createdAt: '2020-01-01T00:00:00.000Z' }],
    ['an approval of the sender’s choice', { approved: true, status: 'shown' }],
    ['a pin of the sender’s choice', { pinned: true }],
  ]
  for (const [name, change] of cases) {
    it(name, async () => {
      expect(await send(JSON.stringify(message(change)))).toMatchObject({ status: 400, code: 'bad_request' })
    })
  }
})

describe('a body larger than 16 KiB is 413 too_large', () => {
  it('1 MB with a Content-Length: before it is read', async () => {
    const answer = await rawHttp(
      wall.url,
      request('POST /api/realtime/messages HTTP/1.1', [
        `Authorization: Bearer ${guest.token}`,
        'Content-Type: application/json',
        'Content-Length: 1048576',
      ]),
    )
    expect([answer.status, codeOf(answer)]).toEqual([413, 'too_large'])
  })

  it('1 MB sent whole', async () => {
    expect(await send(JSON.stringify(message({ content: CANARY.repeat(50_000) })))).toMatchObject({ status: 413, code: 'too_large' })
  })

  it('1 MB in chunks without a length: as soon as it is past the limit', async () => {
    const chunk = `1000\r\n${'x'.repeat(0x1000)}\r\n`
    const headers = [`Authorization: Bearer ${guest.token}`, 'Content-Type: application/json', 'Transfer-Encoding: chunked']
    const answer = await rawHttp(wall.url, request('POST /api/realtime/messages HTTP/1.1', headers, chunk.repeat(256)))
    expect([answer.status, codeOf(answer)]).toEqual([413, 'too_large'])
  })

  it('16 KiB and one byte', async () => {
    expect(await send(JSON.stringify(message()).padEnd(16 * 1024 + 1))).toMatchObject({ status: 413, code: 'too_large' })
  })

  it('a Content-Length of 10^30: 400 or 413, never accepted', async () => {
    const headers = [`Authorization: Bearer ${guest.token}`, 'Content-Type: application/json', `Content-Length: 1${'0'.repeat(30)}`]
    const { status } = await rawHttp(wall.url, request('POST /api/realtime/messages HTTP/1.1', headers))
    expect([400, 413]).toContain(status)
  })
})

describe('a body that is not plain application/json is 415 unsupported_media_type', () => {
  const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024))
  const types: readonly [name: string, headers: Record<string, string>][] = [
    ['no Content-Type', {}],
    ['text/plain', { 'content-type': 'text/plain' }],
    ['text/html', { 'content-type': 'text/html' }],
    ['multipart/form-data', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['application/jsonp', { 'content-type': 'application/jsonp' }],
    ['JSON and something else', { 'content-type': 'application/json, text/plain' }],
    ['JSON in UTF-16', { 'content-type': 'application/json; charset=utf-16' }],
  ]
  for (const [name, headers] of types) {
    it(name, async () => {
      expect(await send(JSON.stringify(message()), headers)).toMatchObject({ status: 415, code: 'unsupported_media_type' })
    })
  }
  for (const encoding of ['gzip', 'deflate', 'br', 'gzip, gzip', 'x-gzip']) {
    it(`Content-Encoding: ${encoding}`, async () => {
      expect(await send(gzipSync(JSON.stringify(message())), { ...JSON_TYPE, 'content-encoding': encoding })).toMatchObject({ status: 415 })
    })
  }

  it('a gzip bomb of 10 MB of zeros, a thousand times: none is unpacked', async () => {
    for (let batch = 0; batch < 20; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => send(bomb, { ...JSON_TYPE, 'content-encoding': 'gzip' })))
      expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['unsupported_media_type']))
    }
  })
})

describe('a command’s key', () => {
  const wrong: readonly [name: string, key: unknown][] = [
    ['missing', undefined],
    ['empty', ''],
    ['of 7 characters', 'k'.repeat(7)],
    ['of 65 characters', 'k'.repeat(65)],
    ['of 10,000 characters', 'k'.repeat(10_000)],
    ['not ASCII', '钥匙钥匙钥匙钥匙'],
    ['with a line feed', 'key-0123\n'],
    ['with SQL', "k'; DROP TABLE messages;--"],
    ['a number', 12345678],
  ]
  for (const [name, key] of wrong) {
    it(`${name}: 400 bad_request`, async () => {
      expect(await send(JSON.stringify(message({ key })))).toMatchObject({ status: 400, code: 'bad_request' })
    })
  }

  it('of 1 MB: 413 too_large', async () => {
    expect(await send(JSON.stringify(message({ key: 'k'.repeat(1024 * 1024) })))).toMatchObject({ status: 413 })
  })

  it('in an Idempotency-Key header is not read: the body holds it', async () => {
    expect(await send(JSON.stringify(message({ key: undefined })), { ...JSON_TYPE, 'idempotency-key': freshKey() })).toMatchObject({
      status: 400,
    })
  })

  it('[SEND-1] of another guest does not collide: both messages are accepted, and neither guest learns of the other', async () => {
    const key = freshKey()
    const other = await wall.join(hosted.session.id, '小红')
    const first = await post(guest.token, { ...message({ key, content: '一' }) })
    const second = await post(other.token, { ...message({ key, content: '二', guestName: '小红' }) })
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body.message.content).toBe('二')
  })

  it('[SEND-1] with another body: 422 key_reused', async () => {
    const key = freshKey()
    expect((await post(guest.token, message({ key, content: '一' }))).status).toBe(201)
    expect(await send(JSON.stringify(message({ key })))).toMatchObject({ status: 422, code: 'key_reused', retryable: false })
  })

  it('[SEND-1] sent twenty times at once makes one message', async () => {
    const key = freshKey()
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(guest.token, message({ key, content: '一次' }))))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19)
    expect(new Set(answers.map(({ body }) => body.message.id)).size).toBe(1)
  })
})

async function post(token: string, body: unknown): Promise<{ status: number; body: { message: { id: string; content: string } } }> {
  const response = await fetch(`${wall.url}/api/realtime/messages`, {
    method: 'POST',
    headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as { message: { id: string; content: string } } }
}
