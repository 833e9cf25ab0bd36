import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { OneAtATime } from '../src/edge/http/one-at-a-time.ts'

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
/** One read of Node.js holds as many. */
const SENT = 1_400

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A server that answers each request it starts, and counts those that were taken apart. */
async function listening(): Promise<{ port: number; server: Server; seen: { parsed: number; answered: number } }> {
  const seen = { parsed: 0, answered: 0 }
  const oneAtATime = new OneAtATime()
  const listener = oneAtATime.answering((_request, response) => {
    seen.answered += 1
    setImmediate(() => response.end('answer'))
  })
  const listening = createServer((request, response) => {
    seen.parsed += 1
    listener(request, response)
  })
  server = listening
  oneAtATime.feed(listening)
  listening.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return { port: (listening.address() as AddressInfo).port, server: listening, seen }
}

test('of pipelined requests one is answered, and few of the others are parsed', async () => {
  const { port, seen } = await listening()
  const socket = connect(port, '127.0.0.1', () => socket.write(REQUEST.repeat(SENT)))
  const parts: Buffer[] = []
  socket.on('data', (part: Buffer) => parts.push(part))
  await once(socket, 'close')
  expect(
    Buffer.concat(parts)
      .toString()
      .match(/HTTP\/1\.1 200/g),
  ).toHaveLength(1)
  expect(seen.answered).toBe(1)
  expect(seen.parsed).toBeLessThan(SENT / 10)
})

test('bytes behind an upgrade in the same write reach the handler of the upgrade, whole and in order', async () => {
  const { port, server: upgrading } = await listening()
  const bytes = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index % 251))
  const taken = new Promise<Buffer>((resolve) => {
    upgrading.on('upgrade', (_request, socket, head) => {
      const parts: Buffer[] = []
      socket.unshift(head)
      socket.on('data', (part: Buffer) => {
        parts.push(part)
        const all = Buffer.concat(parts)
        if (all.length >= bytes.length) resolve(all)
      })
    })
  })
  const asked = Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: bytes\r\n\r\n')
  const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat([asked, bytes])))
  expect((await taken).equals(bytes)).toBe(true)
  socket.destroy()
})
