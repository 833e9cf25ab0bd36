import type { ClientSnapshot, ClosedReason, Trouble } from '@guestwall/client'

/** What a person is told about a connection that the server ended. `refused`: for a reason that no guest can mend. */
export type ClosedNotice =
  | 'unauthorised'
  | 'forbidden'
  | 'removed'
  | 'session_not_found'
  | 'session_ended'
  | 'name_refused'
  | 'replaced'
  | 'refused'

/** What a person is told about the connection. */
export type ConnectionNotice = Trouble | 'offline' | 'connecting' | 'reconnecting' | 'fallback' | ClosedNotice

/** The part of a client's snapshot that tells of its connection. */
export type ConnectionFacts = Pick<ClientSnapshot, 'state' | 'trouble' | 'troubleSinceMs' | 'isTimely' | 'closedReason'>

/** Time, and what the device itself says of its network. */
export interface Circumstances {
  /** When the connection was first seen unwell, where the client gives no time of its own. */
  readonly unwellSinceMs: number
  readonly nowMs: number
  readonly patienceMs: number
  /** `navigator.onLine`: `false` is certain, `true` is not. */
  readonly isDeviceOnline: boolean
}

/**
 * The notice for the client's present state, `null` while there is nothing to tell: also without a socket, as long as answers come in
 * time. Short trouble is nobody's business (G8): it is told after `patienceMs`. A server that is gone and a network that is gone look the same from here; only a device without any network knows.
 */
export function connectionNotice(facts: ConnectionFacts, circumstances: Circumstances): ConnectionNotice | null {
  const { unwellSinceMs, nowMs, patienceMs, isDeviceOnline } = circumstances
  const trouble = facts.trouble === 'network' && !isDeviceOnline ? 'offline' : facts.trouble
  if (facts.state === 'closed') return closedNotice(facts.closedReason)
  if (facts.state === 'connected' || facts.isTimely) return null
  if (facts.state === 'fallback') return trouble ?? 'fallback'
  if (nowMs - (facts.troubleSinceMs ?? unwellSinceMs) < patienceMs) return null
  return trouble ?? facts.state
}

/** What to tell of a closed client; nothing where the page closed it itself. A code that is new to this version is a refusal like others. */
export function closedNotice(reason: ClosedReason | null): ClosedNotice | null {
  switch (reason) {
    case null:
    case 'local':
      return null
    case 'unauthorised':
    case 'forbidden':
    case 'removed':
    case 'session_not_found':
    case 'session_ended':
    case 'replaced':
      return reason
    case 'name_reserved':
    case 'name_invalid':
      return 'name_refused'
    default:
      return 'refused'
  }
}

/** Whether a notice tells of something that mends itself: the words are saved and will be sent. */
export function isPassing(notice: ConnectionNotice): boolean {
  switch (notice) {
    case 'network':
    case 'offline':
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
    case 'session_ended':
    case 'name_refused':
    case 'replaced':
    case 'refused':
      return false
    default:
      return notice satisfies never
  }
}
