import { RealtimeClient, webSocketFactory } from '@guestwall/client'
import { WebSocket } from 'ws'

/** A guest with the client of the SDK, and what it was told of the log. */
export interface ToldClient {
  readonly client: RealtimeClient
  /** How often each message came. */
  readonly times: Map<string, number>
}

/** Connects a guest to the server at `url`. `onMessage` is called at each message that it is told of. */
export function connectClient(
  url: string,
  session: string,
  guestName: string,
  onMessage: (content: string) => void = () => {},
): ToldClient {
  const client = new RealtimeClient({ url, session, guestName, transports: { socket: webSocketFactory(WebSocket) } })
  const times = new Map<string, number>()
  client.on('event', (event) => {
    if (event.type !== 'message.created') return
    const { content } = event.data
    times.set(content, (times.get(content) ?? 0) + 1)
    onMessage(content)
  })
  client.connect()
  return { client, times }
}

/** Resolves when `isTrue` is. Answers whether it was within `limitMs`. */
export async function within(limitMs: number, isTrue: () => boolean): Promise<boolean> {
  const endMs = performance.now() + limitMs
  while (!isTrue()) {
    if (performance.now() > endMs) return false
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return true
}

/** Messages that some client was told of never, or more than once. */
export function lostOrDoubled(clients: readonly ToldClient[], contents: readonly string[]): number {
  return clients.reduce((sum, { times }) => sum + contents.filter((content) => times.get(content) !== 1).length, 0)
}
