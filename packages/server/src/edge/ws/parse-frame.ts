import { type ClientFrame, ClientFrameSchema, COMMANDS } from '@guestwall/protocol'
import * as v from 'valibot'
import { parseStrictJson } from '../http/strict-json.ts'

/** The part of a malformed command that its answer needs. */
const CommandHeadSchema = v.object({
  type: v.picklist(Object.keys(COMMANDS)),
  ref: v.pipe(v.number(), v.safeInteger()),
})

/** A frame, or the head of a malformed command. */
export type ParsedFrame = { readonly frame: ClientFrame } | { readonly ref: number; readonly type: string }

/** Parses the text of a frame. A malformed command can still be answered; `null`: the text is not a frame of this wire. */
export function parseFrame(text: string): ParsedFrame | null {
  let value: unknown
  try {
    value = parseStrictJson(text)
  } catch {
    return null
  }
  // The answer names no field, so the check stops at the first fault.
  const parsed = v.safeParse(ClientFrameSchema, value, { abortEarly: true })
  if (parsed.success) return { frame: parsed.output }
  const command = v.safeParse(CommandHeadSchema, value)
  return command.success ? command.output : null
}
