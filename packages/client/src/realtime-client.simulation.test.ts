import { describe, expect, it } from 'vitest'
import { contentsOf, setUp } from './realtime-client.test-kit.ts'
import type { RealtimeClient } from './realtime-client.ts'
import { openVoteOf } from './testing/fake-server.ts'
import { seededRandom } from './testing/seeded-random.ts'

const SEEDS = Array.from({ length: 30 }, (_, at) => at + 1)
const STEPS = 60

/** One guest with up to two tabs on a bad network, for `STEPS` steps of at most five seconds. */
async function live(seed: number) {
  const random = seededRandom(seed)
  const oneOf = <Item>(...items: Item[]) => items[Math.floor(random() * items.length)] as Item
  const { clock, server, open, wake } = setUp()
  const tabs: RealtimeClient[] = []
  const written: string[] = []
  let chosen: string | null = null
  const trace: string[] = []
  const violations: string[] = []
  const positions = new WeakMap<RealtimeClient, number>()

  function start(): void {
    const { client } = open()
    client.subscribe(() => {
      const lastEventId = client.getSnapshot().position?.lastEventId ?? 0
      // A listener may not throw through the client, so what it sees is kept for the end.
      if (lastEventId < (positions.get(client) ?? 0)) violations.push(`the position went back to ${lastEventId}`)
      positions.set(client, lastEventId)
      const keys = client.getSnapshot().messages.map((view) => view.viewKey)
      if (new Set(keys).size < keys.length) violations.push(`a message is there twice: ${keys.join(' ')}`)
    })
    client.connect()
    tabs.push(client)
  }

  const operations: Record<string, () => void> = {
    say: () => server.say(`别人${server.head}`),
    write: () => {
      const text = `我${written.length}`
      written.push(text)
      void tabs[0]?.sendMessage(text, '小明')
    },
    choose: () => {
      chosen = oneOf('a', 'b', 'c')
      void oneOf(...tabs).castVote('v', [chosen])
    },
    cut: () => server.cutAll(),
    sever: () => server.cutAll(true),
    sockets: () => {
      server.socketMode = oneOf('serve', 'serve', 'refuse', 'hang', 'silent')
    },
    http: () => {
      server.httpMode = oneOf('serve', 'serve', 'down', 'portal', 'busy')
    },
    goodbye: () => server.broadcast({ type: 'goodbye', reason: 'draining', reconnectInMs: random() * 5_000 }),
    lag: () => {
      server.latencyMs = oneOf(0, 20, 300)
    },
    longPoll: () => {
      server.hasLongPoll = random() < 0.5
    },
    wake,
    sleep: () => clock.sleep(random() * 60_000),
    reload: () => {
      for (const tab of tabs.splice(0)) tab.close()
      start()
    },
    secondTab: () => {
      if (tabs.length < 2) start()
    },
  }

  server.openVote(openVoteOf('v'))
  start()
  for (let at = 0; at < STEPS; at += 1) {
    const name = oneOf(...Object.keys(operations), 'write', 'say', 'write', 'choose')
    trace.push(name)
    operations[name]?.()
    await clock.run(random() * 5_000)
  }
  server.socketMode = 'serve'
  server.httpMode = 'serve'
  server.latencyMs = 0
  await clock.run(180_000)
  return { clock, server, tabs, written, chosen, trace, violations }
}

describe('under every kind of trouble', () => {
  it.each(SEEDS)(
    '[SYNC-5] [SEND-5] seed %s: the log is read exactly, what was written is in it once and in order, and the last choice counts',
    async (seed) => {
      const { clock, server, tabs, written, chosen, trace, violations } = await live(seed)
      const log = server.wall.messages.map((message) => message.content)
      const operations = trace.join(' ')
      expect(violations, operations).toEqual([])
      expect(server.pairs.length, operations).toBeGreaterThan(1)
      for (const tab of tabs) {
        expect(tab.getSnapshot(), operations).toMatchObject({
          state: 'connected',
          trouble: null,
          waitingToSend: 0,
          position: { lastEventId: server.head },
        })
        expect(contentsOf(tab), operations).toEqual(log)
        const ballots = tab.getSnapshot().ballots.map(({ delivery, counted }) => ({ delivery, counted }))
        expect(ballots, operations).toEqual(chosen === null ? [] : [{ delivery: 'delivered', counted: [chosen] }])
        tab.close()
      }
      expect(
        log.filter((content) => content.startsWith('我')),
        operations,
      ).toEqual(written)
      expect(server.countedOf(tabs[0]?.getSnapshot().guest ?? undefined, 'v'), operations).toEqual(chosen === null ? null : [chosen])
      await clock.run(1_000)
      expect(clock.pending, operations).toBe(0)
    },
  )
})
