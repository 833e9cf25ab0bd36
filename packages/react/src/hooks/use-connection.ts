import type { ClientSnapshot } from '@guestwall/client'
import { shallowEqual } from './shallow-equal.ts'
import { useGuestwall } from './use-guestwall.ts'

/** The fields of a client's snapshot that describe its connection. */
export type Connection = Pick<ClientSnapshot, 'state' | 'trouble' | 'troubleSinceMs' | 'isTimely' | 'closedReason' | 'refusal'>

const connectionOf = ({ state, trouble, troubleSinceMs, isTimely, closedReason, refusal }: ClientSnapshot): Connection => ({
  state,
  trouble,
  troubleSinceMs,
  isTimely,
  closedReason,
  refusal,
})

/** The state of the connection. The same object while nothing about the connection changes. */
export function useConnection(): Connection {
  return useGuestwall(connectionOf, shallowEqual)
}
