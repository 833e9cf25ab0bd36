import type { SocketFactory } from '@guestwall/client'
import { ReactionClient } from '@guestwall/client/reactions'
import { useEffect, useState } from 'react'

/** The reactions of a session, for a page whose client opens its sockets with `open` of what this returns. `socket` opens those of another reader. */
export function useReactionClient(session: string, token: string, socket?: SocketFactory | null): ReactionClient {
  const [reactions] = useState(() => new ReactionClient({ session, ...(socket === undefined ? {} : { socket }) }))
  useEffect(() => {
    reactions.authorise(token)
  }, [reactions, token])
  useEffect(() => () => reactions.close(), [reactions])
  return reactions
}
