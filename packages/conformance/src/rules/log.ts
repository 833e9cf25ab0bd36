import { HistorySchema, type WallEvent } from '@guestwall/protocol'
import { equal, holds } from '../check.ts'
import { type Rule, rule } from '../rule.ts'
import { becomes, type Scene } from '../scene.ts'
import type { SocketClient } from '../socket-client.ts'

/** LOG: one ordered log per session. */
export const LOG_RULES: readonly Rule[] = [
  rule('LOG-1', 'messages posted one after the other get ids one after the other', async (scene) => {
    const socket = await scene.connect(await scene.guest())
    const first = await scene.post(socket, 'one')
    const second = await scene.post(socket, 'two')
    const third = await scene.post(socket, 'three')
    equal('the distance of the ids', [second.eventId - first.eventId, third.eventId - second.eventId], [1, 1])
  }),

  rule(
    'LOG-2',
    'messages of four guests at once get four different ids, and the log holds each under the id of its acknowledgement',
    async (scene) => {
      const sockets = await Promise.all(['一', '二', '三', '四'].map(async (name) => scene.connect(await scene.guest(name))))
      const posted = await Promise.all(sockets.map((socket, index) => scene.post(socket, `at once ${index}`)))
      const reader = await scene.guest()
      const events = await scene.replay(reader, await start(scene))
      for (const message of posted) {
        const event = events.find(({ id }) => id === message.eventId)
        equal(`the event with the id ${message.eventId}`, event?.data, message)
      }
      equal(
        'the ids in the log, ascending and without a double',
        events.map(({ id }) => id),
        ascending(events),
      )
    },
  ),

  rule('LOG-3', 'socket, long poll and poll bring the same events in the same order', async (scene) => {
    const author = await scene.guest()
    const reader = await scene.connect(await scene.guest('reader'))
    const from = reader.position
    const poller = await scene.guest('poller')
    const waiting = scene.poll(poller, from, { wait: '10' })
    const socket = await scene.connect(author)
    for (const content of ['一', '二', '三']) await scene.post(socket, content)
    const last = (await scene.post(socket, '四')).eventId
    await reader.until('the last message', () => (reader.position.lastEventId >= last ? true : undefined))
    const first = await waiting
    holds('events' in first, 'a poll from a position of this log got a snapshot')
    const polled = first.events.length === 0 ? [] : (first.events as WallEvent[])
    const rest = await scene.replay(poller, { epoch: first.epoch, lastEventId: first.to })
    const all = await scene.replay(poller, from)
    equal('what the long poll and the polls after it brought', [...polled, ...rest], all)
    equal('what the socket brought', reader.events, all)
  }),

  rule('LOG-4', 'a position of another epoch gets a snapshot, from poll and socket', async (scene) => {
    const guest = await scene.guest()
    const other = { epoch: 'another-epoch', lastEventId: 0 }
    holds('snapshot' in (await scene.poll(guest, other)), 'a poll with the position of another epoch got events')
    holds('snapshot' in (await scene.poll(guest, other, { replay: 'all' })), 'a poll with replay=all and another epoch got events')
    const socket = await scene.connect({ ...guest, position: other })
    equal('`recovered` after the position of another epoch', socket.welcome.recovered, false)
  }),

  rule('LOG-4', 'a position beyond the head gets a snapshot: it never means "nothing new"', async (scene) => {
    const guest = await scene.guest()
    const { epoch, lastEventId } = await start(scene)
    const beyond = { epoch, lastEventId: lastEventId + 1_000 }
    holds('snapshot' in (await scene.poll(guest, beyond)), 'a poll with a position beyond the head got events')
    const socket = await scene.connect({ ...guest, position: beyond })
    equal('`recovered` after a position beyond the head', socket.welcome.recovered, false)
  }),

  rule(
    'LOG-5',
    'the body of a removed message is in no replay, snapshot, poll or history',
    async (scene) => {
      const body = `a body that goes ${scene.session.id}`
      const socket = await scene.connect(await scene.guest())
      const from = socket.position
      const message = await scene.post(socket, body)
      await scene.session.removeMessage(message.id)
      await socket.event('message.removed', ({ data }) => data.id === message.id)
      const late = await scene.guest('late')
      await becomes(async () => {
        const answers = [
          await scene.replay(late, from),
          await scene.poll(late),
          await scene.poll(late, from),
          framesOf(await scene.connect(late)),
          framesOf(await scene.connect({ ...(await scene.guest('later')), position: from })),
          await scene.answer(200, HistorySchema, { method: 'GET', path: `/api/sessions/${scene.session.id}/messages`, token: late.token }),
        ]
        return answers.every((answer) => !JSON.stringify(answer).includes(body))
      })
    },
    'host',
    'history',
  ),

  rule(
    'LOG-6',
    'a draft is in nothing that a guest reads, and the position of the guest moves past it',
    async (scene) => {
      const socket = await scene.connect(await scene.guest())
      const from = socket.position
      const vote = await scene.openVote({ options: ['only the host knows', 'for now'] })
      await socket.event('vote.opened', ({ data }) => data.id === vote.id)
      const types = (await scene.replay(await scene.guest(), from)).map(({ type }) => type)
      holds(!types.includes('vote.created'), `a guest reads the draft of a vote: ${types.join(', ')}`)
      holds(types.includes('vote.opened'), 'a guest does not read that a vote was opened')
    },
    'host',
  ),
]

/** Where a reader without a position is put now. */
async function start(scene: Scene): Promise<{ epoch: string; lastEventId: number }> {
  const answer = await scene.poll(await scene.guest('reader'))
  holds('snapshot' in answer, 'a poll without a position got events')
  return { epoch: answer.snapshot.epoch, lastEventId: 0 }
}

function framesOf(socket: SocketClient): unknown {
  return socket.frames
}

function ascending(events: readonly WallEvent[]): number[] {
  return [...new Set(events.map(({ id }) => id))].sort((left, right) => left - right)
}
