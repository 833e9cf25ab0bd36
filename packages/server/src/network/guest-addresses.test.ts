import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { VirtualClock } from '@guestwall/protocol/testing'
import type { InterfaceAddress } from './adapters.ts'
import { GuestAddresses } from './guest-addresses.ts'
import { choiceIn } from './system-network.ts'

const PORT = 8787
const at = (name: string, address: string, mac = '3c:06:30:12:34:56'): InterfaceAddress => ({
  name,
  mac,
  address,
  family: address.includes(':') ? 'IPv6' : 'IPv4',
  internal: false,
})
const WIFI = at('Wi-Fi', '192.168.1.23')
const CABLE = at('Ethernet', '10.0.0.5')
const VIRTUAL_BOX = at('VirtualBox Host-Only Network', '192.168.56.1', '0a:00:27:00:00:0b')

let directory: string
let clock: VirtualClock
let system: InterfaceAddress[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'guestwall-addresses-'))
  clock = new VirtualClock()
  system = [VIRTUAL_BOX, WIFI, CABLE]
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** As after a start. */
function started(host = '::'): GuestAddresses {
  return new GuestAddresses({ host, interfaces: () => system, sources: () => Promise.resolve([]), choice: choiceIn(directory), clock })
}

describe('the address for guests', () => {
  test('is the best one, and is read from the system again when the network changes', () => {
    const addresses = started()
    expect(addresses.guestUrl(PORT)).toBe('http://192.168.1.23:8787')
    system = [VIRTUAL_BOX, at('Wi-Fi', '172.20.10.3')]
    clock.advance(1_000)
    expect(addresses.guestUrl(PORT)).toBe('http://172.20.10.3:8787')
  })

  test('is that of the chosen adapter, also after a restart and under its new address', () => {
    expect(started().choose('http://10.0.0.5:8787', PORT)).toBe(true)
    const later = started()
    expect([later.guestUrl(PORT), later.chosen(PORT)]).toEqual(['http://10.0.0.5:8787', 'http://10.0.0.5:8787'])
    system = [WIFI, at('Ethernet', '10.0.0.77')]
    expect(started().guestUrl(PORT)).toBe('http://10.0.0.77:8787')
  })

  test('is the best one while the chosen adapter is away, and the choice waits', () => {
    started().choose('http://10.0.0.5:8787', PORT)
    system = [WIFI]
    const addresses = started()
    expect([addresses.guestUrl(PORT), addresses.chosen(PORT)]).toEqual(['http://192.168.1.23:8787', null])
    system = [WIFI, CABLE]
    clock.advance(1_000)
    expect(addresses.guestUrl(PORT)).toBe('http://10.0.0.5:8787')
  })

  test('is the best one again when the operator withdraws the choice', () => {
    const addresses = started()
    addresses.choose('http://10.0.0.5:8787', PORT)
    expect(addresses.choose(null, PORT)).toBe(true)
    expect([addresses.guestUrl(PORT), started().chosen(PORT)]).toEqual(['http://192.168.1.23:8787', null])
  })

  test('is never one that this machine does not have', () => {
    const addresses = started()
    expect(addresses.choose('http://evil.example', PORT)).toBe(false)
    expect(addresses.choose('http://10.0.0.5:80', PORT)).toBe(false)
    expect(existsSync(join(directory, 'guest-address.json'))).toBe(false)
  })

  test('ignores a stored choice that cannot be read', () => {
    for (const text of ['', 'null', '{"adapter":1}', '{']) {
      writeFileSync(join(directory, 'guest-address.json'), text)
      expect(started().chosen(PORT)).toBeNull()
    }
  })

  test('is one that the server listens on, as HOST says', () => {
    const answering = (host: string) => {
      const addresses = started(host)
      return [addresses.guestUrl(PORT), addresses.localUrl(PORT), addresses.list(PORT).length]
    }
    expect(answering('127.0.0.1')).toEqual(['http://127.0.0.1:8787', 'http://127.0.0.1:8787', 0])
    expect(answering('localhost')).toEqual(['http://localhost:8787', 'http://localhost:8787', 0])
    expect(answering('::1')).toEqual(['http://[::1]:8787', 'http://[::1]:8787', 0])
    expect(answering('10.0.0.5')).toEqual(['http://10.0.0.5:8787', 'http://10.0.0.5:8787', 1])
    expect(answering('wall.local')).toEqual(['http://wall.local:8787', 'http://wall.local:8787', 1])
    system = [at('Wi-Fi', 'fd00::5')]
    expect(answering('0.0.0.0')).toEqual(['http://localhost:8787', 'http://localhost:8787', 0])
    expect(answering('::')).toEqual(['http://[fd00::5]:8787', 'http://localhost:8787', 1])
  })

  test('is this computer’s own where phones can reach none; networks of virtual machines are offered and never chosen automatically', () => {
    system = [VIRTUAL_BOX]
    const addresses = started()
    expect(addresses.guestUrl(PORT)).toBe('http://localhost:8787')
    expect(addresses.list(PORT).map(({ url }) => url)).toEqual(['http://192.168.56.1:8787'])
    addresses.choose('http://192.168.56.1:8787', PORT)
    expect(addresses.guestUrl(PORT)).toBe('http://192.168.56.1:8787')
  })
})
