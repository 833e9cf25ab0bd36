import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { isOwnMachine, peerAddress } from './peer-address.ts'

function asked(remoteAddress: string, headers: IncomingHttpHeaders = {}) {
  return { headers, socket: { remoteAddress } as Socket }
}

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s counts as %s: IPv6 addresses by their network, in which the owner may choose any address', (address, name) => {
  expect(peerAddress(asked(address), false)).toBe(name)
})

test('the header gives the address of the peer only behind a trusted proxy, and only its last entry, which the proxy wrote', () => {
  const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' }
  expect(peerAddress(asked('127.0.0.1', headers), false)).toBe('127.0.0.1')
  expect(peerAddress(asked('127.0.0.1', headers), true)).toBe('203.0.113.9')
  expect(peerAddress(asked('192.0.2.1'), true)).toBe('192.0.2.1')
})

test('a program on this machine is local; a proxy on it that forwards requests is not', () => {
  expect([asked('127.0.0.1'), asked('::1'), asked('::ffff:127.0.0.1'), undefined].map(isOwnMachine)).toEqual([true, true, true, true])
  expect(isOwnMachine(asked('192.168.1.5'))).toBe(false)
  for (const name of ['x-forwarded-for', 'forwarded', 'via']) expect(isOwnMachine(asked('127.0.0.1', { [name]: 'x' }))).toBe(false)
})
