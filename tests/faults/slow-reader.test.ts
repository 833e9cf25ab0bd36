import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { PASS, startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { WireClient } from '../support/wire-client.ts'

/** More than the system's own socket buffers take, so that it is the server that must hold back. */
const MESSAGES = 8_000
const WRITERS = 40
const LONG = '祝'.repeat(270)
/**
 * On loopback the system opens a reader's window by 64 KiB at a time. At this rate that is each 16 s: progress that the heartbeats see within their 45 s,
 * however long the writers take.
 */
const BYTES_PER_SECOND = 4_000

let wall: Guestwall
let proxy: TcpProxy
beforeAll(async () => {
  wall = await startGuestwall()
  proxy = await startTcpProxy({ port: wall.app.port })
})
afterAll(async () => {
  await proxy.close()
  await wall.stop()
})

/** Waits until `isTrue`, looking again at each turn of the event loop's timers. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('[SYNC-7] a reader at 4 kB/s keeps its place while others read at full speed, and then gets every event', {
  timeout: 300_000,
}, async () => {
  const { session } = await wall.createSession()
  const quick = await WireClient.join(wall.url, session.id, { guestName: 'Quick' })
  const slow = await WireClient.join(`http://127.0.0.1:${proxy.port}`, session.id, { guestName: 'Slow' })
  proxy.setDown({ kind: 'bandwidth', bytesPerSecond: BYTES_PER_SECOND })
  const writers = await Promise.all(
    Array.from({ length: WRITERS }, (_, index) => WireClient.join(wall.url, session.id, { guestName: `Writer ${index}` })),
  )
  let sent = 0
  await Promise.all(
    writers.map(async (writer) => {
      while (sent < MESSAGES) {
        sent += 1
        const answer = await writer.ask({ type: 'sendMessage', key: `a-long-key-${sent}`, content: `${LONG}${sent}`, guestName: 'Writer' })
        expect(answer.type).toBe('ack')
      }
    }),
  )
  const count = sent
  await until(() => quick.eventIds.at(-1) === count)
  // The fault did bite: what the slow one has is a small part.
  expect(slow.eventIds.length).toBeLessThan(count / 10)
  expect(slow.closed).toBeNull()

  proxy.setDown(PASS)
  await until(() => slow.eventIds.at(-1) === count || slow.closed !== null)
  expect(slow.eventIds).toEqual(Array.from({ length: count }, (_, index) => index + 1))
  expect(quick.eventIds).toEqual(slow.eventIds)
  for (const client of [quick, slow, ...writers]) client.close()
})
