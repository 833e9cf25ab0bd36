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
  const refused = checkStanding(guests.get(guestId), 'read') ?? checkGuestsMayAct(session)
  if (refused !== null) return refused.code
  if (session.state === 'ended') return 'session_ended'
  if (session.reactions !== true) return 'forbidden'
  return messages.get(messageId)?.status === 'shown' ? null : 'message_not_found'
}

/** What an event takes from the reactions: a message that leaves the wall has none, and a banned guest counts no more (REACT-2). */
export function reactionsLeft({ event }: LogEvent): ReactionWrite | null {
  if (event.type === 'guest.changed') return event.data.isBanned ? { is: 'banned', guestId: event.data.id } : null
  const changed = messageChange(event)
  const status = changed?.change.status
  const isNew = event.type === 'message.created'
  return changed === null || isNew || status === undefined || status === 'shown' ? null : { is: 'left', messageId: changed.id }
}
