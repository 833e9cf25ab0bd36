import * as v from 'valibot'
import { type Problem, ProblemSchema } from '../errors.ts'
import { type ClientFrame, ClientFrameSchema } from '../frames/client-frame.ts'
import { type ServerFrame, ServerFrameSchema } from '../frames/server-frame.ts'
import { strict } from './strict.ts'

/** The part of a text that an error shows. */
const SHOWN_CHARS = 200

/** A text that does not match its schema, or has a field that the schema does not name. */
export class UnexpectedText extends Error {
  override readonly name = 'UnexpectedText'
}

/** The value of a JSON text that matches the schema exactly: no field is missing and none is added. Throws if it does not match. */
export function parseStrictly<Schema extends v.GenericSchema>(schema: Schema, json: string): v.InferOutput<Schema> {
  const value: unknown = JSON.parse(json)
  const parsed = v.safeParse(strict(schema), value, { abortEarly: true })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new UnexpectedText(`${v.getDotPath(issue) ?? 'the whole'}: ${issue.message} in ${json.slice(0, SHOWN_CHARS)}`)
}

/** A frame from the server. Every test client reads its frames with this function. */
export function parseServerFrame(json: string): ServerFrame {
  return parseStrictly(ServerFrameSchema, json)
}

/** A frame from a client. Fake servers read their frames with this function. */
export function parseClientFrame(json: string): ClientFrame {
  return parseStrictly(ClientFrameSchema, json)
}

/** The body of a refused HTTP request. */
export function parseProblem(json: string): Problem {
  return parseStrictly(ProblemSchema, json)
}
