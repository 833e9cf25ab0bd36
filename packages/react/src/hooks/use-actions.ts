import { useContext, useMemo } from 'react'
import { type GuestwallClient, GuestwallContext } from '../context.ts'
import { useGuestwallClient } from './use-guestwall.ts'

/** Everything that a guest can do. The functions keep their identity as long as the client is the same. */
export interface GuestwallActions {
  /** Stores a message for sending. See `RealtimeClient.queueMessage`. */
  readonly send: GuestwallClient['queueMessage']
  /** Casts or changes a ballot. See `RealtimeClient.castVote`. */
  readonly castVote: GuestwallClient['castVote']
  /** Sends a refused message or ballot again. */
  readonly retry: GuestwallClient['retry']
  /** Discards a refused message or ballot. */
  readonly discard: GuestwallClient['discard']
}

/** The actions of the provider's client. */
export function useActions(): GuestwallActions {
  const client = useGuestwallClient()
  return useMemo(() => actionsOf(client), [client])
}

interface OptionalActions extends Pick<GuestwallActions, 'retry' | 'discard'> {
  readonly castVote: (voteId: string, optionIds: readonly string[]) => unknown
}

/** The actions of the provider's client, or functions that do nothing outside a provider: for components that may stand alone. */
export function useOptionalActions(): OptionalActions {
  const { client } = useContext(GuestwallContext)
  return useMemo(() => (client === null ? NO_ACTIONS : actionsOf(client)), [client])
}

const NO_ACTIONS: OptionalActions = { retry: () => undefined, discard: () => undefined, castVote: () => undefined }

function actionsOf(client: GuestwallClient): GuestwallActions {
  return {
    send: (content, guestName) => client.queueMessage(content, guestName),
    castVote: (voteId, optionIds) => client.castVote(voteId, optionIds),
    retry: (key) => client.retry(key),
    discard: (key) => client.discard(key),
  }
}
