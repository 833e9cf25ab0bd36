import { ProblemSchema } from '@guestwall/protocol'
import * as v from 'valibot'
import { parseJson } from '../core/parse.ts'
import { RequestError, refusalIn } from '../requests/request-error.ts'

/** The refusal in a response that is not the answer. */
export async function refusedResponse(response: Response): Promise<RequestError> {
  const problem = v.safeParse(ProblemSchema, parseJson(await response.text()))
  if (response.ok || !problem.success) return new RequestError(refusalIn({ kind: 'foreign', status: response.status }), null, false)
  const { code, title: message, retryable, retryAfterMs } = problem.output
  return new RequestError({ code, message, retryable, retryAfterMs }, response.status, false)
}
