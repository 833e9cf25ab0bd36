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

/** Encodes a JSON answer. No browser, proxy or captive portal may keep it. */
export function jsonResponse(schema: v.GenericSchema, answer: unknown, usualStatus: number): Response {
  const { status, body, text } = answer instanceof Reply ? (answer as Reply<unknown>) : { status: null, body: answer, text: null }
  return new Response(text ?? encodeAnswer(schema, body), {
    status: status ?? usualStatus,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  })
}
