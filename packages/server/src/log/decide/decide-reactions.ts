import { type ErrorCode, messageChange } from '@guestwall/protocol'
import type { LogEvent } from '../../domain/log-event.ts'
import type { ReactionWrite, Tap } from '../../domain/tap.ts'
import type { DecisionState } from './decision.ts'
import { checkGuestsMayAct, checkStanding } from './standing.ts'

/** Which taps count: for each one its refusal, or `null` (REACT-2). */
export function decideTaps(state: DecisionState, taps: readonly Tap[]): (ErrorCode | null)[] {
  return taps.map((tap) => refusalOf(state, tap))
}

function refusalOf({ session, guests, messages }: DecisionState, { guestId, messageId }: Tap): ErrorCode | null {
  const refused = checkStanding(guests.get(guestId), 'write') ?? checkGuestsMayAct(session)
  if (refused !== null) return refused.code
  if (session.state === 'ended') return 'session_ended'
  if (session.reactions !== true) return 'forbidden'
  return messages.get(messageId)?.status === 'shown' ? null : 'message_not_found'
}

/**
 * The effect of an event on the reactions: a message that is removed loses them, and a guest who is removed or banned counts no more (REACT-2). What
 * leaves the wall, comes back to it, or is pinned there, is read again.
 */
export function reactionsAfter({ event }: LogEvent): ReactionWrite | null {
  if (event.type === 'guest.changed') return event.data.isRemoved ? { is: 'out', guestId: event.data.id } : null
  if (event.type === 'message.created') return null
  const changed = messageChange(event)
  if (changed === null) return null
  return changed.change.status === 'removed' ? { is: 'erased', messageId: changed.id } : { is: 'moved' }
}
