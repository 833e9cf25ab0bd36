import type { ClientSnapshot, ClosedReason, Trouble } from '@guestwall/client'

/** The notice for a connection that the server ended. `refused`: the guest cannot resolve the reason. */
export type ClosedNotice =
  | 'unauthorised'
  | 'forbidden'
  | 'removed'
  | 'session_not_found'
  | 'session_ended'
  | 'name_refused'
  | 'replaced'
  | 'refused'

/** The notice that a person sees about the connection. */
export type ConnectionNotice = Trouble | 'offline' | 'connecting' | 'reconnecting' | 'fallback' | ClosedNotice

/** The fields of a client's snapshot that describe its connection. */
export type ConnectionFacts = Pick<ClientSnapshot, 'state' | 'trouble' | 'troubleSinceMs' | 'isTimely' | 'closedReason'>

/** The time, and the network state that the device reports. */
export interface NoticeContext {
  /** When this component first saw the connection unhealthy. Used when the client reports no time. */
  readonly unhealthySinceMs: number
  readonly nowMs: number
  readonly patienceMs: number
  /** `navigator.onLine`: `false` is certain, `true` is not. */
  readonly isDeviceOnline: boolean
}

/**
 * The notice for the client's state, `null` while there is none: also without a socket, as long as HTTP answers arrive in time. Trouble is shown
 * after `patienceMs` only (G8). A client cannot tell a lost server from a lost network, unless the device itself reports that it is offline.
 */
export function connectionNotice(facts: ConnectionFacts, context: NoticeContext): ConnectionNotice | null {
  const { unhealthySinceMs, nowMs, patienceMs, isDeviceOnline } = context
  const trouble = facts.trouble === 'network' && !isDeviceOnline ? 'offline' : facts.trouble
  if (facts.state === 'closed') return closedNotice(facts.closedReason)
  if (facts.state === 'connected' || facts.isTimely) return null
  if (nowMs - (facts.troubleSinceMs ?? unhealthySinceMs) < patienceMs) return null
  return trouble ?? facts.state
}

/** The notice for a closed client; `null` when the page closed it. A code that this version does not know counts as `refused`. */
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

/** Whether the client recovers from this notice by itself. Unsent messages are stored and will be sent. */
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
