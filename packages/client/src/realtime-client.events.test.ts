import type { Position } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import type { RealtimeClient } from './realtime-client.ts'
import { setUp } from './realtime-client.test-kit.ts'

/** As on the server: a reader further behind gets a snapshot, and a page holds so many. */
const REPLAY_EVENTS = 1_000
const PAGE_EVENTS = 200

function inWorld() {
  const world = setUp()
  world.server.replayEvents = REPLAY_EVENTS
  world.server.pageEvents = PAGE_EVENTS
  return world
}

/** A bot: what it is told, and where it stands. */
function listen(client: RealtimeClient) {
  const ids: number[] = []
  const resets: Position[] = []
  const bot = { ids, resets, position: undefined as Position | undefined }
  client.on('event', (event, position) => {
    ids.push(event.id)
    bot.position = position
  })
  client.on('reset', (_wall, position) => {
    resets.push(position)
    bot.position = position
  })
  return bot
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index + 1)

describe('every event of the log', () => {
  it.each([600, 2_500])('[SYNC-8] a connection cut for %i messages: each is told once and in order, without a reset', async (count) => {
    const { clock, server, connected } = inWorld()
    server.say('before')
    const { client } = await connected()
    const bot = listen(client)
    server.say('live')
    await clock.run(10)
    expect(bot.ids).toEqual([2])
    server.socketMode = 'hang'
    server.httpMode = 'down'
    server.cutAll()
    for (let at = 0; at < count; at += 1) server.say(`message ${at}`)
    await clock.run(30_000)
    expect(bot.ids).toEqual([2])
    server.socketMode = 'serve'
    server.httpMode = 'serve'
    await clock.run(60_000)
    server.say('live again')
    await clock.run(10)
    expect(bot).toMatchObject({ ids: range(1, count + 3), resets: [], position: { epoch: 'epoch-1', lastEventId: count + 3 } })
    expect(client.getSnapshot().position).toEqual(bot.position)
    client.close()
    await clock.run(10)
    expect(clock.pending).toBe(0)
  })

  it('[SYNC-8] what comes while pages are read waits for them, also on a wall that never rests', async () => {
    const { clock, server, connected } = inWorld()
    const { client } = await connected()
    const bot = listen(client)
    server.socketMode = 'hang'
    server.httpMode = 'down'
    server.cutAll()
    for (let at = 0; at < 1_500; at += 1) server.say(`missed ${at}`)
    server.socketMode = 'serve'
    server.httpMode = 'serve'
    server.httpLatencyMs = 120
    for (let at = 0; at < 600; at += 1) {
      server.say(`live ${at}`)
      await clock.run(50)
    }
    expect(bot.ids).toEqual(range(0, 2_100))
    const asked = server.requests.length
    server.say('last')
    await clock.run(10)
    expect([bot.ids.length, server.requests.length]).toEqual([2_101, asked])
  })

  it('[SYNC-8] option position: a later client goes on where an earlier one stopped', async () => {
    const { clock, server, connected, open } = inWorld()
    const first = await connected()
    const before = listen(first.client)
    server.say('one')
    await clock.run(10)
    first.client.close()
    for (let at = 0; at < 1_700; at += 1) server.say(`missed ${at}`)
    const position = before.position as Position
    const { client } = open({ position })
    const after = listen(client)
    client.connect()
    await clock.run(5_000)
    expect(after).toMatchObject({ ids: range(1, 1_701), resets: [] })
    expect(client.state).toBe('connected')
  })

  it.each([
    ['of another epoch', { epoch: 'epoch-0', lastEventId: 3 }],
    ['beyond the head', { epoch: 'epoch-1', lastEventId: 99 }],
  ])('[LOG-4] a position %s is one reset with the wall, and the events after it follow', async (_, position) => {
    const { clock, server, open } = inWorld()
    for (let at = 0; at < 5; at += 1) server.say(`message ${at}`)
    const { client } = open({ position })
    const bot = listen(client)
    client.connect()
    await clock.run(5_000)
    expect(bot).toMatchObject({ ids: [], resets: [{ epoch: 'epoch-1', lastEventId: 5 }] })
    server.say('after')
    await clock.run(10)
    expect(bot.ids).toEqual([6])
  })

  it('[LOG-4] a log that is shorter than what was told is one reset as well', async () => {
    const { clock, server, connected } = inWorld()
    const { client } = await connected()
    const bot = listen(client)
    for (let at = 0; at < 5; at += 1) server.say(`message ${at}`)
    await clock.run(10)
    server.restore('epoch-1', 3)
    await clock.run(10_000)
    server.say('and on')
    await clock.run(10)
    expect(bot).toMatchObject({ ids: [1, 2, 3, 4, 5, 4], resets: [{ epoch: 'epoch-1', lastEventId: 3 }] })
  })

  it('[LOG-4] a log that began anew is one reset, and nothing of the new one is passed over', async () => {
    const { clock, server, connected } = inWorld()
    const { client } = await connected()
    const bot = listen(client)
    for (let at = 0; at < 5; at += 1) server.say(`message ${at}`)
    await clock.run(10)
    server.restore('epoch-2', 3)
    server.say('of the new life')
    await clock.run(10_000)
    server.say('and on')
    await clock.run(10)
    expect(bot.resets).toEqual([{ epoch: 'epoch-2', lastEventId: 4 }])
    expect(bot.ids).toEqual([1, 2, 3, 4, 5, 5])
  })

  it('[SYNC-8] lives on HTTP alone as well', async () => {
    const { clock, server, open } = inWorld()
    const { client } = open({ transports: { socket: null, http: server.transports.http } })
    const bot = listen(client)
    client.connect()
    await clock.run(1_000)
    server.httpMode = 'down'
    for (let at = 0; at < 1_400; at += 1) server.say(`message ${at}`)
    await clock.run(30_000)
    server.httpMode = 'serve'
    await clock.run(60_000)
    expect(bot).toMatchObject({ ids: range(0, 1_400), resets: [] })
  })

  it('[SYNC-8] a listener that closes the client is told nothing more; the next start goes on from there', async () => {
    const { clock, server, connected } = inWorld()
    const { client } = await connected()
    const bot = listen(client)
    const stop = client.on('event', ({ id }) => {
      if (id === 3) client.close()
    })
    server.cutAll()
    for (let at = 0; at < 10; at += 1) server.say(`message ${at}`)
    await clock.run(10_000)
    expect(bot.ids).toEqual([1, 2, 3])
    expect(client.state).toBe('closed')
    stop()
    client.connect()
    await clock.run(10_000)
    expect(bot.ids).toEqual(range(0, 10))
  })

  it('[SYNC-8] without a listener no page is asked for, and one that comes later begins with what is new', async () => {
    const { clock, server, connected } = inWorld()
    const { client } = await connected()
    server.cutAll()
    for (let at = 0; at < 1_500; at += 1) server.say(`message ${at}`)
    await clock.run(10_000)
    const bot = listen(client)
    server.say('new')
    await clock.run(10_000)
    expect(bot.ids).toEqual([1_501])
    expect(server.requests.some(({ url }) => url.includes('replay'))).toBe(false)
  })

  it('[SYNC-8] tells listeners when the snapshot shows the event', async () => {
    const { clock, server, connected } = inWorld()
    const { client } = await connected()
    const shown: (boolean | undefined)[] = []
    client.on('event', (event) => {
      shown.push(event.type === 'message.created' && client.getSnapshot().wall?.messages.some(({ id }) => id === event.data.id))
    })
    server.say('one')
    await clock.run(10)
    expect(shown).toEqual([true])
  })
})
