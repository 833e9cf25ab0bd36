import * as v from 'valibot'
import { type ActedBy, ActedBySchema } from './guest.ts'
import { type HostMessage, HostMessageSchema } from './message.ts'
import { type SessionState, SessionStateSchema } from './session.ts'

/** The action that the caller should take. */
export type Instruction = 'retry' | 'fixInput' | 'rejoin' | 'stop'

interface ErrorKind {
  /** HTTP status. */
  readonly status: number
  /** WebSocket close code if the refusal ends the connection; `null` if the connection continues. */
  readonly close: number | null
  /** Whether the same command, with the same key, can succeed later (SEND-4). */
  readonly retryable: boolean
  readonly instruction: Instruction
  /** A sentence for developers and hosts. Screens have their own text for each code. */
  readonly message: string
}

/** The only table of refusals: HTTP status, close code and instruction. A test checks that it is complete. */
export const ERRORS = {
  bad_frame: { status: 400, close: 4400, retryable: false, instruction: 'fixInput', message: 'The frame is not one of Wire v1.' },
  bad_request: { status: 400, close: null, retryable: false, instruction: 'fixInput', message: 'The request does not fit its schema.' },
  invalid_text: {
    status: 422,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'The text holds characters that cannot be stored.',
  },
  empty_content: {
    status: 422,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'The text shows nothing: write at least one visible character.',
  },
  too_long: { status: 422, close: null, retryable: false, instruction: 'fixInput', message: 'The text is too long.' },
  content_refused: {
    status: 422,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'The wall does not accept this message.',
  },
  name_invalid: {
    status: 422,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'The name must be 1 to 32 visible characters on one line.',
  },
  name_reserved: {
    status: 422,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'The name looks like the host or the system: choose another.',
  },
  photo_unreadable: {
    status: 422,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'The photo cannot be read: choose another one, or save it as JPEG.',
  },
  key_reused: {
    status: 422,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'The key was used for a different command: make a new key for each action.',
  },
  invalid_choice: {
    status: 422,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'The options are not a valid choice in this vote.',
  },
  unauthorised: {
    status: 401,
    close: 4401,
    retryable: false,
    instruction: 'rejoin',
    message: 'A valid credential is needed: join the session again.',
  },
  forbidden: { status: 403, close: 4403, retryable: false, instruction: 'stop', message: 'This credential may not do that.' },
  origin_refused: {
    status: 403,
    close: null,
    retryable: false,
    instruction: 'stop',
    message: 'Pages of this origin may not connect: add it to ALLOWED_ORIGINS.',
  },
  removed: { status: 403, close: 4403, retryable: false, instruction: 'stop', message: 'The host removed this guest.' },
  muted: { status: 403, close: null, retryable: false, instruction: 'stop', message: 'The host muted this guest.' },
  not_found: { status: 404, close: null, retryable: false, instruction: 'stop', message: 'There is nothing at this address.' },
  session_not_found: {
    status: 404,
    close: 4404,
    retryable: false,
    instruction: 'stop',
    message: 'There is no such session: check the code.',
  },
  message_not_found: {
    status: 404,
    close: null,
    retryable: false,
    instruction: 'stop',
    message: 'There is no such message in this session.',
  },
  vote_not_found: { status: 404, close: null, retryable: false, instruction: 'stop', message: 'There is no such vote in this session.' },
  photo_not_found: {
    status: 404,
    close: null,
    retryable: false,
    instruction: 'stop',
    message: 'There is no such photo of this guest, or a message has it already: upload it again.',
  },
  guest_not_found: { status: 404, close: null, retryable: false, instruction: 'stop', message: 'There is no such guest in this session.' },
  method_not_allowed: {
    status: 405,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'This address does not take that method.',
  },
  hello_timeout: { status: 408, close: 4408, retryable: true, instruction: 'retry', message: 'No hello came in time.' },
  conflict: { status: 409, close: null, retryable: false, instruction: 'stop', message: 'Somebody else has already acted on this.' },
  vote_closed: { status: 409, close: null, retryable: false, instruction: 'stop', message: 'The vote closed before the ballot arrived.' },
  vote_final: { status: 409, close: null, retryable: false, instruction: 'stop', message: 'A ballot in this vote cannot be changed.' },
  ballot_voided: { status: 409, close: null, retryable: false, instruction: 'stop', message: 'The host voided this ballot.' },
  session_not_started: { status: 409, close: null, retryable: true, instruction: 'retry', message: 'The session has not started yet.' },
  session_paused: { status: 409, close: null, retryable: true, instruction: 'retry', message: 'The host has paused this session.' },
  session_ended: { status: 409, close: 4403, retryable: false, instruction: 'stop', message: 'The host has ended this session.' },
  wall_closed: {
    status: 409,
    close: null,
    retryable: false,
    instruction: 'stop',
    message: 'The host has closed the wall to new messages.',
  },
  photos_off: { status: 409, close: null, retryable: false, instruction: 'stop', message: 'No photo can be sent here.' },
  private_closed: {
    status: 409,
    close: null,
    retryable: false,
    instruction: 'stop',
    message: 'Guests cannot write to the hosts alone in this session.',
  },
  replaced: { status: 409, close: 4409, retryable: false, instruction: 'stop', message: 'A newer connection took the place of this one.' },
  too_large: { status: 413, close: 4413, retryable: false, instruction: 'fixInput', message: 'A frame or body may have 16 KiB at most.' },
  host_refused: {
    status: 421,
    close: null,
    retryable: false,
    instruction: 'stop',
    message: 'This server is not known by that name: set PUBLIC_URL to it, or add it to ALLOWED_ORIGINS.',
  },
  unsupported_media_type: {
    status: 415,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'Send application/json in UTF-8 without content encoding.',
  },
  rate_limited: {
    status: 429,
    close: 4429,
    retryable: true,
    instruction: 'retry',
    message: 'Too many in a short time: wait as long as retryAfterMs says.',
  },
  joined_just_now: {
    status: 429,
    close: null,
    retryable: true,
    instruction: 'retry',
    message: 'A ballot counts from some seconds after joining: wait as long as retryAfterMs says.',
  },
  session_busy: {
    status: 429,
    close: null,
    retryable: true,
    instruction: 'retry',
    message: 'The wall is busy: wait as long as retryAfterMs says.',
  },
  not_supported: {
    status: 501,
    close: null,
    retryable: false,
    instruction: 'fixInput',
    message: 'This is part of the contract and not built yet.',
  },
  internal: {
    status: 500,
    close: null,
    retryable: true,
    instruction: 'retry',
    message: 'Something broke on the server; the same key may be sent again.',
  },
  full: { status: 503, close: 4503, retryable: true, instruction: 'retry', message: 'No place is free right now.' },
  unavailable: {
    status: 503,
    close: 4503,
    retryable: true,
    instruction: 'retry',
    message: 'The server cannot answer now; the same key may be sent again.',
  },
  draining: { status: 503, close: 4503, retryable: true, instruction: 'retry', message: 'This server is going away: connect again.' },
} as const satisfies Record<string, ErrorKind>

