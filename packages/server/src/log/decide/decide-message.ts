import {
  type HostMessage,
  isPrivate,
  type MessageConflict,
  publicMessage,
  type Refusal,
  refusal,
  WALL_PINNED_MESSAGES,
  type WallEvent,
  type WallMessage,
} from '@guestwall/protocol'
import type { LogEvent } from '../../domain/log-event.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { logged } from '../event-table.ts'
import type { CommandOf, MessageAction } from './command.ts'
import { startOf } from './message-starts.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'

/** A host's act on one message. Each names the status from which it starts, so that of two hosts one acts and the other learns of it (MOD-4). */
export function decideMessageAction(state: DecisionState, command: CommandOf<'actOnMessage'>, context: DecisionContext): Outcome<Decision> {
  const { messageId } = command
  const message = state.messages.get(messageId)
  if (message === undefined) return refused(refusal('message_not_found'))
  if (message.status !== startOf(command)) return refused(conflictOf(message))
  if (command.action === 'pin' && !message.pinned && state.pinned.size >= WALL_PINNED_MESSAGES) {
    return refused(refusal('conflict', { detail: `${WALL_PINNED_MESSAGES} messages are pinned: unpin one of them first.` }))
  }
  return accepted({ ...NOTHING_HAPPENS, logged: eventsOf(command.action, message, context), messageId })
}

/** A host's act on several messages: it changes those that have the status from which it starts, and leaves the others as they are. */
export function decideMessageActions(
  state: DecisionState,
  command: CommandOf<'actOnMessages'>,
  context: DecisionContext,
): Outcome<Decision> {
  const events: LogEvent[] = []
  for (const id of new Set(command.messageIds)) {
    const message = state.messages.get(id)
    if (message?.status !== startOf(command)) continue
    events.push(...eventsOf(command.action, message, { ...context, nextEventId: context.nextEventId + events.length }))
  }
  return accepted({ ...NOTHING_HAPPENS, logged: events })
}

/** Erases a message's text and on request its author's name, from whatever status (LOG-5). It is final. */
export function decideRemove(
  state: DecisionState,
  { messageId, eraseName = false }: CommandOf<'removeMessage'>,
  context: DecisionContext,
): Outcome<Decision> {
  const message = state.messages.get(messageId)
  if (message === undefined) return refused(refusal('message_not_found'))
  // The message is removed already: the answer is the message as it is, without a second event.
  const isErased = message.status === 'removed' && (!eraseName || message.guestName === '')
  if (isErased) return accepted({ ...NOTHING_HAPPENS, messageId })
  const data = { id: messageId, wasShown: message.status === 'shown', ...(eraseName ? { nameErased: true } : {}) }
  const event = addressed(message, { id: context.nextEventId, type: 'message.removed', at: context.now, data })
  return accepted({ ...NOTHING_HAPPENS, logged: [event], messageId })
}

/** The refusal of an act that came after another: it says who was first and what the message is now. */
export function conflictOf(message: HostMessage): Refusal {
  const conflict: MessageConflict = { by: message.decided?.by ?? null, message }
  return refusal('conflict', { conflict })
}

/** The events of the action; none where the message already is as the action makes it. */
function eventsOf(action: MessageAction, message: HostMessage, { nextEventId: id, now: at }: DecisionContext): LogEvent[] {
  switch (action) {
    case 'approve':
    case 'restore':
      if (isPrivate(message)) return [holding(message, { id, at })]
      return [logged({ id, type: 'message.shown', at, data: { ...publicMessage(message), status: 'shown' } })]
    case 'reject':
      return [rejection(message, { id, at })]
    case 'hold':
      // A reader without this event type loses the message too: what left the wall was rejected first.
      return message.status === 'shown'
        ? [rejection(message, { id, at }), holding(message, { id: id + 1, at })]
        : [holding(message, { id, at })]
    case 'pin':
      return message.pinned ? [] : [logged({ id, type: 'message.pinned', at, data: { ...publicMessage(message), pinned: true } })]
    case 'unpin':
      return message.pinned ? [logged({ id, type: 'message.unpinned', at, data: { id: message.id } })] : []
    default:
      return action satisfies never
  }
}

type Moment = Pick<WallEvent, 'id' | 'at'>

function rejection(message: HostMessage, moment: Moment): LogEvent {
  return addressed(message, { ...moment, type: 'message.rejected', data: { id: message.id, wasShown: message.status === 'shown' } })
}

/** A message for the hosts alone goes back to them, and never to those that may be approved (MOD-11). */
function holding({ decided: _, beforeBan: __, ...message }: HostMessage, moment: Moment): LogEvent {
  const status = isPrivate(message) ? 'private' : 'pending'
  return addressed(message, { ...moment, type: 'message.held', data: { ...message, status, pinned: false } })
}

/** The event of a message that waits again, or left the wall or the queue. Only hosts and its author learn that a message waits, or waited. */
function addressed({ guestId }: WallMessage, event: WallEvent): LogEvent {
  const { audience, ...rest } = logged(event)
  return audience === 'author' ? { ...rest, audience, recipient: guestId } : { ...rest, audience }
}
