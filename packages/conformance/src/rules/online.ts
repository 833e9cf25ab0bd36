import { type OnlineGuest, OnlinePageSchema } from '@guestwall/protocol'
import { equal, holds } from '../check.ts'
import { type Rule, rule } from '../rule.ts'
import { type Guest, pause, type Scene } from '../scene.ts'
import type { FrameOf, SocketClient } from '../socket-client.ts'

/** Between two looks at a list that is about to change. */
const LOOK_AGAIN_MS = 100

/** ONLINE: who is here. */
export const ONLINE_RULES: readonly Rule[] = [
  rule('ONLINE-1', 'a guest with two sockets is in the list once, a guest that polls is in it too', async (scene) => {
    const twice = await scene.guest('两台')
    await scene.connect(twice)
    await scene.connect(twice)
    const polling = await scene.guest('轮询')
    await scene.poll(polling)
    await becomes(scene, twice, [twice.id, polling.id])
  }),

  rule(
    'ONLINE-2',
    'a guest that leaves is gone from the list, and one that stays is not',
    async (scene) => {
      const [stays, leaves] = [await scene.guest('留'), await scene.guest('走')]
      await scene.connect(stays)
      const socket = await scene.connect(leaves)
      await becomes(scene, stays, [stays.id, leaves.id])
      socket.close(1000)
      await becomes(scene, stays, [stays.id])
    },
    'time',
  ),

  rule(
    'ONLINE-3',
    'the count is told to readers, and pages of one bring every name once',
    async (scene) => {
      const guests = [await scene.guest('甲'), await scene.guest('乙'), await scene.guest('丙')]
      const [socket] = await Promise.all(guests.map((guest) => scene.connect(guest)))
      await socket?.until('a count of three', () => socket.frames.find((frame) => frame.type === 'online' && frame.count === 3))
      const listed: OnlineGuest[] = []
      let cursor: string | null = null
      do {
        const answer: FrameOf<'ack'> = await scene.acknowledged(socket as SocketClient, { type: 'getOnlineList', cursor, limit: 1 })
        const page = answer.online
        holds(page !== undefined && page.guests.length <= 1, 'a page of one holds more')
        equal('the count of all', page.count, 3)
        listed.push(...page.guests)
        cursor = page.nextCursor
      } while (cursor !== null)
      equal('the guests of all pages', listed.map(({ id }) => id).sort(), guests.map(({ id }) => id).sort())
    },
    'time',
  ),
]

/** Waits until the list holds exactly these guests. The rule's time limit ends it. */
async function becomes(scene: Scene, guest: Guest, ids: readonly string[]): Promise<void> {
  const path = `/api/realtime/online?session=${scene.session.id}`
  for (;;) {
    const { guests, count } = await scene.answer(200, OnlinePageSchema, { method: 'GET', path, token: guest.token })
    equal('the count of a list of one page', count, guests.length)
    if (JSON.stringify(guests.map(({ id }) => id).sort()) === JSON.stringify([...ids].sort())) return
    await pause(LOOK_AGAIN_MS)
  }
}
