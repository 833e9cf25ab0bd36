import * as v from 'valibot'
import { OnlinePageSchema } from '../guest.ts'
import { MAX_PAGE_SIZE } from '../limits.ts'
import type { CommandRules } from './command-rules.ts'
import { RefField } from './fields.ts'

/** Asks for one page of the guests who are online. */
export const GetOnlineListSchema = v.strictObject({
  type: v.literal('getOnlineList'),
  ref: RefField,
  cursor: v.nullish(v.pipe(v.string(), v.maxLength(128)), null),
  limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_PAGE_SIZE))),
})

export const getOnlineList = {
  summary: 'Asks for a page of the guests who are online.',
  result: { online: OnlinePageSchema },
} as const satisfies CommandRules
