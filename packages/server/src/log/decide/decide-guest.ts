import {
  type BeforeBan,
  type HostMessage,
  type KnownGuest,
  publicMessage,
  refusal,
  WALL_PINNED_MESSAGES,
  type WallEvent,
} from '@guestwall/protocol'
import type { LogEvent } from '../../domain/log-event.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { logged } from '../event-table.ts'
import type { CommandOf, GuestAct } from './command.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'

/** An act that changes nothing is answered with the guest as it is: `by` says who was first. */
export function decideActOnGuest(
  state: DecisionState,
  { actor, guestId, act, reason, restoreMessages = false }: CommandOf<'actOnGuest'>,
  context: DecisionContext,
): Outcome<Decision> {
  const guest = state.guests.get(guestId)
  if (guest === undefined) return refused(refusal('guest_not_found'))
  const change = changeBy(act, guest)
  if (change === null) return accepted(NOTHING_HAPPENS)
  const changed: KnownGuest = { ...guest, ...change, reason, by: { id: actor.id, name: actor.name } }
  const append = appender(context, guestId)
  append('guest.changed', changed)
  // The name of a guest who has nothing on the wall is for hosts and the guest (MOD-3).
  const isOnWall = state.shownAuthors.has(guestId)
  if (change.name !== undefined) append('guest.renamed', { guestId, guestName: change.name }, isOnWall ? {} : { audience: 'author' })
  if (changed.isRemoved && !guest.isRemoved) append('guest.removed', { guestId })
  if (act === 'ban') {
    for (const message of messagesOf(state, guestId, REJECTABLE))
      append('message.rejected', leaving(message), { beforeBan: beforeBanOf(message) })
  }
  if (act === 'unban' && restoreMessages) giveBack(state, guestId, append)
  return accepted({ ...NOTHING_HAPPENS, logged: append.events })
}

/** Makes each message that the ban rejected what it was (MOD-10). A pin that has no place any more is not set. */
function giveBack(state: DecisionState, guestId: string, append: Append): void {
  let places = WALL_PINNED_MESSAGES - state.pinned.size
  for (const { beforeBan, decided: _, ...message } of messagesOf(state, guestId, ['rejected'])) {
    if (beforeBan === undefined) continue
    if (beforeBan === 'pending' || beforeBan === 'private') {
      append('message.held', { ...message, status: beforeBan })
      continue
    }
    const shown = { ...publicMessage(message), status: 'shown' as const }
    append('message.shown', shown)
    if (beforeBan === 'pinned' && places-- > 0) append('message.pinned', { ...shown, pinned: true })
  }
}

/** Rejects or erases every message of a guest. */
export function decideClearGuest(
  state: DecisionState,
  { guestId, how }: CommandOf<'clearGuest'>,
  context: DecisionContext,
): Outcome<Decision> {
  if (!state.guests.has(guestId)) return refused(refusal('guest_not_found'))
  const append = appender(context, guestId)
  if (how === 'reject') for (const message of messagesOf(state, guestId, REJECTABLE)) append('message.rejected', leaving(message))
  else for (const message of messagesOf(state, guestId, REMOVABLE)) append('message.removed', leaving(message))
  return accepted({ ...NOTHING_HAPPENS, logged: append.events })
}

const REJECTABLE: readonly HostMessage['status'][] = ['shown', 'pending', 'private']
const REMOVABLE: readonly HostMessage['status'][] = ['shown', 'pending', 'rejected', 'private']

/** The change of an act; `null` where the guest is so already. */
function changeBy(act: GuestAct, guest: KnownGuest): Partial<KnownGuest> | null {
  if (typeof act === 'object') return guest.isRenamed && guest.name === act.rename ? null : { name: act.rename, isRenamed: true }
  switch (act) {
    case 'mute':
      return guest.isMuted ? null : { isMuted: true }
    case 'unmute':
      return guest.isMuted ? { isMuted: false } : null
    case 'remove':
      return guest.isRemoved ? null : { isRemoved: true }
    case 'ban':
      return guest.isBanned ? null : { isRemoved: true, isBanned: true }
    case 'unban':
      return guest.isRemoved ? { isRemoved: false, isBanned: false } : null
    default:
      return act satisfies never
  }
}

function messagesOf({ messages }: DecisionState, ofGuest: string, statuses: readonly HostMessage['status'][]): HostMessage[] {
  const theirs = [...messages.values()].filter(({ guestId, status }) => guestId === ofGuest && statuses.includes(status))
  return theirs.sort((left, right) => left.eventId - right.eventId)
}

function beforeBanOf({ status, pinned }: HostMessage): BeforeBan {
  if (status === 'pending' || status === 'private') return status
  return pinned ? 'pinned' : 'shown'
}

function leaving({ id, status }: HostMessage): { id: string; wasShown: boolean } {
  return { id, wasShown: status === 'shown' }
}

type Append = (<Type extends WallEvent['type']>(
  type: Type,
  data: Extract<WallEvent, { type: Type }>['data'],
  more?: Pick<LogEvent, 'beforeBan'> | Pick<LogEvent, 'audience'>,
) => void) & {
  readonly events: readonly LogEvent[]
}

/** Collects events about a guest and its messages, with the ids that follow. */
function appender({ now, nextEventId }: DecisionContext, guestId: string): Append {
  const events: LogEvent[] = []
  const append = (type: WallEvent['type'], data: WallEvent['data'], more: Partial<LogEvent> = {}) => {
    const appended = { ...logged({ id: nextEventId + events.length, type, at: now, data } as WallEvent), ...more }
    events.push(appended.audience === 'author' ? { ...appended, recipient: guestId } : appended)
  }
  return Object.assign(append, { events })
}
