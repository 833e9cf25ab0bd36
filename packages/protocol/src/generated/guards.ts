// Generated from the schemas by `npm run generate`. Do not edit.
import type * as v from 'valibot'
import type { ProblemSchema } from '../errors.ts'
import type { AnyEvent, WallEvent } from '../events/event.ts'
import type { ServerFrame } from '../frames/server-frame.ts'
import { type Guard, isBoolean, isCount, isDuration, isInteger, isRecord, isString, listOf, nullable, objectOf, optional, recordOf, shape } from '../guard.ts'
import type { Guest, OnlinePage } from '../guest.ts'
import type { CastBallotSchema, JoinedSchema, PollAnswer, PostedMessageSchema } from '../http.ts'
import type { WallMessage } from '../message.ts'
import type { Session } from '../session.ts'
import type { Ballot, Vote, VotePayload } from '../vote.ts'
import type { Wall } from '../wall.ts'
import { REDUCERS } from './events.ts'

/*
 * A client checks what it receives as deep as it reads it, so that the reducer can trust its input (CONN-7, SYNC-2). Patterns of ids and times
 * and the words of lists are not checked: a newer server may have more words.
 */

export const isGuest = shape<Guest>('id name')
export const isMessage = shape<WallMessage>('id guestId guestName content status createdAt key', { pinned: isBoolean, eventId: isCount })
export const isTally = shape<VotePayload>('voteId state', { version: isInteger, counts: recordOf(isInteger), ballots: isInteger })
export const isVote = shape<Vote>('id question state results', { options: listOf(shape('id label')), maxChoices: isInteger, changeable: isBoolean, revealed: optional(isBoolean), tally: nullable(isTally) })
export const isBallot = shape<Ballot>('voteId', { optionIds: listOf(isString) })
export const isSession = shape<Session>('id state')
export const isWall = objectOf({ session: isSession, messages: listOf(isMessage), messageCount: isInteger, votes: listOf(isVote) }) as Guard<Wall>
export const isOnlinePage = objectOf({ count: isInteger, guests: listOf(shape('id name since')), nextCursor: nullable(isString) }) as Guard<OnlinePage>

/** The guards of the events' data, in the order of the types in `REDUCERS`: each type is in the bundle once. */
const DATA_GUARDS: readonly Guard<unknown>[] = [
  // credential.changed
  isRecord,
  // guest.changed
  isRecord,
  // guest.removed
  isRecord,
  // guest.renamed
  shape('guestId guestName'),
  // message.created
  isMessage,
  // message.held
  isMessage,
  // message.pinned
  isMessage,
  // message.rejected
  shape('id', { wasShown: isBoolean }),
  // message.removed
  shape('id', { wasShown: isBoolean }),
  // message.shown
  isMessage,
  // message.unpinned
  shape('id'),
  // screen.changed
  isRecord,
  // session.changed
  isSession,
  // session.ended
  isSession,
  // settings.changed
  objectOf({ tables: optional(isString) }),
  // vote.closed
  isVote,
  // vote.created
  isVote,
  // vote.opened
  isVote,
  // vote.removed
  shape('id'),
  // vote.revealed
  isVote,
  // vote.shown
  isVote,
  // vote.tally
  isTally,
]

/** A map, because the type comes from outside: every object has a `constructor`. */
const EVENT_DATA = new Map(Object.keys(REDUCERS).map((type, at) => [type, DATA_GUARDS[at]]))

const isEnvelope = shape<AnyEvent>('type at', { id: isCount })

/** An event of a type that this version does not know passes with any data (SYNC-2). */
const isEvent: Guard<AnyEvent> = (input): input is AnyEvent => isEnvelope(input) && (EVENT_DATA.get(input.type)?.(input.data) ?? true)

/** Whether this version knows the type of an event that has passed its guard, and so the form of its data. */
export function isKnownEvent(event: AnyEvent): event is WallEvent {
  return EVENT_DATA.has(event.type)
}

/** The fields of each frame besides its type. */
const FRAMES = new Map<string, Guard<unknown>>(
  Object.entries({
    welcome: shape('token role epoch', { guest: isGuest, lastEventId: isCount, recovered: isBoolean, heartbeatMs: isDuration }),
    events: objectOf({ from: isCount, to: isCount, events: listOf(isEvent) }),
    snapshot: shape('epoch', { lastEventId: isCount, wall: isWall }),
    ack: objectOf({ ref: isInteger, ballot: optional(isBallot), message: optional(isMessage) }),
    error: shape('code message', { ref: optional(isInteger), retryable: isBoolean, retryAfterMs: optional(isDuration) }),
    online: objectOf({ count: isInteger }),
    heartbeat: isRecord,
    pong: isRecord,
    goodbye: shape('reason', { reconnectInMs: isDuration }),
  }),
)

const isTyped = shape<{ readonly type: string }>('type')

/** A frame of a type that this version does not know passes: a newer server may send it, and it is ignored. */
export function isServerFrame(input: unknown): input is ServerFrame {
  return isTyped(input) && (FRAMES.get(input.type)?.(input) ?? true)
}

const isPollSnapshot = objectOf({ snapshot: shape('epoch', { lastEventId: isCount, wall: isWall }), online: objectOf({ count: isInteger }) })
const isPollEvents = shape('epoch', { from: isCount, to: isCount, events: listOf(isEvent), hasMore: isBoolean, online: objectOf({ count: isInteger }) })

export const isPollAnswer = (input: unknown): input is PollAnswer => isPollSnapshot(input) || isPollEvents(input)

export const isJoined = shape<v.InferOutput<typeof JoinedSchema>>('token', { guest: isGuest })
export const isPosted = objectOf({ message: isMessage }) as Guard<v.InferOutput<typeof PostedMessageSchema>>
export const isCast = objectOf({ ballot: isBallot }) as Guard<v.InferOutput<typeof CastBallotSchema>>
/** A problem document, as far as a client reads it. */
export const isProblem = shape<v.InferOutput<typeof ProblemSchema>>('title code', { retryable: isBoolean, retryAfterMs: optional(isDuration) })
