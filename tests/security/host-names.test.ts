import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { codeOf, rawHttp } from '../support/raw/raw-http.ts'
import { RawSocket } from '../support/raw/raw-socket.ts'
import { upgradeRequest } from '../support/raw/upgrade-request.ts'
import { expectUnharmed } from './support/unharmed.ts'

const METRICS_TOKEN = 'metrics-token-of-this-test'

let folder: string
let wall: Guestwall
let hosted: HostedSession
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guestwall-web-'))
  mkdirSync(join(folder, 'guest'))
  writeFileSync(join(folder, 'guest/index.html'), '<!doctype html><title>Guestwall</title>')
  wall = await startGuestwall({ webRoot: folder, config: { PUBLIC_URL: 'https://wall.example', METRICS_TOKEN } })
  hosted = await wall.createSession()
})
afterAll(async () => {
  await expectUnharmed(wall, hosted)
  await wall.stop()
  rmSync(folder, { recursive: true, force: true })
})

function ask(path: string, host: string, headers: readonly string[] = [], method = 'GET', body = '') {
  return rawHttp(wall.url, [`${method} ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers, '', body].join('\r\n'))
}

describe('under a name that could be anybody’s (DNS rebinding)', () => {
  const EVIL = 'evil.example:8787'

  it('a page is not served: the answer says what to do, and the log names the variable to set', async () => {
    const answer = await ask('/', EVIL, ['Accept: text/html'])
    expect(answer.status).toBe(421)
    expect(answer.headers.get('content-type')).toContain('text/html')
    for (const said of ['PUBLIC_URL=https://evil.example:8787', '留言墙不认识这个网址', 'This wall does not know this address']) {
      expect(answer.body).toContain(said)
    }
  })

  it('no name is written into that page that is none', async () => {
    const answer = await ask('/', 'evil.example"><script>', ['Accept: text/html'])
    expect([400, 421]).toContain(answer.status)
    expect(answer.body).not.toContain('script')
  })

  it('nothing of the API is answered, also where the Origin is the same: 421 host_refused', async () => {
    const origin = `Origin: http://${EVIL}`
    for (const [method, path] of [
      ['GET', '/api/server'],
      ['GET', `/api/sessions/${hosted.session.code}`],
      ['POST', `/api/sessions/${hosted.session.id}/guests`],
      ['GET', '/metrics'],
    ] as const) {
      const body = method === 'POST' ? '{"guestName":"Eve"}' : ''
      const answer = await ask(path, EVIL, [origin, 'Content-Type: application/json', `Content-Length: ${body.length}`], method, body)
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 421, 'host_refused'])
    }
  })

  it('no socket is opened', async () => {
    const answer = await rawHttp(wall.url, upgradeRequest(hosted.session.id, { Host: EVIL, Origin: `http://${EVIL}` }))
    expect([answer.status, codeOf(answer)]).toEqual([421, 'host_refused'])
  })

  it('a monitor of the server is answered', async () => {
    for (const path of ['/healthz', '/readyz']) expect((await ask(path, EVIL)).status).toBe(200)
  })
})

it('under its own names it answers: PUBLIC_URL, addresses, and names of this network', async () => {
  for (const host of ['wall.example', '127.0.0.1', '192.168.1.23:8787', '[::1]:8787', 'localhost', 'laptop', 'laptop.local']) {
    expect([host, (await ask('/api/server', host)).status]).toEqual([host, 200])
    const raw = await RawSocket.open(wall.url)
    raw.write(upgradeRequest(hosted.session.id, { Host: host }))
    expect(await raw.until(() => /^HTTP\/1\.1 (\d{3})/.exec(raw.received.toString('latin1'))?.[1])).toBe('101')
    raw.destroy()
  }
})

it('metrics are read by a program on this machine or with METRICS_TOKEN, not through a proxy on this machine', async () => {
  const forwarded = 'X-Forwarded-For: 203.0.113.9'
  expect((await ask('/metrics', '127.0.0.1')).status).toBe(200)
  const answer = await ask('/metrics', '127.0.0.1', [forwarded])
  expect([answer.status, codeOf(answer)]).toEqual([401, 'unauthorised'])
  expect(answer.body).toContain('METRICS_TOKEN')
  expect((await ask('/metrics', '127.0.0.1', [forwarded, `Authorization: Bearer ${METRICS_TOKEN}`])).status).toBe(200)
})
