import * as v from 'valibot'
import { IdSchema } from './ids.ts'

/** The reactions, in the order in which they are shown: 囍 贺 赞 爱 笑 泪. */
export const ReactionKindSchema = v.picklist(['joy', 'congratulations', 'praise', 'love', 'laughter', 'tears'])
export type ReactionKind = v.InferOutput<typeof ReactionKindSchema>

/**
 * Grows with each reaction of a guest on one message, by the wall time of the device: a reaction that arrives late does not replace a newer one
 * (REACT-1).
 */
export const ReactionOrderSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** The reaction of one guest to one message; `null`: none any more. */
export const ReactionSchema = v.object({ messageId: IdSchema, kind: v.nullable(ReactionKindSchema), order: ReactionOrderSchema })
export type Reaction = v.InferOutput<typeof ReactionSchema>

/** How many guests have each reaction to one message. A kind that nobody has is absent. */
export const ReactionCountsSchema = v.object({ messageId: IdSchema, counts: v.record(v.string(), v.pipe(v.number(), v.safeInteger())) })
export type ReactionCounts = v.InferOutput<typeof ReactionCountsSchema>

/** The reactions to the messages on the wall, and the caller's own, which are newest first (REACT-3). A message without a reaction is absent. */
export const ReactionsSchema = v.object({ messages: v.array(ReactionCountsSchema), own: v.array(ReactionSchema) })
export type Reactions = v.InferOutput<typeof ReactionsSchema>
