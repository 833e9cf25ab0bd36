import { WallMessageSchema } from '@guestwall/protocol'
import { equal, holds } from '../check.ts'
import { parseExactly } from '../parse.ts'
import { type Rule, rule } from '../rule.ts'
import { freshKey } from '../scene.ts'

/** SEND: posting. */
export const SEND_RULES: readonly Rule[] = [
  rule('SEND-1', 'the same key gets the first result again, over socket and HTTP, and nothing is posted twice', async (scene) => {
    const guest = await scene.guest()
    const socket = await scene.connect(guest)
    const from = socket.position
    const key = freshKey()
    const first = await scene.post(socket, '一次', key)
    equal('the result of the same command over the socket', await scene.post(socket, '一次', key), first)
    equal('the result of the same command over HTTP', await scene.postOverHttp(guest, '一次', key), { status: 200, message: first })
    const events = await scene.replay(guest, from)
    equal('how often it is in the log', events.filter(({ type }) => type === 'message.created').length, 1)
  }),

  rule(
    'SEND-1',
    'the same key with another body is refused: key_reused',
    async (scene) => {
      const guest = await scene.guest()
      const socket = await scene.connect(guest)
      const key = freshKey()
      await scene.post(socket, '甲', key)
      const answer = await scene.settled(socket, scene.message('乙', key))
      equal('the answer', answer.type === 'error' ? answer.code : answer, 'key_reused')
    },
    'hostile',
  ),

  rule('SEND-1', 'the same key of another guest is another command', async (scene) => {
    const [one, two] = [await scene.connect(await scene.guest('甲')), await scene.connect(await scene.guest('乙'))]
    const key = freshKey()
    const first = await scene.post(one, '同一个', key)
    const second = await scene.post(two, '同一个', key)
    holds(first.id !== second.id && first.guestId !== second.guestId, 'the commands of two guests with one key became one')
  }),

  rule('SEND-2', 'a message is in the log when its acknowledgement comes', async (scene) => {
    const guest = await scene.guest()
    const socket = await scene.connect(guest)
    const from = socket.position
    const message = await scene.post(socket, '已存')
    const events = await scene.replay(await scene.guest('reader'), from)
    equal('the event of the acknowledged message', events.find(({ id }) => id === message.eventId)?.data, message)
  }),

  rule('SEND-3', 'acknowledgement and event hold the same complete message, with the key of its author', async (scene) => {
    const socket = await scene.connect(await scene.guest())
    const reader = await scene.connect(await scene.guest('reader'))
    const key = freshKey()
    const message = await scene.post(socket, '完整', key)
    parseExactly('the message', WallMessageSchema, message)
    equal('the key', message.key, key)
    equal('the author', message.guestId, socket.guest.id)
    const event = await reader.event('message.created', ({ data }) => data.key === key)
    equal('the message in the event', event.data, message)
  }),

  rule(
    'SEND-4',
    'a final refusal says so and holds up nothing behind it',
    async (scene) => {
      const socket = await scene.connect(await scene.guest())
      const [refused, taken] = await Promise.all([
        scene.settled(socket, scene.message('   ')),
        scene.settled(socket, scene.message('下一条')),
      ])
      equal('the refusal of an empty text', refused.type === 'error' ? [refused.code, refused.retryable] : refused, [
        'empty_content',
        false,
      ])
      equal('the answer to the message behind it', taken.type, 'ack')
    },
    'hostile',
  ),

  rule('SEND-5', 'messages that one guest sends without waiting reach the log in the order they were sent', async (scene) => {
    const guest = await scene.guest()
    const socket = await scene.connect(guest)
    const from = socket.position
    const contents = ['甲', '乙', '丙', '丁']
    await Promise.all(contents.map((content) => scene.post(socket, content)))
    const events = await scene.replay(guest, from)
    const inLog = events.flatMap((event) => (event.type === 'message.created' ? [event.data.content] : []))
    // A message that a limit refused came later under its key; the others kept their order.
    equal('the contents in the log', inLog, contents)
  }),
]
