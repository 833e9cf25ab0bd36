import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { OneAtATime } from '../src/edge/http/one-at-a-time.ts'

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
const UPGRADE = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: bytes\r\n\r\n'
/** One read of Node.js holds as many. */
const SENT = 1_400

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A server that answers each request it starts, and counts those that were taken apart. */
async function listening(
  upgrade: (socket: Duplex, head: Buffer) => void = () => {},
): Promise<{ port: number; seen: { parsed: number; answered: number; ended: number } }> {
  const seen = { parsed: 0, answered: 0, ended: 0 }
  const oneAtATime = new OneAtATime()
  const listener = oneAtATime.answering((_request, response) => {
    seen.answered += 1
    response.on('close', () => {
      seen.ended += 1
    })
    setImmediate(() => response.end('answer'))
  })
  const listening = createServer((request, response) => {
    seen.parsed += 1
    listener(request, response)
  })
  server = listening
  oneAtATime.feed(listening)
  listening.on(
    'upgrade',
    oneAtATime.upgrading((_request, socket, head) => upgrade(socket, head)),
  )
  listening.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return { port: (listening.address() as AddressInfo).port, seen }
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
  const bytes = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index % 251))
  const parts: Buffer[] = []
  const { port } = await listening((upgraded, head) => {
    upgraded.unshift(head)
    upgraded.on('data', (part: Buffer) => parts.push(part))
  })
  const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat([Buffer.from(UPGRADE), bytes])))
  while (Buffer.concat(parts).length < bytes.length) await new Promise(setImmediate)
  expect(Buffer.concat(parts).equals(bytes)).toBe(true)
  socket.destroy()
})

test.each([
  ['a request', REQUEST],
  ['two requests', REQUEST.repeat(2)],
])('an upgrade behind %s, before the answer has left, is not begun: the connection ends, and the answer is given up', async (_, before) => {
  let upgrades = 0
  const { port, seen } = await listening(() => {
    upgrades += 1
  })
  const socket = connect(port, '127.0.0.1', () => socket.write(before + UPGRADE + REQUEST))
  socket.resume()
  await once(socket, 'close')
  while (seen.ended === 0) await new Promise(setImmediate)
  expect(seen).toMatchObject({ answered: 1, ended: 1 })
  expect(upgrades).toBe(0)
})

test('an upgrade after an answer on the same connection is begun', async () => {
  const { port } = await listening((upgraded) => upgraded.end('upgraded'))
  const socket = connect(port, '127.0.0.1', () => socket.write(REQUEST))
  await once(socket, 'data')
  socket.write(UPGRADE)
  const [begun] = (await once(socket, 'data')) as [Buffer]
  expect(begun.toString()).toBe('upgraded')
})
