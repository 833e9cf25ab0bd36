import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostedSession, PollAnswer } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall } from '../support/guestwall.ts'
import { codeOf, rawHttp, request } from '../support/raw/raw-http.ts'
import { RawSocket } from '../support/raw/raw-socket.ts'
import { expectUnharmed, getJson } from './support/unharmed.ts'

let folder: string
let wall: Guestwall
let hosted: HostedSession
let token: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guestwall-web-'))
  mkdirSync(join(folder, 'web/guest'), { recursive: true })
  writeFileSync(join(folder, 'web/guest/index.html'), '<!doctype html><title>Guestwall</title>')
  writeFileSync(join(folder, 'secret.txt'), 'outside the web folder')
  wall = await startGuestwall({ webRoot: join(folder, 'web') })
  hosted = await wall.createSession()
  token = (await wall.join(hosted.session.id, '小明')).token
})
afterAll(async () => {
  await expectUnharmed(wall, hosted)
  await wall.stop()
  rmSync(folder, { recursive: true, force: true })
})

const CHUNKED_EMPTY = '0\r\n\r\n'

describe('a request that two servers could read differently is refused by its form', () => {
  const post = 'POST /api/realtime/messages HTTP/1.1'
  const cases: readonly [name: string, bytes: () => string | Buffer, status: number][] = [
    ['Transfer-Encoding and Content-Length', () => request(post, ['Transfer-Encoding: chunked', 'Content-Length: 5'], CHUNKED_EMPTY), 400],
    ['two different lengths', () => request(post, ['Content-Length: 5', 'Content-Length: 6'], '123456'), 400],
    ['a length with a sign', () => request(post, ['Content-Length: +5'], '12345'), 400],
    ['a length that is a list', () => request(post, ['Content-Length: 5, 5'], '12345'), 400],
    ['chunked not last', () => request(post, ['Transfer-Encoding: chunked, identity'], CHUNKED_EMPTY), 400],
    [
      'a chunk size that is not one',
      () => request(post, [`Authorization: Bearer ${token}`, 'Content-Type: application/json', 'Transfer-Encoding: chunked'], 'zz\r\n\r\n'),
      400,
    ],
    ['a folded header', () => request('GET /healthz HTTP/1.1', ['X-Fold: a\r\n b']), 400],
    ['a folded first header', () => 'GET /healthz HTTP/1.1\r\n Host: x\r\n\r\n', 400],
    ['a space before the colon', () => request('GET /healthz HTTP/1.1', ['X-Space : a']), 400],
    ['a header without a colon', () => request('GET /healthz HTTP/1.1', ['nothing']), 400],
    ['NUL in a header', () => request('GET /healthz HTTP/1.1', ['X-Nul: a\0b']), 400],
    ['a lone CR in a header', () => request('GET /healthz HTTP/1.1', ['X-Cr: a\rb']), 400],
    ['NUL in the address', () => request('GET /health\0z HTTP/1.1'), 400],
    ['a space in the address', () => request('GET /health z HTTP/1.1'), 400],
    ['no Host', () => 'GET /healthz HTTP/1.1\r\n\r\n', 400],
    ['a Host with a path in it', () => 'GET /healthz HTTP/1.1\r\nHost: a/../b\r\n\r\n', 400],
    ['another protocol', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['a version that does not exist', () => request('GET /healthz HTTP/9.9'), 400],
    ['TLS on a plain port', () => Buffer.from('16030100c8010000c40303', 'hex'), 400],
    ['a cookie of 32 KB', () => request('GET /healthz HTTP/1.1', [`Cookie: a=${'b'.repeat(32 * 1024)}`]), 431],
    // A server may ignore it (RFC 9110, 10.1.1), and then every limit holds.
    ['an expectation that is unknown', () => request('GET /healthz HTTP/1.1', ['Expect: everything']), 200],
  ]
  for (const [name, bytes, status] of cases) {
    it(`${name}: ${status}`, async () => {
      expect((await rawHttp(wall.url, bytes())).status).toBe(status)
    })
  }

  it('2,000 short headers: answered, with no header that counts lost', async () => {
    const answer = await rawHttp(
      wall.url,
      request('GET /api/sessions HTTP/1.1', [...Array.from({ length: 2000 }, () => 'a:b'), `Authorization: Bearer ${OPERATOR_TOKEN}`]),
    )
    expect([200, 401, 431]).toContain(answer.status)
  })

  it('a CONNECT gets no tunnel', async () => {
    expect([0, 400, 404, 405]).toContain((await rawHttp(wall.url, 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n')).status)
  })

  it('a token of 1 MB: cut off at 16 KiB of headers', async () => {
    const answer = await rawHttp(wall.url, request('GET /api/sessions HTTP/1.1', [`Authorization: Bearer ${'a'.repeat(1024 * 1024)}`]))
    // The reset that ends the sending may overtake the answer.
    expect([0, 431]).toContain(answer.status)
  })

  it('a body that never comes whole is not waited for when the connection ends', async () => {
    const raw = await RawSocket.open(wall.url)
    raw.write(
      request(
        'POST /api/realtime/messages HTTP/1.1',
        [`Authorization: Bearer ${token}`, 'Content-Type: application/json', 'Content-Length: 100'],
        '{"session"',
      ),
    )
    raw.socket.end()
    await raw.whenEnded()
    expect((await fetch(`${wall.url}/healthz`)).status).toBe(200)
  })
})

describe('a method', () => {
  const cases: readonly [method: string, path: string, status: number][] = [
    ['TRACE', '/api/realtime/messages', 405],
    ['TRACE', '/', 405],
    ['PUT', '/api/realtime/messages', 405],
    ['DELETE', '/api/sessions', 405],
    ['GET', '/api/realtime/messages', 405],
    ['POST', '/api/realtime/poll', 405],
    ['POST', '/nothing', 405],
    ['OPTIONS', '/api/realtime/messages', 405],
    ['BREW', '/api/realtime/messages', 400],
  ]
  for (const [method, path, status] of cases) {
    it(`${method} ${path}: ${status}`, async () => {
      const answer = await rawHttp(wall.url, request(`${method} ${path} HTTP/1.1`, ['Content-Length: 0']))
      expect(answer.status).toBe(status)
      // TRACE would send the credential back; no answer repeats a request.
      expect(answer.body).not.toContain('Content-Length')
    })
  }

  it('refused says which there are', async () => {
    const response = await fetch(`${wall.url}/api/realtime/messages`, { method: 'PUT' })
    expect(response.headers.get('allow')).toBe('POST')
  })

  for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
    it(`${name} changes no method`, async () => {
      const address = `${wall.url}/api/host/sessions/${hosted.session.id}`
      const headers = { authorization: `Bearer ${hosted.hostToken}`, [name]: 'POST' }
      expect((await fetch(`${address}/end`, { headers })).status).toBe(405)
      expect((await fetch(`${address}/messages`, { headers: { ...headers, [name]: 'DELETE' } })).status).toBe(200)
      expect(await getJson(`${wall.url}/api/sessions/${hosted.session.id}`)).toMatchObject({ state: 'open' })
    })
  }
})

describe('a path leads nowhere but where it is documented', () => {
  const lost = [
    '//api/..%2f',
    '//api/server',
    '/api//server',
    '/api/..%2f..%2fsecret.txt',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '/guest/../../secret.txt',
    '/guest/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/%252e%252e%252fsecret.txt',
    '/secret.txt%00.html',
    '/%00',
    '/guest/index.html%00',
    '/guest/index.html/',
    '/%zz',
    '/%ff',
    '/api/sessions/%00',
    '/api/sessions/%252e%252e',
    '/api/sessions/..%2f..%2f',
    '/api/sessions/%F0%9F%8E%89',
    `/api/sessions/${'a'.repeat(5000)}`,
    '/API/SERVER',
    '/api/server/',
    '/api/server%20',
    '/.env',
  ]
  for (const path of lost) {
    it(`${path.slice(0, 60)}: 404`, async () => {
      const answer = await rawHttp(wall.url, request(`GET ${path} HTTP/1.1`))
      expect(answer.status).toBe(404)
      expect(answer.body).not.toContain('outside the web folder')
      expect(codeOf(answer)).toMatch(/^(session_)?not_found$/)
    })
  }

  it('\\ in a path: 400', async () => {
    expect((await rawHttp(wall.url, request('GET /guest\\..\\..\\secret.txt HTTP/1.1'))).status).toBe(400)
  })

  it('an absolute address is read by its path: its host means nothing', async () => {
    expect((await rawHttp(wall.url, request('GET http://evil.example/healthz HTTP/1.1'))).status).toBe(200)
    expect((await rawHttp(wall.url, request('GET http://evil.example/secret.txt HTTP/1.1'))).status).toBe(404)
    expect((await rawHttp(wall.url, request('GET file:///etc/passwd HTTP/1.1'))).status).toBe(400)
  })

  it('a fragment or an asterisk in the request line: no file, no crash', async () => {
    for (const target of ['*', '#', 'healthz', '?', '//', '///etc/passwd']) {
      expect([400, 404], target).toContain((await rawHttp(wall.url, request(`GET ${target} HTTP/1.1`))).status)
    }
  })
})

describe('a session’s id', () => {
  const forms: readonly [name: string, change: (id: string) => string][] = [
    ['of no session', () => 'nobody-knows-this-one'],
    ['in braces', (id) => `%7B${id}%7D`],
    ['with a space', (id) => `%20${id}`],
    ['with a line feed', (id) => `${id}%0A`],
    ['with SQL', (id) => `${id}'%20OR%201=1--`],
    ['of 37 characters', () => 'a'.repeat(37)],
  ]
  for (const [name, change] of forms) {
    it(`${name}: 404`, async () => {
      expect((await fetch(`${wall.url}/api/sessions/${change(hosted.session.id)}`)).status).toBe(404)
      const headers = { 'content-type': 'application/json' }
      const join = await fetch(`${wall.url}/api/sessions/${change(hosted.session.id)}/guests`, {
        method: 'POST',
        headers,
        body: '{"guestName":"小明"}',
      })
      expect(join.status).toBe(404)
    })
  }

  it('of an ended session: joining is 409 session_ended, its facts stay readable', async () => {
    const { session, hostToken } = await wall.createSession()
    await fetch(`${wall.url}/api/host/sessions/${session.id}/end`, { method: 'POST', headers: { authorization: `Bearer ${hostToken}` } })
    await expect(wall.join(session.id, '小明')).rejects.toThrow('session_ended')
    expect(await getJson(`${wall.url}/api/sessions/${session.id}`)).toMatchObject({ state: 'ended' })
  })
})

describe('a position in the log', () => {
  const wrong = [
    ['empty', 'lastEventId='],
    ['-1', 'lastEventId=-1'],
    ['1.5', 'lastEventId=1.5'],
    ['1e400', 'lastEventId=1e400'],
    ['1e3', 'lastEventId=1e3'],
    ['NaN', 'lastEventId=NaN'],
    ['Infinity', 'lastEventId=Infinity'],
    ['0x10', 'lastEventId=0x10'],
    ['+1', 'lastEventId=%2B1'],
    ['a space', 'lastEventId=%201'],
    ['Arabic digits', 'lastEventId=%D9%A1'],
    ['2^53 + 1', 'lastEventId=9007199254740993'],
    ['10^30', `lastEventId=1${'0'.repeat(30)}`],
    ['SQL', 'lastEventId=1;drop'],
    ['a list', 'lastEventId[]=1'],
    ['an object', 'lastEventId[gt]=0'],
    ['twice', 'lastEventId=0&lastEventId=1'],
    ['twice, once in escapes', 'lastEventId=0&last%45ventId=1'],
    ['with an epoch that cannot be one', 'lastEventId=0&epoch=%00'],
    ['with an epoch of 37 characters', `lastEventId=0&epoch=${'e'.repeat(37)}`],
    ['with a wait of -1', 'wait=-1'],
    ['with a wait of 26 s', 'wait=26'],
    ['with a wait of half a second', 'wait=0.5'],
    ['with a parameter that does not exist', 'lasteventid=0'],
  ] as const
  for (const [name, query] of wrong) {
    it(`${name}: 400 bad_request`, async () => {
      const response = await poll(`${query.includes('epoch') ? '' : 'epoch=e&'}${query}`)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ code: 'bad_request' })
    })
  }

  it('[SYNC-3] of another epoch, or beyond the head: a snapshot, never "nothing new"', async () => {
    const { snapshot } = (await (await poll('')).json()) as Extract<PollAnswer, { snapshot: object }>
    for (const query of [
      'epoch=other&lastEventId=0',
      `epoch=${snapshot.epoch}&lastEventId=${snapshot.lastEventId + 1}`,
      `epoch=${snapshot.epoch}&lastEventId=${Number.MAX_SAFE_INTEGER}`,
    ]) {
      expect(await (await poll(query)).json()).toMatchObject({ snapshot: { epoch: snapshot.epoch } })
    }
  })

  for (const limit of ['0', '201', '-1', '1e2', '']) {
    it(`a page of "${limit}": 400`, async () => {
      for (const address of [`/api/sessions/${hosted.session.id}/messages`, '/api/realtime/online']) {
        expect((await fetch(`${wall.url}${address}?limit=${limit}`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(400)
      }
    })
  }

  function poll(query: string): Promise<Response> {
    return fetch(`${wall.url}/api/realtime/poll?session=${hosted.session.id}&${query}`, { headers: { authorization: `Bearer ${token}` } })
  }
})

describe('an answer', () => {
  it('is never a type that a browser shows as a page, and may not be sniffed into one', async () => {
    for (const path of ['/api/server', '/api/sessions/%3Cscript%3E', `/api/realtime/poll?%3Cscript%3E=1`, '/%3Cscript%3E']) {
      const response = await fetch(wall.url + path, { headers: { authorization: `Bearer ${token}` } })
      expect(response.headers.get('content-type')).toMatch(/^application\/(problem\+)?json$/)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('that is a page runs nothing but its own files', async () => {
    const response = await fetch(`${wall.url}/`)
    const policy = response.headers.get('content-security-policy') ?? ''
    for (const rule of [
      "default-src 'self'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy).toContain(rule)
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  })

  it('sets no cookie: there is nothing that another page could ride on', async () => {
    for (const path of ['/', '/healthz', '/api/server']) expect((await fetch(wall.url + path)).headers.get('set-cookie')).toBeNull()
  })

  it('allows no other page to read it', async () => {
    const response = await fetch(`${wall.url}/api/server`, { headers: { origin: 'https://evil.example' } })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})
