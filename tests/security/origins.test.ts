import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { codeOf, type RawAnswer, rawHttp } from './support/raw-http.ts'
import { RawSocket } from './support/raw-socket.ts'
import { upgradeRequest } from './support/raw-web-socket.ts'
import { expectNoConnections, expectUnharmed } from './support/unharmed.ts'

const ALLOWED = 'https://wall.example'

let wall: Guestwall
let proxied: Guestwall
let hosted: HostedSession

beforeAll(async () => {
  wall = await startGuestwall({ config: { ALLOWED_ORIGINS: [ALLOWED] } })
  proxied = await startGuestwall({ config: { TRUST_PROXY: '1' } })
  hosted = await wall.createSession()
})
afterAll(async () => {
  await expectUnharmed(wall, hosted)
  await expectNoConnections(wall)
  await wall.stop()
  await proxied.stop()
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
  it('for a program, which sends no Origin: there is no cookie that a page could ride on', async () =>
    expect(await knock(wall, {})).toBe(101))
})

describe('what a peer says of a proxy', () => {
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

  it('with TRUST_PROXY is believed of the scheme, and of nothing else', async () => {
    expect(await knock(proxied, { Origin: `https://${host(proxied)}`, 'X-Forwarded-Proto': 'https' })).toBe(101)
    await expectRefused(proxied, { Origin: `http://${host(proxied)}`, 'X-Forwarded-Proto': 'https' })
    await expectRefused(proxied, { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' })
  })
})
