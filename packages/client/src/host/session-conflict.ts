import { ProblemSchema, type SessionConflict } from '@guestwall/protocol'
import * as v from 'valibot'
import { RequestError } from '../requests/request-error.ts'

/** The conflict behind an error of `act`: the state that the session is in, and the host who chose it (`null`: none has). `null` for every other error. */
export function sessionConflict(error: unknown): SessionConflict | null {
  if (!(error instanceof RequestError) || error.code !== 'conflict') return null
  const problem = v.safeParse(ProblemSchema, error.problem)
  if (!problem.success || problem.output.state === undefined) return null
  return { by: problem.output.by ?? null, state: problem.output.state }
}
