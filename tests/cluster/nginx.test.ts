import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect as connectTls, type SecureVersion } from 'node:tls'
import { ERRORS } from '@guestwall/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startNginx, type TestNginx } from '../support/nginx.ts'
import { type SecureHttp, secureHttp } from '../support/secure-http.ts'
import { type StubServer, startStubServer } from '../support/stub-server.ts'

const CANARY = 'canary-of-a-credential'
const MAX_BODY_BYTES = 16 * 1024

let server: StubServer
let nginx: TestNginx
let http: SecureHttp

beforeAll(async () => {
  server = await startStubServer('a')
  nginx = await startNginx({ servers: [server.port] })
  http = secureHttp(nginx.ca)
})
beforeEach(async () => {
  await server.reset()
  server.seen.length = 0
})
afterAll(async () => {
  http?.close()
  await nginx?.dispose()
  await server?.close()
})

describe('TLS', () => {
  const handshake = async (options: { maxVersion: SecureVersion; servername?: string }) => {
    const socket = connectTls({
      port: Number(new URL(nginx.url).port),
      host: '127.0.0.1',
      // Whether the certificate fits is for the client to judge; here it is asked whether there is one at all.
      rejectUnauthorized: false,
      servername: 'localhost',
      minVersion: 'TLSv1',
      ...options,
    })
    try {
      await once(socket, 'secureConnect')
      return socket.getProtocol()
    } catch {
      return null
    } finally {
      socket.destroy()
    }
  }

  test('is 1.2 or 1.3, and nothing older', async () => {
    expect(await handshake({ maxVersion: 'TLSv1.3' })).toBe('TLSv1.3')
    expect(await handshake({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2')
    expect(await handshake({ maxVersion: 'TLSv1.1' })).toBeNull()
  })

  test('is refused for a name that is not the wall’s', async () => {
    expect(await handshake({ maxVersion: 'TLSv1.3', servername: 'evil.example' })).toBeNull()
  })

  test('is the target of plain HTTP, and browsers stay with it', async () => {
    const plain = await fetch(`http://localhost:${nginx.httpPort}/ABC234?x=1`, { redirect: 'manual' })
    expect([plain.status, plain.headers.get('location')]).toEqual([308, `${nginx.url}/ABC234?x=1`])
    const secure = await http.fetch(`${nginx.url}/ABC234`)
    expect(secure.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8,}/)
  })
})

describe('what nginx sends to a server', () => {
  const arrived = async (path: string, headers: Record<string, string>) => {
    await http.fetch(`${nginx.url}${path}`, { headers })
    return server.seen.at(-1)?.headers ?? {}
  }

  test('has the guest’s address and scheme from nginx, whatever headers the guest sends', async () => {
    const lies = {
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-proto': 'ftp',
      'x-forwarded-host': 'evil.example',
      'x-real-ip': '1.2.3.4',
      forwarded: 'for=1.2.3.4',
    }
    const headers = await arrived('/api/server', lies)
    expect(headers).toMatchObject({
      host: new URL(nginx.url).host,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': new URL(nginx.url).host,
      'x-real-ip': '127.0.0.1',
    })
    expect(headers).not.toHaveProperty('forwarded')
  })

  test('holds no Upgrade but at the address of the sockets', async () => {
    for (const path of ['/api/server', '/api/realtime/poll?session=s', '/healthz']) {
      const headers = await arrived(path, { upgrade: 'h2c', connection: 'upgrade' })
      expect({ path, upgrade: headers.upgrade, connection: headers.connection }).toEqual({
        path,
        upgrade: undefined,
        connection: undefined,
      })
    }
  })
})

describe('a socket', () => {
  test('is upgraded, and carries frames in both directions', async () => {
    const socket = new http.WebSocket(`${nginx.url.replace('https', 'wss')}/api/realtime/ws?session=s1`, 'guestwall.v1')
    const heard: string[] = []
    socket.on('message', (data: Buffer) => heard.push(data.toString()))
    await once(socket, 'open')
    socket.send('hello')
    while (heard.length < 2) await once(socket, 'message')
    expect(heard).toEqual(['a', 'a: hello'])
    socket.terminate()
  })
})

describe('a long poll', () => {
  test('comes byte by byte, as the server writes it', async () => {
    let finish = () => {}
    server.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"first":1')
      finish = () => response.end('}')
    }
    const response = await http.fetch(`${nginx.url}/api/realtime/poll?session=s1&wait=25`)
    const reader = response.body?.getReader()
    // This arrives while the server still holds the rest.
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('{"first":1')
    finish()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('}')
  })
})

describe('files of the pages', () => {
  test('are kept as long as the server says', async () => {
    server.answer = (request, response) => {
      response.setHeader('cache-control', request.url === '/assets/kept.js' ? 'public, max-age=31536000, immutable' : 'no-cache')
      response.end(request.url)
    }
    for (const path of ['/assets/kept.js', '/assets/kept.js', '/', '/'])
      expect(await (await http.fetch(`${nginx.url}${path}`)).text()).toBe(path)
    expect(server.seen.map(({ url }) => url)).toEqual(['/assets/kept.js', '/', '/'])
  })
})

describe('an answer of nginx’s own', () => {
  const problem = async (response: Response) => {
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    return (await response.json()) as Record<string, unknown>
  }
  const formOf = (code: keyof typeof ERRORS) => {
    const { status, message, retryable } = ERRORS[code]
    return { type: `urn:guestwall:${code}`, title: message, status, code, retryable }
  }
  const send = (bytes: number) =>
    http.fetch(`${nginx.url}/api/realtime/messages`, {
      method: 'POST',
      body: 'x'.repeat(bytes),
      headers: { 'content-type': 'application/json' },
    })

  test('is a problem document where a body is larger than 16 KiB', async () => {
    server.answer = (request, response) => void request.resume().on('end', () => response.end())
    expect((await send(MAX_BODY_BYTES)).status).toBe(200)
    const refused = await send(MAX_BODY_BYTES + 1)
    expect(refused.status).toBe(413)
    expect(await problem(refused)).toEqual(formOf('too_large'))
    expect(server.seen).toHaveLength(1)
  })

  test('hides the pages for operators of the servers', async () => {
    for (const path of ['/metrics', '/readyz', '//metrics', '/api/../metrics', '/%6detrics', '/metrics?x=1', '/api/%2e%2e/readyz']) {
      const response = await http.fetch(`${nginx.url}${path}`)
      expect([path, response.status, await problem(response)]).toEqual([path, 404, formOf('not_found')])
    }
    expect(server.seen).toEqual([])
  })

  test('says when to come back where every server is unavailable, as a page for a person', async () => {
    await server.close()
    const refused = await http.fetch(`${nginx.url}/api/server`)
    const page = await http.fetch(`${nginx.url}/ABC234`)
    await server.reset()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await problem(refused)).toEqual({ ...formOf('unavailable'), retryAfterMs: 1_000 })
    expect([page.status, page.headers.get('refresh')]).toEqual([503, '5'])
    expect(await page.text()).toContain('马上回来')
  })
})

