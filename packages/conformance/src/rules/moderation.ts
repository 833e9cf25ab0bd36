import { isDeepStrictEqual } from 'node:util'
import {
  ActedMessageSchema,
  HistorySchema,
  HostMessagesSchema,
  type HostMessage,
  type Position,
  type WallMessage,
} from '@guestwall/protocol'
import { equal, holds } from '../check.ts'
import { type Rule, rule } from '../rule.ts'
import { becomes, type Guest, type Scene } from '../scene.ts'

/** MOD: what hosts do with messages. */
export const MODERATION_RULES: readonly Rule[] = [
  rule(
    'MOD-1',
    'a rejected message leaves the wall, and a restored one returns with its text',
    async (scene) => {
      const { message, from } = await posted(scene, '来回')
      await act(scene, message, 'reject', { from: 'shown' })
      const reader = await scene.guest('reader')
      await wallBecomes(scene, reader, [])
      await act(scene, message, 'restore')
      await wallBecomes(scene, reader, [message.id])
      await becomes(async () => {
        const last = (await scene.replay(reader, from)).at(-1)
        return last?.type === 'message.shown' && last.data.content === '来回'
      })
    },
    'host',
  ),

  rule(
    'MOD-10',
    'a message that is held waits again, off the wall, and hosts keep its text',
    async (scene) => {
      const { message, from } = await posted(scene, '再等等')
      await act(scene, message, 'hold', { from: 'shown' })
      const reader = await scene.guest('reader')
      await wallBecomes(scene, reader, [])
      await becomes(async () => (await scene.replay(reader, from)).at(-1)?.type === 'message.rejected')
      const path = `/api/host/sessions/${scene.session.id}/messages?status=pending&after=0`
      const page = await scene.answer(200, HostMessagesSchema, { method: 'GET', path, token: scene.session.hostToken ?? '' })
      equal('the messages that wait', [page.messages[0]?.id, page.messages[0]?.content], [message.id, '再等等'])
    },
    'host',
  ),

  rule(
    'MOD-3',
    'a reader who is no host never receives the text of a rejected message',
    async (scene) => {
      const text = `a text that is rejected ${scene.session.id}`
      const { message, from } = await posted(scene, text)
      await act(scene, message, 'reject', { from: 'shown' })
      const late = await scene.guest('late')
      const history = { method: 'GET', path: `/api/sessions/${scene.session.id}/messages`, token: late.token }
      await becomes(async () => {
        const answers = [
          await scene.replay(late, from),
          await scene.poll(late),
          await scene.poll(late, from),
          (await scene.connect(late)).frames,
          (await scene.connect({ ...(await scene.guest('later')), position: from })).frames,
          await scene.answer(200, HistorySchema, history),
        ]
        return answers.every((answer) => !JSON.stringify(answer).includes(text))
      })
    },
    'host',
    'history',
  ),

  rule(
    'MOD-4',
    'an act on a message that has another status is refused, and says what the message is now',
    async (scene) => {
      const { message } = await posted(scene, '已在墙上')
      const problem = await scene.refusal({ ...question(scene, message, 'approve'), body: {} })
      equal('the refusal', [problem.code, problem.message?.status], ['conflict', 'shown'])
    },
    'host',
  ),

  rule(
    'MOD-7',
    'hosts list and count messages by status',
    async (scene) => {
      const { message } = await posted(scene, '一')
      await act(scene, message, 'reject', { from: 'shown' })
      const path = `/api/host/sessions/${scene.session.id}/messages?status=rejected&after=0`
      const page = await scene.answer(200, HostMessagesSchema, { method: 'GET', path, token: scene.session.hostToken ?? '' })
      equal('the rejected messages', [page.messages.map(({ id }) => id), page.counts?.rejected], [[message.id], 1])
    },
    'host',
  ),
]

/** A message on the wall, and the position before it. */
async function posted(scene: Scene, content: string): Promise<{ message: WallMessage; from: Position }> {
  const socket = await scene.connect(await scene.guest())
  const from = socket.position
  return { message: await scene.post(socket, content), from }
}

function question(scene: Scene, { id }: WallMessage, action: string) {
  return { method: 'POST', path: `/api/host/messages/${id}/${action}`, token: scene.session.hostToken ?? '' } as const
}

async function act(scene: Scene, message: WallMessage, action: string, body: object = {}): Promise<HostMessage> {
  return (await scene.answer(200, ActedMessageSchema, { ...question(scene, message, action), body })).message
}

async function wallBecomes(scene: Scene, reader: Guest, ids: readonly string[]): Promise<void> {
  await becomes(async () => {
    const answer = await scene.poll(reader)
    holds('snapshot' in answer, 'a poll without a position got events')
    return isDeepStrictEqual(
      answer.snapshot.wall.messages.map(({ id }) => id),
      ids,
    )
  })
}
