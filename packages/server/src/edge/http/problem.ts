import { ERRORS, encodeAnswer, type ErrorCode, type Problem, ProblemSchema, type Refusal, refusal } from '@guestwall/protocol'

/** Encodes a refusal as an RFC 9457 problem document. */
export function problemResponse(refused: Refusal): Response {
  const { status } = ERRORS[refused.code]
  const body: Problem = {
    type: `urn:guestwall:${refused.code}`,
    title: refused.message,
    status,
    code: refused.code,
    retryable: refused.retryable,
    ...(refused.retryAfterMs === undefined ? {} : { retryAfterMs: refused.retryAfterMs }),
    ...refused.conflict,
  }
  const headers = new Headers({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  if (refused.retryAfterMs !== undefined) headers.set('retry-after', String(Math.ceil(refused.retryAfterMs / 1000)))
  if (refused.code === 'unauthorised') headers.set('www-authenticate', 'Bearer')
  return new Response(encodeAnswer(ProblemSchema, body), { status, headers })
}

/** A refusal as an exception. Thrown only inside `edge/http`, whose adapter catches it for every request. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest'
  readonly refusal: Refusal

  constructor(code: ErrorCode | Refusal, detail?: string) {
    const refused = typeof code === 'string' ? refusal(code, detail === undefined ? {} : { detail }) : code
    super(refused.message)
    this.refusal = refused
  }
}
