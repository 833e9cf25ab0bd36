import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { ReactionKindSchema, ReactionOrderSchema, ReactionSchema } from '../reaction.ts'
import type { CommandRules } from './command-rules.ts'
import { RefField } from './fields.ts'

/** A guest reacts to a message, or takes its reaction back (`null`). It needs no key: repeated, it changes nothing (REACT-1). */
export const ReactSchema = v.strictObject({
  type: v.literal('react'),
  ref: RefField,
  messageId: IdSchema,
  kind: v.nullable(ReactionKindSchema),
  order: ReactionOrderSchema,
})

export const react = {
  summary: 'Sets the one reaction of the guest to a message. Answered after the commit (SEND-2).',
  result: { reaction: ReactionSchema },
} as const satisfies CommandRules
