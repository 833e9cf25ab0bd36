import {
  carriedMessage,
  carries,
  DEFAULT_MODERATION_SETTINGS,
  type GuestName,
  guestRename,
  type HeldReason,
  type HostMessage,
  type KnownGuest,
  messageChange,
  type Photo,
  type Refusal,
  refusal,
  type Session,
  type WallEvent,
} from '@guestwall/protocol'
import type { LogEvent } from '../../domain/log-event.ts'
import type { CommandOf, KeyedCommand } from './command.ts'
import { decideCastVote, decideVoidBallots } from './decide-ballot.ts'
import { decideCreateCredential, decideRevokeCredential } from './decide-credential.ts'
import { decideActOnGuest, decideClearGuest } from './decide-guest.ts'
import { decideControlScreens } from './decide-screens.ts'
import { decideChangeLook } from './decide-look.ts'
import { decideMessageAction, decideMessageActions, decideRemove } from './decide-message.ts'
import { checkGuestsMayAct, checkStanding } from './standing.ts'
import { decideChangeSession, decideSessionAct, definedOnly } from './decide-session.ts'
import { decideChangeVote, decideCreateVote } from './decide-vote.ts'
import { decideVoteAction } from './decide-vote-action.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { logged } from '../event-table.ts'
import { rowChange } from './row-change.ts'

/** Decides one command. Pure: the same state and context give the same decision. */
export function decide(state: Readonly<DecisionState>, command: KeyedCommand, context: DecisionContext): Outcome<Decision> {
  switch (command.kind) {
    case 'sendMessage':
      return decideSend(state, command, context)
    case 'removeMessage':
      return decideRemove(state, command, context)
    case 'actOnGuest':
      return decideActOnGuest(state, command, context)
    case 'clearGuest':
      return decideClearGuest(state, command, context)
    case 'actOnMessage':
      return decideMessageAction(state, command, context)
    case 'actOnMessages':
      return decideMessageActions(state, command, context)
    case 'changeSession':
      return decideChangeSession(state, command, context)
    case 'changeLook':
      return decideChangeLook(state, command, context)
    case 'changeSettings': {
      const settings = { ...(state.settings ?? DEFAULT_MODERATION_SETTINGS), ...definedOnly(command.change) }
      const event: WallEvent = { id: context.nextEventId, type: 'settings.changed', at: context.now, data: settings }
      return accepted({ ...NOTHING_HAPPENS, logged: [logged(event)] })
    }
    case 'controlScreens':
      return decideControlScreens(state, command, context)
    case 'actOnSession':
      return decideSessionAct(state, command, context)
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
    case 'createCredential':
      return decideCreateCredential(state, command, context)
    case 'revokeCredential':
      return decideRevokeCredential(state, command, context)
    default:
      return command satisfies never
  }
}

/** The refusal of a message of this role in the session's present state, or `null`. The host may write on a closed wall. */
function checkWallOpen(session: Session, role: KeyedCommand['actor']['role']): Refusal | null {
  if (session.state === 'ended') return refusal('session_ended')
  if (role === 'host') return null
  return checkGuestsMayAct(session) ?? (session.moderation === 'closed' ? refusal('wall_closed') : null)
}

function decideSend(state: DecisionState, command: CommandOf<'sendMessage'>, context: DecisionContext): Outcome<Decision> {
  const { actor, check } = command
  const author = state.guests.get(actor.id)
  const refusedAs =
    checkStanding(author, 'write') ??
    checkWallOpen(state.session, actor.role) ??
    (command.to === 'hosts' && state.session.privateWishes !== true ? refusal('private_closed') : null) ??
    check?.refusal ??
    null
  if (refusedAs !== null) return refused(refusedAs)
  const photo = photoFor(state, command)
  if (photo !== null && 'code' in photo) return refused(photo)
  const held = heldFor(state, command)
  const message: HostMessage = {
    id: context.newId,
    guestId: actor.id,
    guestName: author?.isRenamed === true ? author.name : command.guestName,
    content: command.content,
    status: command.to === 'hosts' ? 'private' : held.length > 0 ? 'pending' : 'shown',
    pinned: false,
    createdAt: context.now,
    eventId: context.nextEventId,
    key: command.key,
    ...(held.length > 0 ? { held } : {}),
    ...(photo === null ? {} : { photo }),
  }
  const event: WallEvent = { id: context.nextEventId, type: 'message.created', at: context.now, data: message }
  return accepted({ ...NOTHING_HAPPENS, logged: [logged(event)], messageId: message.id })
}

