import type { Session } from '@guestwall/protocol'
import type { QueueStatus } from './queue-state.ts'

/**
 * The list that a host sees who has chosen none: what the mode needs, the host's work or the wall. Where the first message of a wall waits, because a rule holds
 * it, the host is led to it.
 */
export function firstList(
  { moderation, photos }: Pick<Session, 'moderation' | 'photos'>,
  { pending, shown }: { readonly pending: number; readonly shown: number },
): QueueStatus {
  const isApproved = moderation === 'approve' || photos === 'approve'
  return isApproved || (pending > 0 && shown === 0) ? 'pending' : 'shown'
}
