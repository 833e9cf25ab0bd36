import type { MessageAction } from '@guestwall/client/host'
import type { HostMessage, MessageStatus } from '@guestwall/protocol'

/**
 * An act of this host on messages. `approveAndPin`: a pending message goes to the wall and stays at its top. `keepPrivate`: a rejected message for
 * the hosts alone goes back to them.
 */
export type MessageAct = MessageAction | 'approveAndPin' | 'keepPrivate'

/** The status of a message after the act. */
export function statusAfter(act: MessageAct): MessageStatus {
  if (act === 'hold') return 'pending'
  if (act === 'keepPrivate') return 'private'
  return act === 'reject' ? 'rejected' : 'shown'
}

/** The status from which the act starts, where it depends on what the host saw. */
export function startOf(act: MessageAct, { status }: HostMessage): { readonly from?: 'shown' | 'private' } {
  if (act === 'reject' && status === 'private') return { from: status }
  return (act === 'reject' || act === 'hold') && status === 'shown' ? { from: 'shown' } : {}
}

/** The act that gives a message the status again that it had before the act (MOD-10). */
export function undoOf(act: MessageAct, { status }: HostMessage): MessageAct {
  switch (act) {
    case 'approve':
    case 'approveAndPin':
      return 'hold'
    case 'reject':
      return status === 'private' ? 'keepPrivate' : status === 'pending' ? 'hold' : 'restore'
    case 'keepPrivate':
    case 'restore':
      return 'reject'
    case 'hold':
      return status === 'rejected' ? 'reject' : 'approve'
    case 'pin':
      return 'unpin'
    case 'unpin':
      return 'pin'
    default:
      return act satisfies never
  }
}

/** The acts on a message of this status, in the order of their places. */
export function actsOn(message: HostMessage): {
  readonly show: MessageAct | null
  readonly reject: MessageAct | null
  readonly pin: MessageAct | null
} {
  switch (message.status) {
    case 'pending':
      return { show: 'approve', reject: 'reject', pin: 'approveAndPin' }
    case 'shown':
      return { show: null, reject: 'reject', pin: message.pinned ? 'unpin' : 'pin' }
    case 'private':
      return { show: null, reject: 'reject', pin: null }
    case 'rejected':
      return { show: message.held?.some(({ rule }) => rule === 'private') === true ? 'keepPrivate' : 'restore', reject: null, pin: null }
    case 'removed':
      return { show: null, reject: null, pin: null }
    default:
      return message.status satisfies never
  }
}
