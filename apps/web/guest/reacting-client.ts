import {
  RealtimeClient,
  type RealtimeClientOptions,
  type Socket,
  type SocketFactory,
  type SocketListener,
  webSocketFactory,
} from '@guestwall/client'
import type { ReactionClient } from '@guestwall/client/reactions'

const WELCOME = '{"type":"welcome"'

const tapsOf = new WeakMap<RealtimeClient, SocketTap>()

/** A client whose connection reactions may join later: their script comes after the first words. */
export function reactingClient(options: RealtimeClientOptions): RealtimeClient {
  const tap = new SocketTap()
  const client = new RealtimeClient({ ...options, transports: { socket: tap.open } })
  tapsOf.set(client, tap)
  client.on('token', (token) => {
    tap.token = token
  })
  client.on('state', (state) => tap.onState(state === 'closed'))
  return client
}

/** Has the reactions join the connection of a client of `reactingClient`, once. */
export async function joinReactions(client: RealtimeClient, session: string): Promise<ReactionClient | null> {
  const tap = tapsOf.get(client)
  if (tap === undefined) return null
  const { ReactionClient } = await import('@guestwall/client/reactions')
  return tap.join(ReactionClient, session)
}

/** The sockets of a client, of which a second reader hears everything from the welcome on. */
class SocketTap {
  readonly open = this.#opener()
  token: string | null = null
  #reactions: ReactionClient | null = null
  #second: SocketListener | null = null
  #socket: Socket | null = null
  #welcome: string | null = null

  join(Reactions: typeof ReactionClient, session: string): ReactionClient {
    if (this.#reactions !== null) return this.#reactions
    const none: SocketListener = { onOpen() {}, onText() {}, onClose() {} }
    const reactions = new Reactions({
      session,
      socket: (_url, _subprotocol, listener) => {
        this.#second = listener
        return { send: (text) => this.#socket?.send(text), close() {} }
      },
    })
    reactions.open?.('', '', none)
    reactions.token = this.token
    if (this.#welcome !== null) this.#second?.onText(this.#welcome)
    this.#reactions = reactions
    return reactions
  }

  /** A client that is closed needs no reactions. */
  onState(isClosed: boolean): void {
    if (this.#reactions !== null) this.#reactions.token = isClosed ? null : this.token
  }

  #opener(): SocketFactory | null {
    const factory = webSocketFactory()
    if (factory === null) return null
    return (url, subprotocol, listener) => {
      const socket = factory(url, subprotocol, {
        onOpen: () => listener.onOpen(),
        onText: (text) => {
          if (text.startsWith(WELCOME)) {
            this.#socket = socket
            this.#welcome = text
          }
          listener.onText(text)
          if (this.#socket === socket) this.#second?.onText(text)
        },
        onClose: (code) => {
          if (this.#socket === socket) {
            this.#socket = null
            this.#welcome = null
            this.#second?.onClose(code)
          }
          listener.onClose(code)
        },
      })
      return socket
    }
  }
}
