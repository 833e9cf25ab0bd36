import { EventSchema, ProblemSchema, type ServerFrame, ServerFrameSchema } from '@guestwall/protocol'
import * as v from 'valibot'
import { equal, RuleBroken, shown } from './check.ts'

/*
 * Not the parsers of `@guestwall/protocol/testing`, which all tests of this server use: a fault in those would hide the same field here too. Only
 * the schemas are common. They are the contract, and `wire-v1.json` records them. Besides, a fault must be a `RuleBroken`, whose sentence is
 * for the authors of another server.
 */

/** A frame as the server sent it. Throws where it is not one of Wire v1, or has a field that Wire v1 does not name. */
export function parseServerFrame(text: string): ServerFrame {
  const frame = parseExactly(`the frame ${shown(text)}`, ServerFrameSchema, parseJson('a frame', text))
  if (frame.type === 'events') frame.events.forEach(parseEvent)
  return frame
}

/** An event of a known type, in every field. */
export function parseEvent(event: { readonly type: string }): void {
  parseExactly(`the event ${event.type}`, EventSchema, event)
}

export function parseProblem(text: string): v.InferOutput<typeof ProblemSchema> {
  // Problem documents may say more (RFC 9457): the fields of Wire v1 are what a client reads.
  return parseWith('the refusal', ProblemSchema, parseJson('a refusal', text))
}

/** The value, if the schema takes it and names all of its fields. */
export function parseExactly<Schema extends v.GenericSchema>(what: string, schema: Schema, value: unknown): v.InferOutput<Schema> {
  const parsed = parseWith(what, schema, value)
  equal(`${what} without the fields that Wire v1 does not name`, parsed, value)
  return parsed
}

export function parseJson(what: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RuleBroken(`${what} is not JSON: ${shown(text)}`)
  }
}

function parseWith<Schema extends v.GenericSchema>(what: string, schema: Schema, value: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  throw new RuleBroken(`${what} does not fit its schema at ${v.getDotPath(issue) ?? 'its root'}: ${issue.message}`)
}
