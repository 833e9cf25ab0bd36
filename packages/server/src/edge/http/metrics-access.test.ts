import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { maySeeMetrics } from './metrics-access.ts'

const TOKEN = 'metrics-token-of-this-test'
function asked(remoteAddress: string, headers: IncomingHttpHeaders = {}) {
  return { headers, socket: { remoteAddress } as Socket } as Parameters<typeof maySeeMetrics>[0]
}

test('a program on this machine reads the metrics; another machine needs the credential, which has to be set', () => {
  expect(maySeeMetrics(asked('127.0.0.1'), null, undefined, false)).toBe(true)
  expect(maySeeMetrics(asked('192.168.1.9'), null, undefined, false)).toBe(false)
  expect(maySeeMetrics(asked('192.168.1.9'), TOKEN, TOKEN, false)).toBe(true)
  expect(maySeeMetrics(asked('192.168.1.9'), 'another', TOKEN, false)).toBe(false)
  expect(maySeeMetrics(asked('192.168.1.9'), '', undefined, false)).toBe(false)
})

test('a request through a proxy on this machine is not a local request', () => {
  for (const trustsProxy of [true, false]) {
    expect(maySeeMetrics(asked('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }), null, undefined, trustsProxy)).toBe(false)
  }
})

test('behind a trusted proxy, a request that did not pass the proxy is local', () => {
  expect(maySeeMetrics(asked('10.1.2.3'), null, undefined, true)).toBe(true)
  expect(maySeeMetrics(asked('10.1.2.3', { 'x-forwarded-for': '203.0.113.9' }), null, undefined, true)).toBe(false)
  expect(maySeeMetrics(asked('10.1.2.3', { 'x-forwarded-for': '203.0.113.9' }), TOKEN, TOKEN, true)).toBe(true)
})
