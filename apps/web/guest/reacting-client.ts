import { RealtimeClient, type RealtimeClientOptions } from '@guestwall/client'
import { ReactionClient } from '@guestwall/client/reactions'

const reactionsOf = new WeakMap<RealtimeClient, ReactionClient>()

/** A client, and beside it the reactions on the same connection. */
export function reactingClient(options: RealtimeClientOptions): RealtimeClient {
  const reactions = new ReactionClient({ session: options.session })
  const client = new RealtimeClient({ ...options, transports: { socket: reactions.open } })
  let token: string | null = null
  client.on('token', (issued) => {
    token = issued
    reactions.token = issued
  })
  client.on('state', (state) => {
    reactions.token = state === 'closed' ? null : token
  })
  reactionsOf.set(client, reactions)
  return client
}

/** The reactions beside a client of `reactingClient`. */
export function reactionsBeside(client: RealtimeClient): ReactionClient | null {
  return reactionsOf.get(client) ?? null
}
