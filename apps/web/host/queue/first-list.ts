import type { Session } from '@guestwall/protocol'
import type { QueueStatus } from './queue-state.ts'

/**
 * The list that a host sees who has chosen none: what the mode needs, the host's work or the wall. `isLed`: the first message of a wall waits because a rule
 * holds it, and the host is led to it.
 */
export function firstList(
  { moderation, photos }: Pick<Session, 'moderation' | 'photos'>,
  { pending, shown }: { readonly pending: number; readonly shown: number },
): { readonly status: QueueStatus; readonly isLed: boolean } {
  const isApproved = moderation === 'approve' || photos === 'approve'
  const isLed = !isApproved && pending > 0 && shown === 0
  return { status: isApproved || isLed ? 'pending' : 'shown', isLed }
}