/** The photo of the message; `null`: it has none. Another guest's is as unknown as one that does not exist. */
function photoFor({ session, photos }: DecisionState, { actor, photoId }: CommandOf<'sendMessage'>): Photo | Refusal | null {
  if (photoId === undefined) return null
  if (session.photos === undefined || session.photos === 'off') return refusal('photos_off')
  const photo = photos.get(photoId)
  if (photo?.guestId !== actor.id) return refusal('photo_not_found')
  const { id, width, height } = photo
  return { id, width, height }
}

/** Why the message waits for a host; empty: it is shown at once. A host's own never waits. One for the hosts alone waits for nobody (MOD-11). */
function heldFor({ session, shownAuthors }: DecisionState, { actor, check, photoId, to }: CommandOf<'sendMessage'>): HeldReason[] {
  if (to === 'hosts') return [{ rule: 'private' }]
  if (actor.role !== 'guest') return []
  const photo = photoId !== undefined && session.photos !== 'on' ? [{ rule: 'photo' } as const] : []
  const first = shownAuthors.has(actor.id) ? [] : (check?.heldFirst ?? [])
  return [...(session.moderation === 'approve' ? [{ rule: 'approve' } as const] : []), ...photo, ...first, ...(check?.held ?? [])]
}

/**
 * Applies an event to the session and the messages, so that each command of a batch is decided on the result of those before it. It changes
 * the state in place: the state lives for one batch, and a copy of its messages for each event would make a batch quadratic.
 */
export function evolve(
  state: Pick<DecisionState, 'session' | 'stateBy' | 'messages' | 'guests' | 'pinned' | 'settings' | 'screens' | 'shownAuthors' | 'photos'>,
  appended: LogEvent,
): void {
  const { event, by } = appended
  if (carries(event, 'session')) {
    if (event.data.state !== state.session.state) state.stateBy = by ?? null
    state.session = event.data
  }
  if (event.type === 'settings.changed') state.settings = event.data
  if (event.type === 'screen.changed') state.screens = event.data.control
  if (carries(event, 'guest')) noteGuest(state, event.data)
  const renamed = guestRename(event)
  if (renamed !== null) rename(state, renamed)
  const changed = messageChange(event)
  if (changed === null) return
  const known = state.messages.get(changed.id)
  // A message that no command of the batch names, such as one that was just posted, is the one of its event: it crosses threads once with it.
  const after: HostMessage | null = known === undefined ? carriedMessage(event) : { ...known, ...rowChange(appended) }
  if (after === null) return
  // Another message of the batch cannot have it.
  if (after.photo !== undefined) state.photos.delete(after.photo.id)
  state.messages.set(changed.id, after)
  if (after.status === 'shown') state.shownAuthors.add(after.guestId)
  if (after.pinned) state.pinned.add(after.id)
  else state.pinned.delete(after.id)
}

/** Of a guest who is not banned, no ban is left to undo. */
function noteGuest({ guests, messages }: Pick<DecisionState, 'guests' | 'messages'>, guest: KnownGuest): void {
  guests.set(guest.id, guest)
  if (guest.isBanned) return
  for (const [id, { beforeBan, ...message }] of messages) {
    if (message.guestId === guest.id && beforeBan !== undefined) messages.set(id, message)
  }
}

function rename({ messages }: Pick<DecisionState, 'messages'>, { guestId, guestName }: GuestName): void {
  for (const [id, message] of messages) {
    if (message.guestId === guestId && message.guestName !== '') messages.set(id, { ...message, guestName })
  }
}