/** A refusal's name on every transport. */
export type ErrorCode = keyof typeof ERRORS

/** Pure, so that a bundle that reads no table does not carry it. */
export const ERROR_CODES = /* @__PURE__ */ Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]

/** WebSocket close codes of Wire v1. */
export const CLOSE = {
  goingAway: 1001,
  badFrame: 4400,
  unauthorised: 4401,
  forbidden: 4403,
  noSuchSession: 4404,
  helloTimeout: 4408,
  replaced: 4409,
  tooLarge: 4413,
  tooMany: 4429,
  tryLater: 4503,
} as const

/** A refusal as data: returned by handlers, never thrown. */
export interface Refusal {
  readonly code: ErrorCode
  readonly message: string
  readonly retryable: boolean
  /** Milliseconds to wait before the next try, where the server knows. */
  readonly retryAfterMs?: number
  /** With `conflict`, for a host who acted on a message (MOD-4) or on the session (LIFE-2). */
  readonly conflict?: MessageConflict | SessionConflict
}

/** The message as it is now. `by`: the host who was first; `null` where no host has changed its status. */
export interface MessageConflict {
  readonly by: ActedBy | null
  readonly message: HostMessage
}

/** The state of the session now. `by`: the host who chose it; `null` where none has. */
export interface SessionConflict {
  readonly by: ActedBy | null
  readonly state: SessionState
}

/** Builds a refusal from the table. `detail` replaces the table's sentence where more is known. */
export function refusal(
  code: ErrorCode,
  options: { detail?: string; retryAfterMs?: number; conflict?: Refusal['conflict'] } = {},
): Refusal {
  const { message, retryable } = ERRORS[code]
  return {
    code,
    message: options.detail ?? message,
    retryable,
    ...(options.retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(options.retryAfterMs) }),
    ...(options.conflict === undefined ? {} : { conflict: options.conflict }),
  }
}

/**
 * An RFC 9457 problem document: the body of every refused HTTP request. A reader takes a code that it does not know, too.
 * Made in one pure call, so that a bundle that reads only `CLOSE` carries no schema.
 */
export const ProblemSchema = /* @__PURE__ */ (() =>
  v.object({
    type: v.string(),
    title: v.string(),
    status: v.number(),
    code: v.string(),
    retryable: v.boolean(),
    retryAfterMs: v.optional(v.pipe(v.number(), v.minValue(0))),
    /** With `conflict`, for an act on a message: the host who was first (`null`: none), and the message as it is now (MOD-4). */
    by: v.optional(v.nullable(ActedBySchema)),
    message: v.optional(HostMessageSchema),
    /** With `conflict`, for an act on the session: the state that it is in now, and `by` who chose it (LIFE-2). */
    state: v.optional(SessionStateSchema),
  }))()
export type Problem = v.InferOutput<typeof ProblemSchema>
