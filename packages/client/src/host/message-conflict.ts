import { type MessageConflict, ProblemSchema } from '@guestwall/protocol'
import * as v from 'valibot'
import { RequestError } from '../requests/request-error.ts'

/**
 * The conflict behind an error of `approve`, `reject`, `restore`, `pin` or `unpin`: the host who was first (`null`: the message has this status
 * without a host's act), and the message as it is now. `null` for every other error.
 */
export function messageConflict(error: unknown): MessageConflict | null {
  if (!(error instanceof RequestError) || error.code !== 'conflict') return null
  const problem = v.safeParse(ProblemSchema, error.problem)
  if (!problem.success || problem.output.message === undefined) return null
  return { by: problem.output.by ?? null, message: problem.output.message }
}
