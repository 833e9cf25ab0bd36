import * as v from 'valibot'
import { IdSchema, KeySchema } from '../ids.ts'
import { MAX_VOTE_OPTIONS } from '../limits.ts'
import { BallotSchema } from '../vote.ts'
import type { CommandRules } from './command-rules.ts'
import { RefField } from './fields.ts'

/** A guest votes. */
export const CastVoteSchema = v.strictObject({
  type: v.literal('castVote'),
  ref: RefField,
  key: KeySchema,
  voteId: IdSchema,
  optionIds: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(MAX_VOTE_OPTIONS)),
})

export const castVote = {
  summary: 'Chooses in a vote. Answered after the commit (SEND-2).',
  result: { ballot: BallotSchema },
} as const satisfies CommandRules
