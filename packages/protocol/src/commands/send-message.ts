import * as v from 'valibot'
import { KeySchema } from '../ids.ts'
import { WallMessageSchema } from '../message.ts'
import type { CommandRules } from './command-rules.ts'
import { RawTextField, RefField } from './fields.ts'

/** A guest sends a message. */
export const SendMessageSchema = v.strictObject({
  type: v.literal('sendMessage'),
  ref: RefField,
  key: KeySchema,
  content: RawTextField,
  guestName: RawTextField,
})

export const sendMessage = {
  summary: 'Puts a message on the wall. Answered after the commit (SEND-2).',
  result: { message: WallMessageSchema },
} as const satisfies CommandRules
