import * as v from 'valibot'
import { ReactionsSchema } from '../reaction.ts'
import type { CommandRules } from './command-rules.ts'
import { RefField } from './fields.ts'

/** Asks for the reactions now, and from then on for a frame `reactions` with each change (REACT-3). */
export const WatchReactionsSchema = v.strictObject({ type: v.literal('watchReactions'), ref: RefField })

export const watchReactions = {
  summary: 'Reads the reactions to the messages on the wall; each change follows as a frame of its own.',
  result: { reactions: ReactionsSchema },
} as const satisfies CommandRules
