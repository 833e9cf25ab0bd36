import { RealtimeClient } from './realtime-client.ts'
import { FakeServer } from './testing/fake-server.ts'
import { seededRandom } from './testing/seeded-random.ts'
import { TestStorage } from './testing/test-storage.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import type { ConnectionState, RealtimeClientOptions } from './types.ts'

/** The reason of a rejection. It is waited for from the call on, so that a rejection during `clock.run` is not an unhandled one. */
export function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => Promise.reject(new Error(`resolved with ${JSON.stringify(value)}`)),
    (reason: unknown) => reason,
  )
}

/** A clock, a server, a browser profile, and clients that live in them. */
export function setUp() {
  const clock = new VirtualClock()
  const server = new FakeServer(clock)
  const storage = new TestStorage()
  let seed = 1
  const wakers = new Set<(isOffline?: boolean) => void>()

  function open(options: Partial<RealtimeClientOptions> = {}) {
    seed += 1
    const client = new RealtimeClient({
      url: 'https://wall.test',
      session: 'session-1',
      guestName: '小明',
      clock,
      random: seededRandom(seed),
      storage: storage.tab(),
      transports: server.transports,
      wakeSource(onWake) {
        wakers.add(onWake)
        return () => wakers.delete(onWake)
      },
      ...options,
    })
    const states: ConnectionState[] = []
    client.on('state', (state) => states.push(state))
    return { client, states }
  }

  return {
    clock,
    server,
    storage,
    open,
    /** A client that is connected. */
    async connected(options: Partial<RealtimeClientOptions> = {}) {
      const opened = open(options)
      opened.client.connect()
      await clock.run(100)
      return opened
    },
    wake: (isOffline = false) => {
      for (const onWake of wakers) onWake(isOffline)
    },
  }
}

export const contentsOf = (client: RealtimeClient) => client.getSnapshot().messages.map((view) => view.message.content)
export const deliveriesOf = (client: RealtimeClient) => client.getSnapshot().messages.map((view) => view.delivery)
