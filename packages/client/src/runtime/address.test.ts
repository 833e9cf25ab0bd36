import { describe, expect, it } from 'vitest'
import { RealtimeClient } from '../realtime-client.ts'
import { setUp } from '../realtime-client.test-kit.ts'
import { addressOf } from './address.ts'

describe('the address of the server', () => {
  it.each([
    ['https://wall.example', 'https://wall.example'],
    ['https://wall.example/', 'https://wall.example'],
    ['http://localhost:8787', 'http://localhost:8787'],
    ['HTTP://[::1]:8787/guestwall/', 'HTTP://[::1]:8787/guestwall'],
  ])('%s is one', (given, address) => {
    expect(addressOf(given)).toBe(address)
  })

  it.each([
    'localhost:8787',
    'wall.example',
    '',
    '/guestwall',
    'ws://wall.example',
    'https://',
    'https://wall.example?x=1',
    'https://wall.example/#a',
  ])("'%s' is none: the error says what is right", (given) => {
    expect(() => addressOf(given)).toThrow(TypeError)
    expect(() => addressOf(given)).toThrow(/`url` must be like 'https:\/\/wall\.example'/)
  })

  it('outside a page it must be given', () => {
    expect(() => addressOf(undefined)).toThrow(TypeError)
    expect(() => new RealtimeClient({ session: 's' })).toThrow(/`url` must be/)
  })

  it.each([undefined, {}, { session: '' }])('a client of %o says that it needs a session', (options) => {
    expect(() => new RealtimeClient(options as never)).toThrow(TypeError)
    expect(() => new RealtimeClient(options as never)).toThrow(/`session`/)
  })

  it('[CONN-1] with a path every address stands under it, over both transports', async () => {
    const { clock, server, open } = setUp()
    const { client } = open({ url: 'https://wall.test/guestwall/' })
    client.connect()
    await clock.run(10)
    expect(server.pairs[0]?.url).toBe('wss://wall.test/guestwall/api/realtime/ws?session=session-1')
    expect(server.requests.map(({ url }) => url)).toEqual(['https://wall.test/guestwall/api/sessions/session-1/guests'])
  })
})
