import * as v from 'valibot'
import { IdSchema } from './ids.ts'

export const VoteStateSchema = v.picklist(['draft', 'open', 'closed'])
export type VoteState = v.InferOutput<typeof VoteStateSchema>

/** Who sees results, and when (VOTE-1). */
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
 * A vote (投票). `tally` is `null` where this reader may not see one; a wall screen that may not see the counts is told the number of
 * ballots, with `counts` empty. `revealed` is the host's word over `results`: shown or hidden; absent while the setting rules.
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

/** One guest's choice in one vote, as only that guest is told it (VOTE-5). */
export const BallotSchema = v.object({ voteId: IdSchema, optionIds: v.array(IdSchema) })
export type Ballot = v.InferOutput<typeof BallotSchema>

/**
 * What a guest may keep of a ballot: its place in the vote's chain of ballots and the chain's hash up to it, signed by the server.
 * A chain that does not hold `hash` at `seq` is not the one that this ballot was counted in.
 */
export const ReceiptSchema = v.object({
  session: IdSchema,
  voteId: IdSchema,
  seq: v.pipe(v.number(), v.safeInteger()),
  hash: v.string(),
  /** Ed25519 over the other fields; with the public key of the audit export. */
  signature: v.string(),
})
export type Receipt = v.InferOutput<typeof ReceiptSchema>
