import { MAX_FRAME_BYTES } from '@guestwall/protocol'
import * as v from 'valibot'
import { RefusedRequest } from './problem.ts'
import { NotStrictJson, parseStrictJson } from './strict-json.ts'

/** Strict reading of requests: each function returns a checked value or throws `RefusedRequest`. */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The JSON body, checked against a schema. An absent body is `{}` where `mayBeAbsent`. */
export async function readBody<Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
  options: { mayBeAbsent?: boolean } = {},
): Promise<v.InferOutput<Schema>> {
  const bytes = await readBytes(request)
  if (bytes.length === 0 && options.mayBeAbsent === true) return check(schema, {})
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(type)) throw new RefusedRequest('unsupported_media_type')
  return check(schema, parseBytes(bytes))
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding !== 'identity') throw new RefusedRequest('unsupported_media_type')
  const declared = request.headers.get('content-length')
  if (Number(declared ?? 0) > MAX_FRAME_BYTES) throw new RefusedRequest('too_large')
  try {
    // A body of a declared length is not longer than that. Read whole, it costs a third of what it costs through a stream.
    return declared === null ? await readUndeclared(request) : new Uint8Array(await request.arrayBuffer())
  } catch (error) {
    // A client that disconnects within a body is no fault of the server, so nothing is logged.
    throw error instanceof RefusedRequest ? error : new RefusedRequest('bad_request', 'The body did not come whole.')
  }
}

/** Reads a body whose length nobody has said, up to the limit. */
async function readUndeclared(request: Request): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array()
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += part.length
    if (length > MAX_FRAME_BYTES) throw new RefusedRequest('too_large')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function parseBytes(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    throw new RefusedRequest('bad_request', 'The body is not UTF-8.')
  }
  try {
    return parseStrictJson(text)
  } catch (error) {
    if (error instanceof NotStrictJson) throw new RefusedRequest('bad_request', `The body cannot be taken: ${error.message}.`)
    throw error
  }
}

/** Returns the value if it matches the schema; otherwise the refusal names the first field that does not match. */
export function check<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  // The refusal names one field, so the check stops at the first.
  const parsed = v.safeParse(schema, value, { abortEarly: true })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const field = v.getDotPath(issue)
  throw new RefusedRequest(
    'bad_request',
    field === null ? 'The body must be a JSON object of the documented form.' : `The field ${field} is wrong or missing.`,
  )
}
