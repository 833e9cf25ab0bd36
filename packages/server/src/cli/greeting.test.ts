import { encode } from 'uqr'
import { describe, expect, test } from 'vitest'
import { GuestAddresses } from '../network/guest-addresses.ts'
import { entranceLines, entranceOf, greeting } from './greeting.ts'
import type { Screen } from './terminal-qr.ts'

const PIPE: Screen = { isTTY: false }
const TERMINAL: Screen = { isTTY: true, hasColors: () => true }
/** As Node.js answers where NO_COLOR is set. */
const NO_COLOR: Screen = { isTTY: true, hasColors: () => false }

function network(host: string, ...adapters: [name: string, address: string][]): GuestAddresses {
  const interfaces = adapters.map(([name, address]) => ({
    name,
    mac: '3c:06:30:12:34:56',
    address,
    family: address.includes(':') ? ('IPv6' as const) : ('IPv4' as const),
    internal: false,
  }))
  const choice = { read: () => null, write() {} }
  return new GuestAddresses({ host, interfaces: () => interfaces, sources: () => Promise.resolve([]), choice, clock: { now: () => 0 } })
}

const printed = (host: string, ...adapters: [string, string][]) =>
  greeting(entranceOf({ HOST: host }, network(host, ...adapters), 8787), 'KEY', PIPE)

describe('the terminal', () => {
  test('shows the console’s link, the address for guests with its adapter, and every other address', () => {
    const text = printed('::', ['tun0', '10.8.0.2'], ['wlan0', '192.168.1.23'], ['docker0', '172.17.0.1'])
    expect(text).toContain('Console   http://localhost:8787/host#key=KEY')
    expect(text).toContain('Guests    http://192.168.1.23:8787   wlan0 (Wi-Fi)\n')
    expect(text).toMatch(
      /Choose another in the console:\n +http:\/\/10\.8\.0\.2:8787 +tun0 \(VPN or tunnel\)\n +http:\/\/172\.17\.0\.1:8787 +docker0 \(containers\)/,
    )
  })

  test('says where only this computer can open the wall', () => {
    expect(printed('::')).toContain('this machine is on no network: only this computer can open it')
    expect(printed('127.0.0.1', ['wlan0', '192.168.1.23'])).toContain('HOST=127.0.0.1: only this computer can open it')
    expect(printed('127.0.0.1', ['wlan0', '192.168.1.23'])).not.toContain('192.168.1.23')
    expect(printed('0.0.0.0', ['wlan0', 'fd00::5'])).toContain('HOST=0.0.0.0: only this computer can open it')
    expect(printed('::', ['docker0', '172.17.0.1'])).toContain('this machine is on no network: only this computer can open it')
    expect(printed('192.168.1.23', ['wlan0', '192.168.1.23'])).toContain('Console   http://192.168.1.23:8787/host')
    expect(printed('192.168.1.23', ['wlan0', '192.168.1.23'])).not.toContain('only this computer')
  })

  test('shows PUBLIC_URL and nothing else where it is set', () => {
    const entrance = entranceOf({ HOST: '::', PUBLIC_URL: 'https://wall.example' }, network('::', ['wlan0', '192.168.1.23']), 8787)
    expect(greeting(entrance, 'KEY', PIPE)).toContain('Console   https://wall.example/host#key=KEY')
    expect(greeting(entrance, 'KEY', PIPE)).not.toContain('192.168')
  })
})

describe('the QR code in the terminal', () => {
  const entrance = entranceOf({ HOST: '::' }, network('::', ['wlan0', '192.168.1.23']), 8787)
  const rowsOf = (screen: Screen) =>
    entranceLines(entrance, screen)
      .split('\n')
      .filter((row) => /[▀▄█]/.test(row))

  test('is black on white whatever the terminal’s theme: light modules in colour 231, dark ones in 16', () => {
    const rows = rowsOf(TERMINAL)
    const { data, size } = encode('http://192.168.1.23:8787', { border: 2 })
    expect(rows).toHaveLength(Math.ceil(size / 2))
    rows.forEach((row, at) => {
      const [, drawn = ''] = /^ {2}\u001B\[38;5;231;48;5;16m(.+)\u001B\[0m$/u.exec(row) ?? []
      const upper = Array.from(drawn).map((block) => block === ' ' || block === '▄')
      expect(upper).toEqual(data[at * 2])
    })
  })

  test('is plain in a pipe and where colours are switched off', () => {
    for (const screen of [PIPE, NO_COLOR]) expect(rowsOf(screen).join('')).not.toContain('\u001B')
  })
})