describe('a slow client', () => {
  test('that sends a header byte by byte is disconnected after 10 s', { timeout: 300_000 }, async () => {
    const socket = connectTcp(nginx.httpPort, '127.0.0.1')
    const startedAt = performance.now()
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n')
    socket.on('error', () => {})
    const trickle = setInterval(() => socket.write('x: y\r\n'), 500)
    await new Promise((resolve) => socket.resume().once('close', resolve))
    clearInterval(trickle)
    // Without the limit of our configuration nginx waits a minute.
    expect(performance.now() - startedAt).toBeLessThan(45_000)
  })
})

describe('the logs', () => {
  test('hold no credential, wherever a client put one', async () => {
    server.answer = (_, response) => response.end('{}')
    const headers = {
      authorization: `Bearer ${CANARY}`,
      cookie: `token=${CANARY}`,
      referer: `https://localhost/?key=${CANARY}`,
      'user-agent': CANARY,
    }
    const everywhere = async () => {
      await http.fetch(`${nginx.url}/api/realtime/poll?session=s&token=${CANARY}`, { headers })
      await http.fetch(`${nginx.url}/api/realtime/messages?key=${CANARY}`, { method: 'POST', headers, body: CANARY.repeat(1_000) })
      const socket = new http.WebSocket(`${nginx.url.replace('https', 'wss')}/api/realtime/ws?session=s&token=${CANARY}`, 'guestwall.v1')
      socket.on('error', () => {})
      socket.on('open', () => socket.terminate())
      await new Promise((resolve) => socket.once('close', resolve))
    }
    await everywhere()
    await server.close()
    await everywhere()
    await server.reset()
    const logged = await nginx.stop()
    await nginx.start()
    expect(logged).not.toContain(CANARY)
    // They do tell what was asked and which server failed.
    const lines = logged.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []))
    expect(lines).toContainEqual(expect.objectContaining({ path: '/api/realtime/poll', status: 200, server: `127.0.0.1:${server.port}` }))
    expect(lines).toContainEqual(expect.objectContaining({ path: '/api/realtime/poll', status: 503 }))
  })
})
