import { RealtimeClient, type RealtimeClientOptions } from '@guestwall/client'
import { createPlaceFeed, type PlaceFeed } from '@guestwall/client/places'

const feeds = new WeakMap<RealtimeClient, PlaceFeed>()

/** A client of this page; it also reads where the guest's messages are on the screens. */
export function openClient(options: RealtimeClientOptions): RealtimeClient {
  const feed = createPlaceFeed()
  const client = new RealtimeClient({ ...options, transports: { socket: feed.open } })
  feeds.set(client, feed)
  return client
}

/** Where the messages of this client's guest are. */
export function placeFeedOf(client: RealtimeClient): PlaceFeed {
  const feed = feeds.get(client)
  if (feed === undefined) throw new Error('the client was not opened here')
  return feed
}
