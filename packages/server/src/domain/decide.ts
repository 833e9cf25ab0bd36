import { type AnyEvent, type Audience, refusal, type Session, type WallEvent, type WallMessage } from '@guestwall/protocol'
import type { Command } from './command.ts'
import { accepted, type Outcome, refused } from './outcome.ts'

/** The part of a session's state that its commands are decided on, read under the session's row lock. */
export interface DecisionState {
  session: Session
  /** The messages that the commands name. */
  readonly messages: Map<string, WallMessage>
}

/** An event with who may see it (LOG-6). */
export interface LogEvent {
  readonly event: WallEvent
  readonly audience: Audience
}

/** What comes from outside the decision. */
export interface DecisionContext {
  /** ISO 8601. */
  readonly now: string
  /** The id that the next event gets. */
  readonly nextEventId: number
  /** For what this command makes. */
  readonly newId: string
}

/** What is to happen: at most one event, and the message that the command was about. */
export interface Decision {
  readonly logged: LogEvent | null
  readonly messageId: string | null
}

/** Decides one command. Pure: the same state and context give the same decision. */
export function decide(state: Readonly<DecisionState>, command: Command, context: DecisionContext): Outcome<Decision> {
  switch (command.kind) {
    case 'sendMessage':
      return decideSend(state, command, context)
    case 'removeMessage':
      return decideRemove(state, command.messageId, context)
    case 'changeSession':
      // Only a scheduled session is started; an ended one stays ended.
      if (command.change.state !== undefined && state.session.state === 'ended') return refused(refusal('session_ended'))
      return accepted(sessionEvent('session.changed', { ...state.session, ...definedOnly(command.change) }, context))
    case 'endSession':
      if (state.session.state === 'ended') return accepted({ logged: null, messageId: null })
      return accepted(sessionEvent('session.ended', { ...state.session, state: 'ended' }, context))
    default:
      return command satisfies never
  }
}

/** Why the wall takes no message of this actor now, or `null` when it does. The host may write on a closed wall. */
function whyClosed(session: Session, role: Command['actor']['role']): ReturnType<typeof refusal> | null {
  if (session.state === 'ended') return refusal('session_ended')
  if (role === 'host') return null
  if (session.state === 'scheduled') return refusal('session_not_started', { retryAfterMs: 5_000 })
  if (session.moderation === 'closed') return refusal('wall_closed')
  return null
}

function decideSend(state: DecisionState, command: Extract<Command, { kind: 'sendMessage' }>, context: DecisionContext): Outcome<Decision> {
  const closed = whyClosed(state.session, command.actor.role)
  if (closed !== null) return refused(closed)
  const isPending = state.session.moderation === 'approve' && command.actor.role !== 'host'
  const message: WallMessage = {
    id: context.newId,
    guestId: command.actor.id,
    guestName: command.guestName,
    content: command.content,
    status: isPending ? 'pending' : 'shown',
    pinned: false,
    createdAt: context.now,
    eventId: context.nextEventId,
    key: command.key,
  }
  const event: WallEvent = { id: context.nextEventId, type: 'message.created', at: context.now, data: message }
  return accepted({ logged: { event, audience: isPending ? 'hosts' : 'everyone' }, messageId: message.id })
}

function decideRemove(state: DecisionState, messageId: string, context: DecisionContext): Outcome<Decision> {
  const message = state.messages.get(messageId)
  if (message === undefined) return refused(refusal('message_not_found'))
  // What is asked for is already so: the answer is the message as it is, and nothing happens twice.
  if (message.status === 'removed') return accepted({ logged: null, messageId })
  const wasShown = message.status === 'shown'
  const event: WallEvent = { id: context.nextEventId, type: 'message.removed', at: context.now, data: { id: messageId, wasShown } }
  return accepted({ logged: { event, audience: wasShown ? 'everyone' : 'hosts' }, messageId })
}

function sessionEvent(type: 'session.changed' | 'session.ended', session: Session, context: DecisionContext): Decision {
  return { logged: { event: { id: context.nextEventId, type, at: context.now, data: session }, audience: 'everyone' }, messageId: null }
}

function definedOnly<Change extends object>(change: Change): { [Key in keyof Change]: Exclude<Change[Key], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
}

/**
 * Moves the state past an event, so that one batch decides each command on what the earlier ones did. It changes the state in
 * place: the state lives for one batch, and a copy of its messages for each event would make a batch quadratic.
 */
export function evolve(state: DecisionState, event: WallEvent): void {
  switch (event.type) {
    case 'message.created':
    case 'message.shown':
    case 'message.pinned':
      state.messages.set(event.data.id, event.data)
      return
    case 'message.removed':
      changeMessage(state, event.data.id, { status: 'removed', content: '' })
      return
    case 'message.rejected':
      changeMessage(state, event.data.id, { status: 'rejected' })
      return
    case 'message.unpinned':
      changeMessage(state, event.data.id, { pinned: false })
      return
    case 'session.changed':
    case 'session.ended':
      state.session = event.data
      return
    case 'vote.created':
    case 'vote.opened':
    case 'vote.tally':
    case 'vote.closed':
    case 'vote.revealed':
    case 'guest.removed':
      return
    default:
      event satisfies never
  }
}

function changeMessage(state: DecisionState, id: string, change: Partial<WallMessage>): void {
  const message = state.messages.get(id)
  if (message !== undefined) state.messages.set(id, { ...message, ...change })
}

/** The message that an event carries whole, or `null`. The one place where a body may stand in an event (LOG-5). */
export function carriedMessage(event: AnyEvent): WallMessage | null {
  const carries = event.type === 'message.created' || event.type === 'message.shown' || event.type === 'message.pinned'
  return carries ? (event.data as WallMessage) : null
}
