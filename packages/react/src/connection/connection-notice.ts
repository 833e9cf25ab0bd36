import type { ClientSnapshot, ClosedReason, Trouble } from '@guestwall/client'

/** What a person is told about the connection. */
export type ConnectionNotice = Trouble | 'connecting' | 'reconnecting' | 'fallback' | Exclude<ClosedReason, 'local'>

export type ConnectionFacts = Pick<ClientSnapshot, 'state' | 'trouble' | 'troubleSinceMs' | 'closedReason'>

/**
 * The notice for the client's present state, `null` while there is nothing to tell. Short trouble is nobody's business (G8):
 * it is told after `patienceMs`, counted from the client's own time, or from `unwellSinceMs` where the client gives none.
 */
export function connectionNotice(facts: ConnectionFacts, unwellSinceMs: number, nowMs: number, patienceMs: number): ConnectionNotice | null {
  if (facts.state === 'closed') return facts.closedReason === 'local' ? null : facts.closedReason
  if (facts.state === 'connected') return null
  if (facts.state === 'fallback') return facts.trouble ?? 'fallback'
  if (nowMs - (facts.troubleSinceMs ?? unwellSinceMs) < patienceMs) return null
  return facts.trouble ?? facts.state
}

/** Whether a notice tells of something that mends itself: the words are saved and will be sent. */
export function isPassing(notice: ConnectionNotice): boolean {
  switch (notice) {
    case 'network':
    case 'server':
    case 'portal':
    case 'connecting':
    case 'reconnecting':
    case 'fallback':
      return true
    case 'unauthorised':
    case 'forbidden':
    case 'removed':
    case 'session_not_found':
    case 'replaced':
      return false
    default:
      return notice satisfies never
  }
}
