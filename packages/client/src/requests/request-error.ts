import type { Instruction } from '@guestwall/protocol'
import { RefusedError } from '../errors.ts'
import type { ClientRefusal, HttpAnswer } from '../types.ts'

/** Statuses of refusals that another input would avoid. */
const FIX_INPUT: readonly number[] = [400, 405, 413, 415, 422, 501]
const UNAUTHORISED = 401

/** `newCredential`: only guests can join again. A host asks for a new link, an operator signs in. */
export type RequestInstruction = Instruction | 'newCredential'

/**
 * A request did not succeed. `code` is the wire's, or `unreachable` (no answer came), or `foreign` (something between answered, such as a
 * captive portal). `instruction` says what the caller should do: `retry`, `fixInput`, `rejoin` (a guest), `newCredential` (a host or an
 * operator) or `stop`.
 */
export class RequestError extends RefusedError {
  readonly instruction: RequestInstruction

  /** The problem document, where this server refused; `messageConflict` reads one. */
  readonly problem: unknown

  /** `status`: of the answer; `null` where none of this server came. `mayJoin`: the credential is a guest's. */
  constructor(refusal: ClientRefusal, status: number | null, mayJoin: boolean, problem?: unknown) {
    super(refusal)
    this.name = 'RequestError'
    this.problem = problem
    const instruction = instructionOf(refusal, status)
    this.instruction = instruction === 'rejoin' && !mayJoin ? 'newCredential' : instruction
  }
}

/** By the status, so that no page carries the table of errors, and a newer server's codes have an instruction; a test compares it with the table. */
export function instructionOf({ retryable }: Pick<ClientRefusal, 'retryable'>, status: number | null): Instruction {
  if (retryable) return 'retry'
  if (status === UNAUTHORISED) return 'rejoin'
  return FIX_INPUT.includes(status ?? 0) ? 'fixInput' : 'stop'
}

/** The refusal in an answer that is not `ok`. */
export function refusalIn(answer: Exclude<HttpAnswer, { kind: 'ok' }>): ClientRefusal {
  if (answer.kind === 'refused') return answer.refusal
  return answer.kind === 'network'
    ? { code: 'unreachable', message: 'The server did not answer.', retryable: true }
    : { code: 'foreign', message: 'Something between this device and the server answered.', retryable: true }
}
