import { ERROR_CODES, ERRORS, type ErrorCode, type Instruction } from '@guestwall/protocol'
import { RefusedError } from '../errors.ts'
import type { ClientRefusal, HttpAnswer } from '../types.ts'

/**
 * A request did not succeed. `code` is the wire's, or `unreachable` (no answer came), or `foreign` (something between answered, such as a
 * captive portal). `instruction` says what the caller should do: `retry`, `fixInput`, `rejoin` or `stop`.
 */
export class RequestError extends RefusedError {
  readonly instruction: Instruction

  constructor(refusal: ClientRefusal) {
    super(refusal)
    this.name = 'RequestError'
    this.instruction = instructionOf(refusal)
  }
}

/** A newer server may have codes that this version does not know. */
function instructionOf({ code, retryable }: ClientRefusal): Instruction {
  return (ERROR_CODES as readonly string[]).includes(code) ? ERRORS[code as ErrorCode].instruction : retryable ? 'retry' : 'stop'
}

/** The refusal in an answer that is not `ok`. */
export function refusalIn(answer: Exclude<HttpAnswer, { kind: 'ok' }>): ClientRefusal {
  if (answer.kind === 'refused') return answer.refusal
  return answer.kind === 'network'
    ? { code: 'unreachable', message: 'The server did not answer.', retryable: true }
    : { code: 'foreign', message: 'Something between this device and the server answered.', retryable: true }
}
