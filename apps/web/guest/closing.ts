import type { ClientSnapshot, ClosedReason } from '@guestwall/client'
import type { Moderation, SessionState } from '@guestwall/protocol'

/** Why nothing can be written now; `null` when it can. */
export type Closing = 'ended' | 'notStarted' | 'paused' | 'wallClosed' | Exclude<ClosedReason, 'local' | 'session_ended'>

interface SessionFacts {
  readonly state: SessionState
  readonly moderation?: Moderation
}

/** The text in place of the composer (G10). The connection's end comes first: it is about this guest. */
export function closingOf({ state, closedReason }: Pick<ClientSnapshot, 'state' | 'closedReason'>, session: SessionFacts): Closing | null {
  if (state === 'closed' && closedReason !== null && closedReason !== 'local')
    return closedReason === 'session_ended' ? 'ended' : closedReason
  if (session.state === 'ended') return 'ended'
  if (session.state === 'scheduled') return 'notStarted'
  if (session.state === 'paused') return 'paused'
  return session.moderation === 'closed' ? 'wallClosed' : null
}

/** The text of an empty list: where nothing can be written, nobody is asked to. The line below says why, and when. */
export function emptyText(asking: string, closing: Closing | null): string {
  return closing === null ? asking : ''
}

/** Whether a guest who was refused for this leaves the room: for the form of the name, or because the wall is deleted. */
export function leavesRoom(code: string | null): boolean {
  return code === 'session_not_found' || isNameRefusal(code)
}

/** Whether a refusal is about the guest's name: another one helps. */
export function isNameRefusal(code: string | null): boolean {
  return code === 'name_reserved' || code === 'name_invalid'
}
