import type { Outcome } from '../../domain/outcome.ts'
import { RefusedRequest } from './problem.ts'

/** The value of an outcome. A refusal is thrown to the adapter's error handler. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new RefusedRequest(outcome.refusal)
  return outcome.value
}
