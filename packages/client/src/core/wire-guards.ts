import type {
  AnyEvent,
  Ballot,
  Guest,
  OnlineGuest,
  OnlinePage,
  PollAnswer,
  PollEvents,
  Problem,
  ServerFrame,
  Session,
  Snapshot,
  Vote,
  VotePayload,
  Wall,
  WallEvent,
  WallMessage,
} from '@guestwall/protocol'
import type { ClientRefusal } from '../types.ts'
import { type Guard, isBoolean, isDuration, isInteger, isRecord, isString, listOf, nullable, objectOf, oneOf, optional } from './guard.ts'

/*
 * What this client takes for Wire v1 (CONN-7): as deep as this client reads it, so that the reducer may trust its input (SYNC-2).
 * The protocol's schemas say more, the patterns of ids and times for one, and would weigh a third of this client; the server holds
 * all it sends against them. `wire-guards.test.ts` holds guards and schemas together.
 */

type OfType<Union extends { type: string }, Type extends Union['type']> = Extract<Union, { type: Type }>

const isCount: Guard<number> = (input): input is number => isInteger(input) && input >= 0

export const isGuest = objectOf<Guest>({ id: isString, name: isString })

export const isMessage = objectOf<WallMessage>({
  id: isString,
  guestId: isString,
  guestName: isString,
  content: isString,
  status: oneOf('shown', 'pending', 'rejected', 'removed'),
  pinned: isBoolean,
  createdAt: isString,
  eventId: isCount,
  key: isString,
})

/** A word of a list that may grow (a role, a vote's state): the client hands it on, and what to do with a new one is the view's matter. */
export const isWord = isString as Guard<never>

const isTally = objectOf<VotePayload>({
  voteId: isString,
  version: isInteger,
  state: isWord,
  counts: (input): input is VotePayload['counts'] => isRecord(input) && Object.values(input).every(isInteger),
  ballots: isInteger,
})

const isVote = objectOf<Vote>({
  id: isString,
  question: isString,
  options: listOf(objectOf({ id: isString, label: isString })),
  maxChoices: isInteger,
  state: isWord,
  results: isWord,
  changeable: isBoolean,
  revealed: optional(isBoolean),
  tally: nullable(isTally),
})

const isBallot = objectOf<Ballot>({ voteId: isString, optionIds: listOf(isString) })

/** The session's words and settings are the views' matter: this client reads no more of them than whether it has ended. */
const isSession = objectOf<Pick<Session, 'id' | 'state'>>({ id: isString, state: oneOf('scheduled', 'open', 'ended') }) as Guard<Session>

const isWall = objectOf<Wall>({ session: isSession, messages: listOf(isMessage), messageCount: isInteger, votes: listOf(isVote) })

const isMessageLeft = objectOf<OfType<WallEvent, 'message.rejected'>['data']>({ id: isString, wasShown: isBoolean })

/** Guards by a type's name. A map, because the name comes from outside: `constructor` is in every object. */
function tableOf<Table extends Record<string, Guard<unknown>>>(table: Table): ReadonlyMap<string, Guard<unknown>> {
  return new Map(Object.entries(table))
}

/** What each known event tells, by its type. */
const EVENT_DATA = tableOf<{ [Type in WallEvent['type']]: Guard<OfType<WallEvent, Type>['data']> }>({
  'message.created': isMessage,
  'message.shown': isMessage,
  'message.rejected': isMessageLeft,
  'message.removed': isMessageLeft,
  'message.pinned': isMessage,
  'message.unpinned': objectOf({ id: isString }),
  'vote.created': isVote,
  'vote.opened': isVote,
  'vote.tally': isTally,
  'vote.closed': isVote,
  'vote.revealed': isVote,
  'session.changed': isSession,
  'session.ended': isSession,
  'guest.removed': objectOf({ guestId: isString }),
})

const isEnvelope = objectOf<Omit<AnyEvent, 'data'>>({ id: isCount, type: isString, at: isString })

/** An event of a type that this version does not know passes, whatever it tells (SYNC-2). */
const isEvent = (input: unknown): input is AnyEvent => isEnvelope(input) && (EVENT_DATA.get(input.type)?.((input as AnyEvent).data) ?? true)

/** Of an event that has passed a guard: whether this version knows its type, and so its data. */
export function isKnownEvent(event: AnyEvent): event is WallEvent {
  return EVENT_DATA.has(event.type)
}

const POSITION = { epoch: isString, lastEventId: isCount }
const SLICE = { from: isCount, to: isCount, events: listOf(isEvent) }
const SNAPSHOT = { ...POSITION, wall: isWall }
const isOnlineCount = objectOf({ count: isInteger })

export const isOnlinePage = objectOf<OnlinePage>({
  count: isInteger,
  guests: listOf(objectOf<OnlineGuest>({ id: isString, name: isString, since: isString })),
  nextCursor: nullable(isString),
})

const REFUSAL = { code: isString, message: isString, retryable: isBoolean, retryAfterMs: optional(isDuration) }
export const isRefusal = objectOf<ClientRefusal>(REFUSAL)

/** What each frame says besides its type. */
const FRAMES = tableOf<{ [Type in ServerFrame['type']]: Guard<Omit<OfType<ServerFrame, Type>, 'type'>> }>({
  welcome: objectOf({
    ...POSITION,
    guest: isGuest,
    token: isString,
    role: isWord,
    recovered: isBoolean,
    heartbeatMs: isDuration,
  }),
  events: objectOf(SLICE),
  snapshot: objectOf(SNAPSHOT),
  // No page of names: this client asks for none over a socket.
  ack: objectOf({ ref: isInteger, message: optional(isMessage), ballot: optional(isBallot) }),
  error: objectOf({ ...REFUSAL, ref: optional(isInteger) }),
  online: isOnlineCount,
  heartbeat: isRecord,
  pong: isRecord,
  goodbye: objectOf({ reason: isString, reconnectInMs: isDuration }),
})

const isTyped = objectOf({ type: isString })

/** A newer server may say more than this version knows: such a frame is passed over. */
export function isUnknownFrame(input: unknown): boolean {
  return isTyped(input) && !FRAMES.has(input.type)
}

export function isServerFrame(input: unknown): input is ServerFrame {
  return isTyped(input) && FRAMES.get(input.type)?.(input) === true
}

const isPollSnapshot = objectOf<Extract<PollAnswer, { snapshot: Snapshot }>>({ snapshot: objectOf(SNAPSHOT), online: isOnlineCount })
const isPollEvents = objectOf<PollEvents>({ ...SLICE, epoch: isString, hasMore: isBoolean, online: isOnlineCount })

export const isPollAnswer = (input: unknown): input is PollAnswer =>
  isRecord(input) && ('snapshot' in input ? isPollSnapshot : isPollEvents)(input)
export const isJoined = objectOf<{ guest: Guest; token: string }>({ guest: isGuest, token: isString })
export const isPosted = objectOf<{ message: WallMessage }>({ message: isMessage })
export const isCast = objectOf<{ ballot: Ballot }>({ ballot: isBallot })

/** Of a problem document, what makes a refusal. */
export const isProblem = objectOf<Omit<Problem, 'type' | 'status'>>({
  title: isString,
  code: isString,
  retryable: isBoolean,
  retryAfterMs: optional(isDuration),
})
