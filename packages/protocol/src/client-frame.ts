import * as v from 'valibot'
import { IdSchema, KeySchema, PositionSchema, TokenSchema } from './ids.ts'
import { MAX_CONTENT_BYTES, MAX_PAGE_SIZE, MAX_VOTE_OPTIONS } from './limits.ts'

/** Pairs an answer with its command on one connection. */
const RefSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** Text as it arrives: `text.ts` decides what of it may be stored. */
const RawTextSchema = v.pipe(v.string(), v.maxLength(MAX_CONTENT_BYTES * 2))
const CursorSchema = v.nullish(v.pipe(v.string(), v.maxLength(128)), null)
const LimitSchema = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_PAGE_SIZE)))

/** The first frame (CONN-1). Without a token the server makes a guest of `guestName`. */
export const HelloSchema = v.strictObject({
  type: v.literal('hello'),
  token: v.optional(TokenSchema),
  guestName: v.optional(RawTextSchema),
  position: v.optional(v.nullable(PositionSchema)),
})
export type Hello = v.InferOutput<typeof HelloSchema>

/** What a guest asks to have put on the wall. */
export const SendMessageSchema = v.strictObject({
  type: v.literal('sendMessage'),
  ref: RefSchema,
  key: KeySchema,
  content: RawTextSchema,
  guestName: RawTextSchema,
})

/** A guest's choice in a vote. */
export const CastVoteSchema = v.strictObject({
  type: v.literal('castVote'),
  ref: RefSchema,
  key: KeySchema,
  voteId: IdSchema,
  optionIds: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(MAX_VOTE_OPTIONS)),
})

/** One page of who is here. */
export const GetOnlineListSchema = v.strictObject({
  type: v.literal('getOnlineList'),
  ref: RefSchema,
  cursor: CursorSchema,
  limit: LimitSchema,
})

export const PingSchema = v.strictObject({ type: v.literal('ping') })

/** Every frame a client may send. */
export const ClientFrameSchema = v.variant('type', [HelloSchema, SendMessageSchema, CastVoteSchema, GetOnlineListSchema, PingSchema])
export type ClientFrame = v.InferOutput<typeof ClientFrameSchema>

/** A client's frame that is answered by `ack` or `error` with the same `ref`. */
export type ClientCommand = Extract<ClientFrame, { ref: number }>
