import type { MessageStatus } from '@guestwall/protocol'
import type { MessageAction } from './command.ts'

/** The statuses from which an action on a message may start (MOD-4). The first one is meant where the host names none. */
const STARTS: Readonly<Record<MessageAction, readonly [MessageStatus, ...MessageStatus[]]>> = {
  approve: ['pending'],
  reject: ['pending', 'shown', 'private'],
  restore: ['rejected'],
  hold: ['rejected', 'shown'],
  pin: ['shown'],
  unpin: ['shown'],
}

interface Start {
  readonly action: MessageAction
  readonly from?: MessageStatus | undefined
}

/** The status from which the action starts, or `null` where it cannot start from the named one. */
export function startOf({ action, from }: Start): MessageStatus | null {
  const starts = STARTS[action]
  if (from === undefined) return starts[0]
  return starts.includes(from) ? from : null
}
