import type { HostedSession } from '@guestwall/protocol'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { codeOf, type RawAnswer, rawHttp } from '../support/raw/raw-http.ts'
import { RawSocket } from '../support/raw/raw-socket.ts'
import { upgradeRequest } from '../support/raw/upgrade-request.ts'
import { expectNoConnections, expectUnharmed } from './support/unharmed.ts'

const ALLOWED = 'https://wall.example'

/** The lines of the operator's log. */
let warned: string[]
let wall: Guestwall
let proxied: Guestwall
let open: Guestwall
let hosted: HostedSession

beforeAll(async () => {
  warned = []
  const log = Object.assign(pino({ level: 'silent' }), { warn: (line: string) => warned.push(line) })
  wall = await startGuestwall({ config: { ALLOWED_ORIGINS: [ALLOWED, 'http://dev.example:*'] }, parts: { log } })
  open = await startGuestwall({ config: { ALLOWED_ORIGINS: ['*'] } })
  proxied = await startGuestwall({ config: { TRUST_PROXY: '1' } })
  hosted = await wall.createSession()
})
afterAll(async () => {
  await expectUnharmed(wall, hosted)
  await expectNoConnections(wall)
  await wall.stop()
  await proxied.stop()
  await open.stop()
})

function host({ url }: Guestwall): string {
  return new URL(url).host
}

/** The status line's number; of an upgrade that is taken nothing else is waited for. */
async function knock(target: Guestwall, headers: Record<string, string | null>): Promise<number | RawAnswer> {
  const bytes = upgradeRequest(hosted.session.id, { Host: host(target), ...headers })
  const raw = await RawSocket.open(target.url)
  raw.write(bytes)
  const status = await raw.until(() => /^HTTP\/1\.1 (\d{3})/.exec(raw.received.toString('latin1'))?.[1])
  raw.destroy()
  return status === '101' ? 101 : rawHttp(target.url, bytes)
}

async function expectRefused(target: Guestwall, headers: Record<string, string | null>): Promise<void> {
  const answer = await knock(target, headers)
  if (typeof answer === 'number') throw new Error('the upgrade was taken')
  expect([answer.status, codeOf(answer)]).toEqual([403, 'origin_refused'])
}

describe('a page of another origin gets no socket: 403 origin_refused, before the switch', () => {
  const cases: readonly [name: string, origin: () => string][] = [
    ['another site', () => 'https://evil.example'],
    ['null: a sandbox or a file', () => 'null'],
    ['nothing, written out', () => ''],
    ['this host on another port', () => 'http://127.0.0.1:1'],
    ['this host without its port', () => 'http://127.0.0.1'],
    ['this host over TLS', () => `https://${host(wall)}`],
    ['this host in another scheme', () => `ws://${host(wall)}`],
    ['this machine by another name', () => `http://localhost:${new URL(wall.url).port}`],
    ['this host with a slash', () => `${wall.url}/`],
    ['this host with a path', () => `${wall.url}/host`],
    ['this host as a user', () => `http://${host(wall)}@evil.example`],
    ['this host twice', () => `${wall.url}, ${wall.url}`],
    ['this host and another', () => `${wall.url} https://evil.example`],
    ['the allowed host without TLS', () => 'http://wall.example'],
    ['the allowed host on a port', () => `${ALLOWED}:8443`],
    ['the allowed host on its own port, written out', () => `${ALLOWED}:443`],
    ['the allowed host in upper case', () => 'https://WALL.EXAMPLE'],
    ['the scheme in upper case', () => 'HTTPS://wall.example'],
    ['a sub-domain of the allowed host', () => 'https://a.wall.example'],
    ['the allowed host as a prefix', () => `${ALLOWED}.evil.example`],
    ['the allowed host as a suffix', () => 'https://evilwall.example'],
    ['the allowed host with a dot', () => `${ALLOWED}.`],
    ['the allowed host with a slash', () => `${ALLOWED}/`],
    ['the allowed host in a query', () => `https://evil.example/?${ALLOWED}`],
    ['letters that look alike', () => 'https://wa11.example'],
    ['a host that is allowed on any port, over TLS', () => 'https://dev.example:5173'],
    ['a host that is allowed on any port, with a path', () => 'http://dev.example:5173/'],
    ['a host that is allowed on any port, as a prefix', () => 'http://dev.example.evil.example:5173'],
    ['a host that is allowed on any port, as a user', () => 'http://dev.example:5173@evil.example'],
  ]
  for (const [name, origin] of cases) {
    it(name, () => expectRefused(wall, { Origin: origin() }))
  }

  it('two Origin headers, one of them ours', async () => {
    const bytes = upgradeRequest(hosted.session.id, { Host: host(wall), Origin: wall.url }).replace(
      'Origin:',
      'Origin: https://evil.example\r\nOrigin:',
    )
    expect((await rawHttp(wall.url, bytes)).status).toBe(403)
  })
})

