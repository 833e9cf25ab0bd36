import { applyEvent, type Wall, type WallEvent } from '@guestwall/protocol'
import { equal, holds } from '../check.ts'
import { type Rule, rule } from '../rule.ts'
import { becomes } from '../scene.ts'
import type { FrameOf, SocketClient } from '../socket-client.ts'

/** SYNC: reading the log. */
export const SYNC_RULES: readonly Rule[] = [
  rule('SYNC-1', 'every frame of events begins where the one before it ended and holds events of its range, ascending', async (scene) => {
    const reader = await scene.connect(await scene.guest('reader'))
    let { lastEventId } = reader.position
    const author = await scene.connect(await scene.guest())
    for (const content of ['一', '二', '三']) await scene.post(author, content)
    const last = (await scene.post(author, '四')).eventId
    await reader.until('the last message', () => (reader.position.lastEventId >= last ? true : undefined))
    for (const frame of reader.frames) {
      if (frame.type !== 'events') continue
      equal('`from` of a frame', frame.from, lastEventId)
      for (const { id } of frame.events) {
        holds(id > lastEventId && id <= frame.to, `the event ${id} is not in (${lastEventId}, ${frame.to}] or not in order`)
        lastEventId = id
      }
      lastEventId = frame.to
    }
  }),

  rule('SYNC-3', 'a reader without a position gets the wall, which is what its events make of an empty one', async (scene) => {
    const author = await scene.connect(await scene.guest())
    const empty = wallOf(author)
    const from = author.position
    for (const content of ['一', '二']) await scene.post(author, content)
    const late = await scene.connect(await scene.guest('late'))
    const events = await scene.replay(await scene.guest(), from)
    // The server of the late reader may not have heard of the last events yet: its snapshot says up to where it is correct.
    const { lastEventId, wall } = snapshotOf(late)
    equal('the wall in the snapshot', wall, events.filter(({ id }) => id <= lastEventId).reduce(applyEvent, empty))
    await late.until('the last event', () => (late.told >= (events.at(-1)?.id ?? 0) ? true : undefined))
    equal('the wall after what came later', late.events.reduce(applyEvent, wall), events.reduce(applyEvent, empty))
  }),

  rule('SYNC-4', 'what is posted while a reader joins reaches it: in its snapshot or after it', async (scene) => {
    const author = await scene.connect(await scene.guest())
    const reader = await scene.guest('reader')
    const [joined, ...posted] = await Promise.all([scene.connect(reader), scene.post(author, '一'), scene.post(author, '二')])
    const ids = await joined.until('both messages', () => {
      const seen = new Set([...wallOf(joined).messages, ...messagesIn(joined.events)].map(({ id }) => id))
      return posted.every(({ id }) => seen.has(id))
        ? [...wallOf(joined).messages, ...messagesIn(joined.events)].map(({ id }) => id)
        : undefined
    })
    equal('the messages, none twice', ids.length, new Set(ids).size)
  }),

  rule('SYNC-5', 'a reader that comes back with its position gets what it missed, once', async (scene) => {
    const author = await scene.connect(await scene.guest())
    const guest = await scene.guest('reader')
    const before = await scene.connect(guest)
    const { position } = before
    before.close()
    const missed = [await scene.post(author, '一'), await scene.post(author, '二')]
    const again = await scene.connect({ ...guest, position })
    equal('`recovered`', again.welcome.recovered, true)
    await again.until('what was missed', () => (again.position.lastEventId >= (missed[1]?.eventId ?? 0) ? true : undefined))
    equal('what came after the position', messagesIn(again.events), missed)
    holds(!again.frames.some(({ type }) => type === 'snapshot'), 'a position that can be served got a snapshot')
  }),

  rule('SYNC-5', 'a reader that goes on by poll, and then by socket, misses nothing and gets nothing twice', async (scene) => {
    const author = await scene.connect(await scene.guest())
    const guest = await scene.guest('reader')
    const socket = await scene.connect(guest)
    const from = socket.position
    const first = await scene.post(author, '一')
    const polled = await scene.replay(guest, from)
    const second = await scene.post(author, '二')
    const again = await scene.connect({ ...guest, position: { epoch: from.epoch, lastEventId: polled.at(-1)?.id ?? from.lastEventId } })
    await again.event('message.created', ({ data }) => data.id === second.id)
    equal('what poll and socket brought', messagesIn([...polled, ...again.events]), [first, second])
  }),

  rule(
    'SYNC-6',
    'each of several requests about one session may go to another server: join, socket, message, ballot, poll',
    async (scene) => {
      const guest = await scene.guest()
      const reader = await scene.connect(await scene.guest('reader'))
      const vote = await scene.openVote()
      const { message } = await scene.postOverHttp(guest, '各处')
      await reader.event('message.created', ({ data }) => data.id === message.id)
      await scene.voteOverHttp(guest, vote.id, [vote.options[0]?.id ?? ''])
      await becomes(async () => {
        const answer = await scene.poll(guest)
        return 'snapshot' in answer && answer.snapshot.wall.messages.some(({ id }) => id === message.id)
      })
    },
  ),

  rule('SYNC-8', 'a poll with replay=all brings every event from the first on, each once', async (scene) => {
    const author = await scene.connect(await scene.guest())
    const { epoch, lastEventId } = author.position
    const posted = [await scene.post(author, '一'), await scene.post(author, '二'), await scene.post(author, '三')]
    const whole = await scene.replay(await scene.guest(), { epoch, lastEventId: 0 })
    equal('what came after the start', messagesIn(whole.filter(({ id }) => id > lastEventId)), posted)
    equal('the ids, each once', new Set(whole.map(({ id }) => id)).size, whole.length)
  }),

  rule('SYNC-8', 'a poll that waits is answered as soon as something happens', async (scene) => {
    const author = await scene.connect(await scene.guest())
    const waiting = scene.poll(await scene.guest('reader'), author.position, { wait: '25' })
    const message = await scene.post(author, '新')
    const answer = await waiting
    holds('events' in answer, 'a poll from the head got a snapshot')
    equal(
      'what the poll brought',
      messagesIn(answer.events as WallEvent[]).map(({ id }) => id),
      [message.id],
    )
  }),
]

function wallOf(socket: SocketClient): Wall {
  return snapshotOf(socket).wall
}

function snapshotOf(socket: SocketClient): FrameOf<'snapshot'> {
  const snapshot = socket.frames.find((frame) => frame.type === 'snapshot')
  holds(snapshot?.type === 'snapshot', 'a reader without a position got no snapshot')
  return snapshot
}

function messagesIn(events: readonly WallEvent[]) {
  return events.flatMap((event) => (event.type === 'message.created' ? [event.data] : []))
}
