import { mkdtempSync, rmSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall } from '../../../tests/support/guestwall.ts'
import type { InterfaceAddress } from '../src/network/adapters.ts'
import { defaultSources } from '../src/network/default-sources.ts'
import { GuestAddresses } from '../src/network/guest-addresses.ts'
import { choiceIn, systemInterfaces } from '../src/network/system-network.ts'
import { VirtualClock } from '@guestwall/protocol/testing'

const WIFI = { name: 'Wi-Fi', mac: '3c:06:30:12:34:56', address: '10.20.0.15', family: 'IPv4', internal: false } as const
const VIRTUAL_BOX = { ...WIFI, name: 'VirtualBox Host-Only Network', mac: '0a:00:27:00:00:0b', address: '192.168.56.1' } as const

let directory: string
let clock: VirtualClock
let system: InterfaceAddress[]
let wall: Guestwall
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'guestwall-addresses-'))
  clock = new VirtualClock()
  system = [VIRTUAL_BOX, WIFI]
  const addresses = new GuestAddresses({
    host: '::',
    interfaces: () => system,
    sources: () => Promise.resolve([]),
    choice: choiceIn(directory),
    clock,
  })
  wall = await startGuestwall({ parts: { addresses, guestUrl: (port) => addresses.guestUrl(port) } })
})
afterEach(async () => {
  await ask('PUT', { url: null })
})
afterAll(async () => {
  await wall.stop()
  rmSync(directory, { recursive: true, force: true })
})

async function ask(method: 'GET' | 'PUT', body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${wall.url}/api/operator/addresses`, {
    method,
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const at = (address: string) => `http://${address}:${wall.app.port}`
const guestUrl = async () => ((await (await fetch(`${wall.url}/api/server`)).json()) as { guestUrl: string }).guestUrl

describe('the address for guests', () => {
  test('is of the real adapter, and the operator sees the addresses of all adapters with their names, best first', async () => {
    expect(await guestUrl()).toBe(at('10.20.0.15'))
    expect((await ask('GET')).body).toEqual({
      addresses: [
        { url: at('10.20.0.15'), adapter: 'Wi-Fi', kind: 'wifi', joined: 0 },
        { url: at('192.168.56.1'), adapter: 'VirtualBox Host-Only Network', kind: 'virtualMachine', joined: 0 },
      ],
      chosen: null,
    })
  })

  test('becomes the one that the operator chooses, at once and on every page', async () => {
    const { status, body } = await ask('PUT', { url: at('192.168.56.1') })
    expect([status, body['chosen'], await guestUrl()]).toEqual([200, at('192.168.56.1'), at('192.168.56.1')])
    expect((await ask('PUT', { url: null })).body['chosen']).toBeNull()
    expect(await guestUrl()).toBe(at('10.20.0.15'))
  })

  test('is never one that this machine does not have', async () => {
    for (const url of ['https://evil.example', at('10.20.0.16'), ''])
      expect(await ask('PUT', { url })).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect(await guestUrl()).toBe(at('10.20.0.15'))
  })

  test('follows the network without a restart', async () => {
    system = [{ ...WIFI, address: '172.20.10.3' }]
    clock.advance(1_000)
    expect(await guestUrl()).toBe(at('172.20.10.3'))
    system = [VIRTUAL_BOX, WIFI]
    clock.advance(1_000)
  })
})

describe('this machine', () => {
  test('reports its adapters in the form of the table of addresses', () => {
    const told = systemInterfaces()
    expect(told).toHaveLength(Object.values(networkInterfaces()).flat().length)
    expect(told.find(({ address }) => address === '127.0.0.1')).toMatchObject({ family: 'IPv4', internal: true })
  })

  test('connects to the internet from an address of its own, or not at all', async () => {
    const own = systemInterfaces().map(({ address }) => address)
    for (const source of await defaultSources()) expect(own).toContain(source)
  })
})
