import { RealtimeClient, type RealtimeClientOptions, type Socket, type SocketListener, webSocketFactory } from '@guestwall/client'
import { createPlaceFeed, type PlaceFeed } from '@guestwall/client/places'

/** The connection of a client, and the other readers of it. */
export interface Line {
  readonly feed: PlaceFeed
  socket: Socket | null
  /** Joins later, and gets every frame that the client gets. */
  second?: SocketListener
}

const lines = new WeakMap<RealtimeClient, Line>()

/** A client of this page; it also reads where the guest's messages are on the screens. */
export function openClient(options: RealtimeClientOptions): RealtimeClient {
  const open = webSocketFactory()
  const feed = createPlaceFeed({
    socket:
      open &&
      ((url, subprotocol, listener) => {
        const socket = open(url, subprotocol, {
          onOpen: () => listener.onOpen(),
          onText(text) {
            listener.onText(text)
            if (line.socket === socket) line.second?.onText(text)
          },
          onClose(code) {
            listener.onClose(code)
            if (line.socket === socket) line.second?.onClose(code)
          },
        })
        line.socket = socket
        return socket
      }),
  })
  const line: Line = { feed, socket: null }
  const client = new RealtimeClient({ ...options, transports: { socket: feed.open } })
  lines.set(client, line)
  return client
}

/** The connection of a client that was opened here. */
export function lineOf(client: RealtimeClient): Line {
  const line = lines.get(client)
  if (line === undefined) throw new Error('the client was not opened here')
  return line
}
