import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGuestwall } from '../support/guestwall.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { heldBytes, MAX_GROWTH_BYTES as MAX_HELD_BYTES } from './support/cost.ts'
import { startDefaultServer } from './support/default-server.ts'
import { request } from '../support/raw/raw-http.ts'
import { RawSocket } from '../support/raw/raw-socket.ts'
import { upgradeRequest } from '../support/raw/upgrade-request.ts'

const ASSETS = fileURLToPath(new URL('../../apps/web/dist/assets', import.meta.url))
const PEERS = 10
/** As many as fit into what Node.js reads at once. */
const REQUESTS = 1_400
/** The fault was 2,900 MiB; what the process takes for itself moves by some ten. */
const MAX_GROWTH_BYTES = 200 * 1024 * 1024

let server: ServerProcess
beforeAll(async () => {
  server = await startDefaultServer()
})
afterAll(() => server?.stop())

/** The largest file that a stranger may ask for. */
function largestFile(): string {
  const [largest = ''] = readdirSync(ASSETS).sort((left, right) => statSync(`${ASSETS}/${right}`).size - statSync(`${ASSETS}/${left}`).size)
  return `/assets/${largest}`
}

function residentBytes(): number {
  return server.residentBytes() ?? 0
}

async function answersOf(peer: RawSocket): Promise<string[]> {
  await peer.whenEnded()
  return peer.received.toString('latin1').match(/HTTP\/1\.1 \d{3}/g) ?? []
}

describe('requests that come before the answer to the one before has left', () => {
  it(`${REQUESTS} for a file on each of ${PEERS} connections that read nothing: memory stays, and others are answered`, async () => {
    const wanted = `GET ${largestFile()} HTTP/1.1\r\nHost: localhost\r\n\r\n`
    await fetch(`${server.url}${largestFile()}`).then((response) => response.arrayBuffer())
    const before = residentBytes()
    const cpuBefore = server.cpuMicros() ?? 0
    const peers = await Promise.all(Array.from({ length: PEERS }, () => RawSocket.open(server.url, { reads: false })))
    for (const peer of peers) peer.write(wanted.repeat(REQUESTS))
    // Each of these is answered behind what was read of the peers before it.
    let most = 0
    for (let look = 0; look < 20; look += 1) {
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
      most = Math.max(most, residentBytes())
    }
    expect(most - before).toBeLessThan(MAX_GROWTH_BYTES)
    // 14,000 answers took 21 s of processor time.
    expect((server.cpuMicros() ?? 0) - cpuBefore).toBeLessThan(3_000_000)
    for (const peer of peers) peer.destroy()
  })

  it('are not processed: the first is answered whole, and the connection ends', async () => {
    for (const path of [largestFile(), '/healthz', '/api/server', '/api/sessions/AAAAAA']) {
      const size = (await (await fetch(`${server.url}${path}`, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer()).byteLength
      const peer = await RawSocket.open(server.url)
      peer.write(request(`GET ${path} HTTP/1.1`).repeat(3))
      expect(await answersOf(peer)).toHaveLength(1)
      expect(peer.received.subarray(peer.received.indexOf('\r\n\r\n') + 4)).toHaveLength(size)
    }
  })

  it('a request with an unknown Expect header is under every limit, like any other', async () => {
    const alone = await RawSocket.open(server.url)
    alone.write(request('GET /healthz HTTP/1.1', ['Expect: the-unexpected', 'Connection: close']))
    expect(await answersOf(alone)).toEqual(['HTTP/1.1 200'])
    const ahead = await RawSocket.open(server.url)
    ahead.write(request('GET /api/sessions/AAAAAA HTTP/1.1', ['Expect: the-unexpected']).repeat(100))
    expect(await answersOf(ahead)).toHaveLength(1)
  })

  it('an upgrade behind a request is not switched while that is answered', async () => {
    for (const path of [largestFile(), '/healthz', '/api/sessions/AAAAAA']) {
      const peer = await RawSocket.open(server.url)
      peer.write(request(`GET ${path} HTTP/1.1`) + upgradeRequest('AAAAAA'))
      expect(await answersOf(peer)).not.toContain('HTTP/1.1 101')
      peer.destroy()
    }
  })

  it('a request that comes after the answer is answered on the same connection', async () => {
    const peer = await RawSocket.open(server.url)
    for (let turn = 1; turn <= 3; turn += 1) {
      peer.write(request('GET /healthz HTTP/1.1'))
      await peer.until(() => ((peer.received.toString().match(/"status":"ok"/g) ?? []).length === turn ? true : undefined))
    }
    expect(peer.isEnded).toBe(false)
    peer.destroy()
  })
})

it('a file of 8 MiB that 30 peers ask for and do not read is in memory once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guestwall-web-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'assets/film.bin'), Buffer.alloc(8 * 1024 * 1024))
  const wall = await startGuestwall({ webRoot: folder })
  const wanted = request('GET /assets/film.bin HTTP/1.1')
  expect((await (await fetch(`${wall.url}/assets/film.bin`)).arrayBuffer()).byteLength).toBe(8 * 1024 * 1024)
  const before = heldBytes()
  const peers = await Promise.all(Array.from({ length: 30 }, () => RawSocket.open(wall.url, { reads: false })))
  for (const peer of peers) peer.write(wanted)
  // Answered behind the peers: by then each has its answer before it.
  for (let look = 0; look < 5; look += 1) await fetch(`${wall.url}/healthz`)
  expect(heldBytes() - before).toBeLessThan(MAX_HELD_BYTES)
  for (const peer of peers) peer.destroy()
  await wall.stop()
  rmSync(folder, { recursive: true, force: true })
})
