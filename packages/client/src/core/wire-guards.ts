import type {
  AnyEvent,
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
import {
  type Guard,
  isBoolean,
  isDuration,
  isInteger,
  isRecord,
  isString,
  listOf,
  matching,
  nullable,
  objectOf,
  oneOf,
  optional,
} from './guard.ts'

/*
 * What this client takes for Wire v1 (CONN-7). The protocol's schemas say the same and more; they weigh a third of this client,
 * and a test holds both together. Nothing past these guards is malformed, so that the reducer may trust its input (SYNC-2).
 */

type OfType<Union extends { type: string }, Type extends Union['type']> = Extract<Union, { type: Type }>

const isId = matching(/^[\w-]{1,36}$/)
const isKey = matching(/^[\w-]{8,64}$/)
const isTimestamp = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const isCount: Guard<number> = (input): input is number => isInteger(input) && input >= 0

export const isGuest = objectOf<Guest>({ id: isId, name: isString })

export const isMessage = objectOf<WallMessage>({
  id: isId,
  guestId: isId,
  guestName: isString,
  content: isString,
  status: oneOf('shown', 'pending', 'rejected', 'removed'),
  pinned: isBoolean,
  createdAt: isTimestamp,
  eventId: isCount,
  key: isKey,
})

/** A word of a list that may grow (a layout, a theme): the client hands it on, and what to do with a new one is the view's matter. */
const isWord = isString as Guard<never>

const isTally = objectOf<VotePayload>({
  voteId: isId,
  version: isInteger,
  state: isWord,
  counts: (input): input is VotePayload['counts'] => isRecord(input) && Object.values(input).every(isInteger),
  ballots: isInteger,
})

const isVote = objectOf<Vote>({
  id: isId,
  question: isString,
  options: listOf(objectOf({ id: isId, label: isString })),
  maxChoices: isInteger,
  state: isWord,
  results: isWord,
  changeable: isBoolean,
  tally: nullable(isTally),
})

const isSession = objectOf<Session>({
  id: isId,
  code: isString,
  title: isString,
  subtitle: isString,
  state: oneOf('scheduled', 'open', 'ended'),
  moderation: isWord,
  slowModeSeconds: isCount,
  layout: isWord,
  theme: isWord,
  createdAt: isTimestamp,
})

const isWall = objectOf<Wall>({ session: isSession, messages: listOf(isMessage), messageCount: isInteger, votes: listOf(isVote) })

const isMessageLeft = objectOf<OfType<WallEvent, 'message.removed'>['data']>({ id: isId, wasShown: isBoolean })

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
  'message.unpinned': objectOf({ id: isId }),
  'vote.created': isVote,
  'vote.opened': isVote,
  'vote.tally': isTally,
  'vote.closed': isVote,
  'vote.revealed': isVote,
  'session.changed': isSession,
  'session.ended': isSession,
  'guest.removed': objectOf({ guestId: isId }),
})

const isEnvelope = objectOf<Omit<AnyEvent, 'data'>>({ id: isCount, type: isString, at: isTimestamp })

/** An event of a type that this version does not know passes, whatever it tells (SYNC-2). */
const isEvent = (input: unknown): input is AnyEvent => isEnvelope(input) && (EVENT_DATA.get(input.type)?.((input as AnyEvent).data) ?? true)

/** Of an event that has passed a guard: whether this version knows its type, and so its data. */
export function isKnownEvent(event: AnyEvent): event is WallEvent {
  return EVENT_DATA.has(event.type)
}

const POSITION = { epoch: isId, lastEventId: isCount }
const SLICE = { from: isCount, to: isCount, events: listOf(isEvent) }
const SNAPSHOT = { ...POSITION, wall: isWall }
const isOnlineCount = objectOf({ count: isInteger })

export const isOnlinePage = objectOf<OnlinePage>({
  count: isInteger,
  guests: listOf(objectOf<OnlineGuest>({ id: isId, name: isString, since: isTimestamp })),
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
    role: oneOf('guest', 'host', 'wall'),
    recovered: isBoolean,
    heartbeatMs: isDuration,
  }),
  events: objectOf(SLICE),
  snapshot: objectOf(SNAPSHOT),
  ack: objectOf({
    ref: isInteger,
    message: optional(isMessage),
    ballot: optional(objectOf({ voteId: isId, optionIds: listOf(isId) })),
    online: optional(isOnlinePage),
  }),
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
const isPollEvents = objectOf<PollEvents>({ ...SLICE, epoch: isId, hasMore: isBoolean, online: isOnlineCount })

export const isPollAnswer = (input: unknown): input is PollAnswer =>
  isRecord(input) && ('snapshot' in input ? isPollSnapshot : isPollEvents)(input)
export const isJoined = objectOf<{ guest: Guest; token: string }>({ guest: isGuest, token: isString })
export const isPosted = objectOf<{ message: WallMessage }>({ message: isMessage })

/** Of a problem document, what makes a refusal. */
export const isProblem = objectOf<Omit<Problem, 'type' | 'status'>>({
  title: isString,
  code: isString,
  retryable: isBoolean,
  retryAfterMs: optional(isDuration),
})