describe('a socket is opened', () => {
  it('for a page of this server', async () => expect(await knock(wall, { Origin: wall.url })).toBe(101))
  it('for a page of an allowed origin', async () => expect(await knock(wall, { Origin: ALLOWED })).toBe(101))
  it('for a page of a host that is allowed on any port', async () => {
    for (const origin of ['http://dev.example', 'http://dev.example:5173']) expect(await knock(wall, { Origin: origin })).toBe(101)
  })
  it('for every page where all are allowed', async () => {
    const { session } = await open.createSession()
    const raw = await RawSocket.open(open.url)
    raw.write(upgradeRequest(session.id, { Host: host(open), Origin: 'https://anything.example' }))
    expect(await raw.until(() => /^HTTP\/1\.1 (\d{3})/.exec(raw.received.toString('latin1'))?.[1])).toBe('101')
    raw.destroy()
  })
  it('for a program, which sends no Origin: there is no cookie that a page could ride on', async () =>
    expect(await knock(wall, {})).toBe(101))
})

describe('headers of a proxy', () => {
  const spoofed: readonly [name: string, headers: () => Record<string, string>][] = [
    ['X-Forwarded-Proto', () => ({ Origin: `https://${host(wall)}`, 'X-Forwarded-Proto': 'https' })],
    ['X-Forwarded-Host', () => ({ Origin: 'http://evil.example', 'X-Forwarded-Host': 'evil.example' })],
    [
      'X-Forwarded-Host and -Proto',
      () => ({ Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' }),
    ],
    ['Forwarded', () => ({ Origin: 'https://evil.example', Forwarded: 'host=evil.example;proto=https;for=127.0.0.1' })],
    ['X-Original-Host', () => ({ Origin: 'http://evil.example', 'X-Original-Host': 'evil.example' })],
  ]
  for (const [name, headers] of spoofed) {
    it(`in ${name} changes nothing without TRUST_PROXY`, () => expectRefused(wall, headers()))
  }

  it('with TRUST_PROXY are used for the scheme, and for nothing else', async () => {
    expect(await knock(proxied, { Origin: `https://${host(proxied)}`, 'X-Forwarded-Proto': 'https' })).toBe(101)
    await expectRefused(proxied, { Origin: `http://${host(proxied)}`, 'X-Forwarded-Proto': 'https' })
    await expectRefused(proxied, { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' })
  })
})

describe('a preflight of a page', () => {
  const ask = (target: Guestwall, origin: string) =>
    fetch(`${target.url}/api/realtime/messages`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
    })

  it('of an allowed origin gets the methods and headers that it may send', async () => {
    for (const [target, origin] of [
      [wall, ALLOWED],
      [wall, 'http://dev.example:5173'],
      [open, 'https://anything.example'],
    ] as const) {
      const response = await ask(target, origin)
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, origin])
      expect(response.headers.get('access-control-allow-headers')).toBe('authorization,content-type')
      expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    }
  })

  it('of another origin gets 403 origin_refused, and the log names the variable to set', async () => {
    warned.length = 0
    const response = await ask(wall, 'https://evil.example')
    expect([response.status, await response.json()]).toEqual([403, expect.objectContaining({ code: 'origin_refused' })])
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    // One line a minute, and the sockets above were refused in this minute.
    expect(warned).toEqual([])
    const fresh = await startGuestwall({
      parts: { log: Object.assign(pino({ level: 'silent' }), { warn: (line: string) => warned.push(line) }) },
    })
    for (let asked = 0; asked < 5; asked += 1) expect((await ask(fresh, 'https://other.example')).status).toBe(403)
    expect(warned).toEqual([expect.stringContaining('add it to ALLOWED_ORIGINS')])
    await fresh.stop()
  })
})
