import { expect, it } from 'vitest'
import { SILENCE_MS } from '@guestwall/protocol'
import { PROBE_LIMIT_MS } from './core/connection-machine.ts'
import { contentsOf, setUp } from './realtime-client.test-kit.ts'

/** The device's date is set, as a phone does that finds a network: nobody notices. */

const MINUTE_MS = 60_000
const STEPS = [-90_000, -8 * 60 * MINUTE_MS, 10 * MINUTE_MS]

it.each(STEPS)(
  '[CONN-2] [CONN-5] the date steps by %i ms: a good connection stays, and a lost one comes back as soon as ever',
  async (ms) => {
    const comeBack = async (stepMs: number) => {
      const { clock, server, connected } = setUp()
      const { client } = await connected()
      clock.stepWallTime(stepMs)
      await clock.run(2 * MINUTE_MS)
      expect(server.pairs).toHaveLength(1)
      server.cutAll()
      clock.stepWallTime(stepMs)
      const lostAt = clock.now()
      while (client.getSnapshot().state !== 'connected' || server.pairs.length < 2) await clock.run(50)
      return clock.now() - lostAt
    }
    expect(await comeBack(ms)).toBe(await comeBack(0))
  },
)

it.each(STEPS)(
  '[SEND-5] [SEND-4] the date steps by %i ms between messages: they are sent at once and in the order in which they were written',
  async (ms) => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.socketMode = 'hang'
    server.cutAll()
    for (let at = 0; at < 4; at += 1) {
      void client.sendMessage(`第${at}条`, '小明')
      clock.stepWallTime(ms)
    }
    await clock.run(5_000)
    expect(server.wall.messages.map(({ content }) => content)).toEqual(['第0条', '第1条', '第2条', '第3条'])
    expect(contentsOf(client)).toEqual(['第0条', '第1条', '第2条', '第3条'])
  },
)

it('[CONN-5] a device sleeps for a night, its monotonic clock with it, and nothing tells of the waking: the dead socket is found by silence', async () => {
  const { clock, server, connected } = setUp()
  const { client } = await connected()
  // No time passes here; the date jumps, and the socket died meanwhile without a word.
  server.cutAll(true)
  clock.stepWallTime(8 * 60 * MINUTE_MS)
  server.say('in the night')
  // The silence that counts as a loss, the probe, a new socket.
  await clock.run(SILENCE_MS + PROBE_LIMIT_MS + 1_000)
  expect(client.getSnapshot().state).toBe('connected')
  expect(contentsOf(client)).toEqual(['in the night'])
  expect(server.pairs).toHaveLength(2)
})
