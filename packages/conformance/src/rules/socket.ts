import { CLOSE, MAX_FRAME_BYTES, WATCHED_HEARTBEAT_MS } from '@guestwall/protocol'
import { equal, holds } from '../check.ts'
import { type Rule, rule } from '../rule.ts'
import { freshKey, type Scene } from '../scene.ts'
import { SocketClient } from '../socket-client.ts'

/** The socket: frames, refusals, close codes. */
export const SOCKET_RULES: readonly Rule[] = [
  rule(
    'CONN-10',
    'a host gets heartbeats, by the word of welcome one each second',
    async (scene) => {
      const socket = await scene.connect({ token: scene.session.hostToken ?? '' })
      const { heartbeatMs } = socket.welcome
      holds(heartbeatMs <= WATCHED_HEARTBEAT_MS, `heartbeatMs is ${heartbeatMs}, expected at most ${WATCHED_HEARTBEAT_MS}`)
      await socket.frame('heartbeat')
    },
    'host',
  ),

  rule('SOCKET', 'ping is answered with pong', async (scene) => {
    const socket = await scene.connect(await scene.guest())
    socket.send({ type: 'ping' })
    await socket.frame('pong')
  }),

  rule(
    'SOCKET',
    'hello without a token makes a guest of its name',
    async (scene) => {
      const socket = scene.keep(await SocketClient.join(scene.target, scene.session.id, { guestName: '小红' }))
      equal('the guest', socket.guest.name, '小红')
      equal('the role', socket.welcome.role, 'guest')
      const again = await scene.connect({ token: socket.token })
      equal('the guest of the token', again.guest, socket.guest)
    },
    'hostile',
  ),

  rule('SOCKET', 'a wrong token is refused and closed: unauthorised, 4401', async (scene) => {
    await closesWith(scene, CLOSE.unauthorised, (socket) => socket.send({ type: 'hello', token: 'not-a-token' }))
  }),

  rule(
    'SOCKET',
    'what is not a frame of Wire v1 closes: bad_frame, 4400',
    async (scene) => {
      for (const text of [
        'hello',
        '{"type":"ping"',
        '[{"type":"ping"}]',
        '{"type":"subscribe"}',
        '{"type":"ping","extra":1}',
        '{"type":"ping","type":"ping"}',
      ]) {
        await closesWith(scene, CLOSE.badFrame, (socket) => socket.sendText(text))
      }
    },
    'hostile',
  ),

  rule(
    'SOCKET',
    'a command before hello closes: unauthorised, 4401',
    async (scene) => {
      await closesWith(scene, CLOSE.unauthorised, (socket) => socket.send({ ...scene.message('too early'), ref: 1 }))
    },
    'hostile',
  ),

  rule(
    'SOCKET',
    'a frame of more than 16 KiB closes: too_large, 4413',
    async (scene) => {
      await closesWith(scene, CLOSE.tooLarge, (socket) => socket.sendText(`{"type":"ping","x":"${'x'.repeat(MAX_FRAME_BYTES)}"}`))
    },
    'hostile',
  ),

  rule(
    'SOCKET',
    'a socket without hello is closed: hello_timeout, 4408',
    async (scene) => {
      await closesWith(scene, CLOSE.helloTimeout, () => {})
    },
    'hostile',
    'time',
  ),

  rule(
    'SOCKET',
    'a session that does not exist is refused: session_not_found, 4404',
    async (scene) => {
      const socket = scene.keep(await SocketClient.open(scene.target, 'no-such-session'))
      socket.send({ type: 'hello', guestName: '小明' })
      equal('the close code', await socket.closed(), CLOSE.noSuchSession)
    },
    'hostile',
  ),

  rule(
    'SOCKET',
    'a credential of another session is refused',
    async (scene) => {
      const other = await scene.target.createSession()
      const socket = scene.keep(await SocketClient.open(scene.target, other.id))
      socket.send({ type: 'hello', token: (await scene.guest()).token })
      const code = await socket.closed()
      await other.end()
      holds(code === CLOSE.unauthorised || code === CLOSE.forbidden, `the close code is ${code}, expected 4401 or 4403`)
    },
    'hostile',
  ),

  rule(
    'SOCKET',
    'a subprotocol that is not guestwall.v1 gets no session',
    async (scene) => {
      const socket = await scene.open('guestwall.v999').catch(() => null)
      socket?.send({ type: 'hello', token: (await scene.guest()).token })
      const wasRefused = socket === null || (await socket.frame('welcome').catch(() => null)) === null
      holds(wasRefused, 'the server took a subprotocol that it does not know')
    },
    'hostile',
  ),

  rule('SOCKET', 'an answer carries the ref of its command, in whatever order answers come', async (scene) => {
    const socket = await scene.connect(await scene.guest())
    const [message, list] = await Promise.all([
      scene.settled(socket, scene.message('一', freshKey())),
      scene.settled(socket, { type: 'getOnlineList' }),
    ])
    holds(message.type === 'ack' && message.message !== undefined, 'the answer to a message has no message')
    holds(list.type === 'ack' && list.online !== undefined, 'the answer to a question for the list has no list')
  }),
]

/** Opens a socket, does `act`, and waits for an `error` without `ref` and the close with `code`. */
async function closesWith(scene: Scene, code: number, act: (socket: SocketClient) => void): Promise<void> {
  const socket = await scene.open()
  act(socket)
  equal('the close code', await socket.closed(), code)
  holds(!socket.frames.some(({ type }) => type === 'welcome'), 'the server welcomed what it then closed')
}
