import type { RealtimeClient, SocketListener } from '@guestwall/client'
import { ReactionClient } from '@guestwall/client/reactions'
import { lineOf } from '../open-client.ts'

const known = new WeakMap<RealtimeClient, ReactionClient>()

/** The reactions beside a client. They join its connection at the first call, and get every frame from then on. */
export function reactionsOf(client: RealtimeClient, session: string): ReactionClient {
  const before = known.get(client)
  if (before !== undefined) return before
  const line = lineOf(client)
  const reactions = new ReactionClient({
    session,
    socket: (_url, _subprotocol, listener) => {
      line.second = listener
      return { send: (text) => line.socket?.send(text), close() {} }
    },
  })
  known.set(client, reactions)
  reactions.open?.('', '', SILENT)
  // The welcome of this connection came before, or may have.
  const join = (): void => {
    if (client.getSnapshot().state !== 'connected') return
    stop()
    line.second?.onText(WELCOME)
  }
  const stop = client.subscribe(join)
  join()
  return reactions
}

const WELCOME = '{"type":"welcome"}'
/** The client has its connection already. */
const SILENT: SocketListener = { onOpen() {}, onText() {}, onClose() {} }
