import type * as v from 'valibot'
import { encodeAnswer } from '@guestwall/protocol'

type JsonText = string | Buffer<ArrayBuffer>

/** An answer with a status of its own, or with text that is encoded already. */
export class Reply<Body> {
  readonly status: number | null
  readonly body: Body | null
  readonly text: JsonText | null

  private constructor(status: number | null, body: Body | null, text: JsonText | null) {
    this.status = status
    this.body = body
    this.text = text
  }

  /** An answer where the table has several statuses. */
  static withStatus<Body>(status: number, body: Body): Reply<Body> {
    return new Reply<Body>(status, body, null)
  }

  /** An answer that is encoded once for many readers. */
  static encoded(text: JsonText): Reply<never> {
    return new Reply<never>(null, null, text)
  }
}

/** Encodes an answer of a handler, unless it is encoded already. */
export function jsonText(schema: v.GenericSchema, answer: unknown): JsonText {
  if (!(answer instanceof Reply)) return encodeAnswer(schema, answer)
  const { text, body } = answer as Reply<unknown>
  return text ?? encodeAnswer(schema, body)
}

/** The response with this text of an answer. No browser, proxy or captive portal may keep it. */
export function jsonResponse(text: JsonText, answer: unknown, usualStatus: number): Response {
  return new Response(text, {
    status: (answer instanceof Reply ? (answer as Reply<unknown>).status : null) ?? usualStatus,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  })
}
