import { type AnyEvent, refusal, type Session, type WallEvent, type WallMessage } from '@guestwall/protocol'
import type { KeyedCommand } from './command.ts'
import { closeOpenVotes, decideCastVote, decideChangeVote, decideCreateVote, decideVoteAction, decideVoidBallots } from './decide-vote.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'

/** Decides one command. Pure: the same state and context give the same decision. */
export function decide(state: Readonly<DecisionState>, command: KeyedCommand, context: DecisionContext): Outcome<Decision> {
  switch (command.kind) {
    case 'sendMessage':
      return decideSend(state, command, context)
    case 'removeMessage':
      return decideRemove(state, command, context)
    case 'changeSession':
      // Only a scheduled session is started; an ended one stays ended.
      if (command.change.state !== undefined && state.session.state === 'ended') return refused(refusal('session_ended'))
      return accepted(sessionEvent('session.changed', { ...state.session, ...definedOnly(command.change) }, context))
    case 'endSession':
      return accepted(state.session.state === 'ended' ? NOTHING_HAPPENS : decideEnd(state, context))
    case 'createVote':
      if (state.session.state === 'ended') return refused(refusal('session_ended'))
      return decideCreateVote(command, context)
    case 'changeVote':
      return decideChangeVote(state, command, context)
    case 'actOnVote':
      return decideVoteAction(state, command, context)
    case 'voidBallots':
      return decideVoidBallots(state, command, context)
    case 'castVote':
      return decideCastVote(state, command)
    default:
      return command satisfies never
  }
}

/** Why the wall takes no message of this actor now, or `null` when it does. The host may write on a closed wall. */
function checkWallOpen(session: Session, role: KeyedCommand['actor']['role']): ReturnType<typeof refusal> | null {
  if (session.state === 'ended') return refusal('session_ended')
  if (role === 'host') return null
  if (session.state === 'scheduled') return refusal('session_not_started', { retryAfterMs: 5_000 })
  if (session.moderation === 'closed') return refusal('wall_closed')
  return null
}

function decideSend(
  state: DecisionState,
  command: Extract<KeyedCommand, { kind: 'sendMessage' }>,
  context: DecisionContext,
): Outcome<Decision> {
  const closed = checkWallOpen(state.session, command.actor.role)
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
  return accepted({ ...NOTHING_HAPPENS, logged: [{ event, audience: isPending ? 'hosts' : 'everyone' }], messageId: message.id })
}

function decideRemove(
  state: DecisionState,
  { messageId, eraseName = false }: Extract<KeyedCommand, { kind: 'removeMessage' }>,
  context: DecisionContext,
): Outcome<Decision> {
  const message = state.messages.get(messageId)
  if (message === undefined) return refused(refusal('message_not_found'))
  // What is asked for is already so: the answer is the message as it is, and nothing happens twice.
  const isErased = message.status === 'removed' && (!eraseName || message.guestName === '')
  if (isErased) return accepted({ ...NOTHING_HAPPENS, messageId })
  const wasShown = message.status === 'shown'
  const data = { id: messageId, wasShown, ...(eraseName ? { nameErased: true } : {}) }
  const event: WallEvent = { id: context.nextEventId, type: 'message.removed', at: context.now, data }
  return accepted({ ...NOTHING_HAPPENS, logged: [{ event, audience: wasShown ? 'everyone' : 'hosts' }], messageId })
}

/** The open votes are closed first: whoever reads the end knows every result. */
function decideEnd(state: DecisionState, context: DecisionContext): Decision {
  const closed = closeOpenVotes(state, context)
  const after = { ...context, nextEventId: context.nextEventId + closed.logged.length }
  const ended = sessionEvent('session.ended', { ...state.session, state: 'ended' }, after)
  return { ...closed, logged: [...closed.logged, ...ended.logged] }
}

function sessionEvent(type: 'session.changed' | 'session.ended', session: Session, context: DecisionContext): Decision {
  const event: WallEvent = { id: context.nextEventId, type, at: context.now, data: session }
  return { ...NOTHING_HAPPENS, logged: [{ event, audience: 'everyone' }] }
}

function definedOnly<Change extends object>(change: Change): { [Key in keyof Change]: Exclude<Change[Key], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
}

/**
 * Moves session and messages past an event, so that one batch decides each command on what the earlier ones did. It changes the state
 * in place: the state lives for one batch, and a copy of its messages for each event would make a batch quadratic.
 */
export function evolve(state: Pick<DecisionState, 'session' | 'messages'>, event: WallEvent): void {
  switch (event.type) {
    case 'message.created':
    case 'message.shown':
    case 'message.pinned':
      state.messages.set(event.data.id, event.data)
      return
    case 'message.removed':
      changeMessage(state, event.data.id, erasureOf(event.data))
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

/** What a removal takes from a message, wherever it stands. */
export function erasureOf({ nameErased }: { readonly nameErased?: boolean | undefined }) {
  return { status: 'removed' as const, content: '', ...(nameErased === true ? { guestName: '' } : {}) }
}

function changeMessage(state: Pick<DecisionState, 'messages'>, id: string, change: Partial<WallMessage>): void {
  const message = state.messages.get(id)
  if (message !== undefined) state.messages.set(id, { ...message, ...change })
}

/** The message that an event carries whole, or `null`. The one place where a body may stand in an event (LOG-5). */
export function carriedMessage(event: AnyEvent): WallMessage | null {
  const carries = event.type === 'message.created' || event.type === 'message.shown' || event.type === 'message.pinned'
  return carries ? (event.data as WallMessage) : null
}
