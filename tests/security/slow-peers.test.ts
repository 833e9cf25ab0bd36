import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { RawSocket } from '../support/raw/raw-socket.ts'
import { expectUnharmed } from './support/unharmed.ts'

let wall: Guestwall
let hosted: HostedSession

beforeAll(async () => {
  wall = await startGuestwall()
  hosted = await wall.createSession()
})
afterAll(async () => {
  await expectUnharmed(wall, hosted)
  await wall.stop()
})

/** Headers have 10 s, a request 15 s; the server looks every second whether somebody is late. */
const CUT_OFF_WITHIN_MS = 20_000
const PEERS = 100
/** A valid continuation of each of them, so that it is cut off for its slowness alone; elsewhere a space. */
const MORE: Readonly<Record<string, string>> = { 'a request line': 'z', chunks: '1\r\n \r\n' }

describe('peers that send byte after byte', () => {
  const starts: readonly [name: string, start: string][] = [
    ['nothing at all', ''],
    ['a request line', 'GET /healthz'],
    ['headers', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['a body', 'POST /api/operator/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n'],
    ['chunks', 'POST /api/operator/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ]

  it(
    'delay nobody, and are disconnected',
    async () => {
      const peers = await Promise.all(
        Array.from({ length: PEERS }, async (_, index) => {
          const [name, start] = starts[index % starts.length] as (typeof starts)[number]
          const raw = await RawSocket.open(wall.url)
          raw.write(start)
          return { name, raw }
        }),
      )
      const trickle = setInterval(() => {
        for (const { name, raw } of peers) if (name !== 'nothing at all') raw.write(MORE[name] ?? ' ')
      }, 500)
      await expectUnharmed(wall, hosted)
      expect(peers.filter(({ raw }) => raw.isEnded)).toEqual([])
      await Promise.all(peers.map(({ raw }) => raw.whenEnded()))
      clearInterval(trickle)
      for (const { raw } of peers) raw.destroy()
    },
    CUT_OFF_WITHIN_MS,
  )
})
