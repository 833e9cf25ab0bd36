import type { ClientSnapshot, ViewMessage } from '@guestwall/client'
import { useGuestwall } from './use-guestwall.ts'

const messagesOf = (snapshot: ClientSnapshot): readonly ViewMessage[] => snapshot.messages

/** The messages on the wall with the guest's own unsent ones, oldest first. A message keeps its identity until it changes. */
export function useMessages(): readonly ViewMessage[] {
  return useGuestwall(messagesOf)
}
