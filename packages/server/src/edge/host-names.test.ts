import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { VirtualClock } from '@guestwall/protocol/testing'
import { HostNames } from './host-names.ts'

const lines: string[] = []
function names(parts: Partial<ConstructorParameters<typeof HostNames>[0]> = {}): HostNames {
  const clock = new VirtualClock()
  return new HostNames({ publicUrl: undefined, allowedOrigins: [], trustsProxy: false, clock, warn: (line) => lines.push(line), ...parts })
}

describe('a server without configuration', () => {
  test.each([
    '192.168.1.23:8787',
    '10.0.0.5',
    '203.0.113.7',
    '127.0.0.1:80',
    '[::1]:8787',
    '[fe80::1]',
    'localhost:8787',
    'LOCALHOST',
    'a.localhost',
    'laptop',
    'guestwall-1:8787',
    'laptop.local:8787',
    'laptop.local.',
    'laptop.lan',
    'host.docker.internal',
    'guestwall.default.svc.cluster.local',
    'wall.test',
    hostname(),
  ])('%s is an address or a name of this network, and answered', (host) => {
    expect(names().knows(host)).toBe(true)
  })

  test.each([
    'evil.example',
    'evil.example:8787',
    'localhost.evil.example',
    '192.168.1.23.evil.example',
    'evil.example.',
    '1.2.3',
    'a.b:c',
  ])('%s could be anybody’s, and is refused', (host) => {
    expect(names().knows(host)).toBe(false)
  })

  test('a request without a host name is answered', () => {
    expect(names().knows(undefined)).toBe(true)
  })
})

test('host names from PUBLIC_URL and ALLOWED_ORIGINS are accepted, on any port', () => {
  const told = names({ publicUrl: 'https://wall.example', allowedOrigins: ['https://www.example:8443', 'http://site.example:*'] })
  for (const host of ['wall.example', 'WALL.example:443', 'www.example', 'site.example:1'])
    expect([host, told.knows(host)]).toEqual([host, true])
  for (const host of ['example', 'a.wall.example', 'wall.example.evil.example']) {
    expect([host, told.knows(host)]).toEqual([host, !host.includes('.')])
  }
})

test('a proxy that is trusted has chosen the names, until PUBLIC_URL says which; where every page may connect every name may', () => {
  expect(names({ trustsProxy: true }).knows('evil.example')).toBe(true)
  expect(names({ trustsProxy: true, publicUrl: 'https://wall.example' }).knows('evil.example')).toBe(false)
  expect(names({ allowedOrigins: ['*'] }).knows('evil.example')).toBe(true)
})

test('the log names the variable to set once a minute, and no part of the header', () => {
  const clock = new VirtualClock()
  const told: string[] = []
  const known = names({ clock, warn: (line) => told.push(line) })
  known.refused('wall.example:8787')
  known.refused('wall.example:8787')
  clock.advance(60_000)
  known.refused('a\nb"c')
  expect(told).toHaveLength(2)
  expect(told[0]).toContain('asked as wall.example:8787')
  // Not as a command to copy: a stranger chose the name.
  expect(told[0]).not.toContain('PUBLIC_URL=')
  expect(told[1]).not.toContain('\n')
})
