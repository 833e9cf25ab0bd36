import * as v from 'valibot'
import { IdSchema } from './ids.ts'

export const VoteStateSchema = v.picklist(['draft', 'open', 'closed'])
export type VoteState = v.InferOutput<typeof VoteStateSchema>

/** The readers who see the results, and the time from which they see them (VOTE-1). */
export const ResultsSchema = v.picklist(['always', 'afterVoting', 'afterClose', 'never'])
export type Results = v.InferOutput<typeof ResultsSchema>

export const VoteOptionSchema = v.object({ id: IdSchema, label: v.string() })
export type VoteOption = v.InferOutput<typeof VoteOptionSchema>

/** A tally: absolute counts and a growing version, latest wins (VOTE-4). */
export const VotePayloadSchema = v.object({
  voteId: IdSchema,
  version: v.pipe(v.number(), v.safeInteger()),
  state: VoteStateSchema,
  counts: v.record(IdSchema, v.pipe(v.number(), v.safeInteger())),
  ballots: v.pipe(v.number(), v.safeInteger()),
})
export type VotePayload = v.InferOutput<typeof VotePayloadSchema>

/**
 * A vote (投票). `tally` is `null` if this reader may not see one; a wall screen that may not see the counts gets the number of ballots, with
 * `counts` empty. `revealed`: the host showed or hid the results; absent while the setting `results` applies.
 */
export const VoteSchema = v.object({
  id: IdSchema,
  question: v.string(),
  options: v.array(VoteOptionSchema),
  maxChoices: v.pipe(v.number(), v.safeInteger()),
  state: VoteStateSchema,
  results: ResultsSchema,
  changeable: v.boolean(),
  revealed: v.optional(v.boolean()),
  tally: v.nullable(VotePayloadSchema),
})
export type Vote = v.InferOutput<typeof VoteSchema>

/** One guest's choice in one vote. Only this guest gets it (VOTE-5). */
export const BallotSchema = v.object({ voteId: IdSchema, optionIds: v.array(IdSchema) })
export type Ballot = v.InferOutput<typeof BallotSchema>

/**
 * A guest's proof of a ballot: its position in the vote's chain of ballots and the hash of the chain up to it, signed by the server. A chain
 * without `hash` at `seq` is not the chain in which the ballot was counted.
 */
export const ReceiptSchema = v.object({
  session: IdSchema,
  voteId: IdSchema,
  seq: v.pipe(v.number(), v.safeInteger()),
  hash: v.string(),
  /** Ed25519 over the other fields. The audit export has the public key. */
  signature: v.string(),
})
export type Receipt = v.InferOutput<typeof ReceiptSchema>
