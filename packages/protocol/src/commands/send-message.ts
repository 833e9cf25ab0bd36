import * as v from 'valibot'
import { IdSchema, KeySchema } from '../ids.ts'
import { RecipientSchema, WallMessageSchema } from '../message.ts'
import type { CommandRules } from './command-rules.ts'
import { RawTextField, RefField } from './fields.ts'

/** A guest sends a message. */
export const SendMessageSchema = v.strictObject({
  type: v.literal('sendMessage'),
  ref: RefField,
  key: KeySchema,
  content: RawTextField,
  guestName: RawTextField,
  /** A photo that the same actor has uploaded and no message has (PHOTO-1). */
  photo: v.optional(IdSchema),
  /** `hosts`: for the hosts alone; it never comes to the wall (MOD-11). */
  to: v.optional(RecipientSchema),
})

export const sendMessage = {
  summary: 'Puts a message on the wall. Answered after the commit (SEND-2).',
  result: { message: WallMessageSchema },
} as const satisfies CommandRules
