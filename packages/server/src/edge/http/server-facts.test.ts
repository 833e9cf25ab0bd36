import { describe, expect, test } from 'vitest'
import { addressesFor, factsFor, type ServerFactsParts } from './server-facts.ts'

const parts = (more: Partial<ServerFactsParts> = {}): ServerFactsParts => ({
  publicUrl: null,
  trustsProxy: false,
  guestUrl: () => 'http://192.168.1.23:8787',
  version: '1.0.0',
  isStoreFailing: () => false,
  photosMissing: () => null,
  addresses: () => [{ url: 'http://192.168.1.23:8787', adapter: 'wlan0', kind: 'wifi' }],
  joinedAt: () => 0,
  chosen: () => null,
  choose: () => true,
  ...more,
})
const asked = (headers: Record<string, string>) => (name: string) => headers[name]
const PROXIED = asked({ host: 'wall.example', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'wall.example' })

describe('the address for guests', () => {
  test('is the one of the network', () => expect(factsFor(parts(), PROXIED).guestUrl).toBe('http://192.168.1.23:8787'))

  test('is PUBLIC_URL where it is set', async () => {
    const configured = parts({ publicUrl: 'https://party.example', trustsProxy: true })
    expect(factsFor(configured, PROXIED).guestUrl).toBe('https://party.example')
    expect(await addressesFor(configured, PROXIED)).toEqual({ addresses: [], chosen: null })
  })

  test('is the host name of the request to a trusted proxy', async () => {
    const trusting = parts({ trustsProxy: true })
    for (const [headers, origin] of [
      [{ host: 'wall.example', 'x-forwarded-proto': 'https' }, 'https://wall.example'],
      [{ host: '127.0.0.1:8787', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'wall.example:8443' }, 'https://wall.example:8443'],
      [{ host: 'inner', 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'wall.example, inner' }, 'https://wall.example'],
      [{ host: 'WALL.example:443', 'x-forwarded-proto': 'https' }, 'https://wall.example'],
      [{ host: '[2001:db8::1]:8443', 'x-forwarded-proto': 'https' }, 'https://[2001:db8::1]:8443'],
    ] as const) {
      expect(factsFor(trusting, asked(headers)).guestUrl).toBe(origin)
      expect((await addressesFor(trusting, asked(headers))).addresses).toEqual([])
    }
  })

  test('is that of the network for a request that did not pass the proxy, is local, or has an invalid host', () => {
    for (const headers of [
      { host: '10.0.0.5:8787' },
      { host: 'localhost:8443', 'x-forwarded-proto': 'https' },
      { host: '127.0.0.1:8787', 'x-forwarded-proto': 'http' },
      { host: '[::1]:8787', 'x-forwarded-proto': 'http' },
      { host: 'wall.example', 'x-forwarded-proto': 'javascript' },
      { host: 'wall.example', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example/path' },
      { host: 'wall.example', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'user@evil.example' },
      { host: 'wall.example', 'x-forwarded-proto': 'https', 'x-forwarded-host': '' },
      { 'x-forwarded-proto': 'https' },
    ]) {
      expect(factsFor(parts({ trustsProxy: true }), asked(headers as unknown as Record<string, string>)).guestUrl).toBe(
        'http://192.168.1.23:8787',
      )
    }
  })
})

test('[H1] each address is listed with the guests who joined at it', async () => {
  const { addresses } = await addressesFor(
    parts({ joinedAt: (url) => (url === 'http://192.168.1.23:8787' ? 3 : 0) }),
    asked({ host: 'localhost:8787' }),
  )
  expect(addresses).toEqual([{ url: 'http://192.168.1.23:8787', adapter: 'wlan0', kind: 'wifi', joined: 3 }])
})
