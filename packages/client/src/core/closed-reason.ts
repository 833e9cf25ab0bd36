import type { ErrorCode } from '@guestwall/protocol'
import type { ClientRefusal } from '../types.ts'
import { BAD_FRAME, FORBIDDEN, NO_SUCH_SESSION, REPLACED, TOO_LARGE, UNAUTHORISED } from './close-codes.ts'

/** The meaning of a close code without an error frame before it. */
const CODE_OF_CLOSE: Readonly<Record<number, ErrorCode>> = {
  [BAD_FRAME]: 'bad_frame',
  [UNAUTHORISED]: 'unauthorised',
  [FORBIDDEN]: 'forbidden',
  [NO_SUCH_SESSION]: 'session_not_found',
  [REPLACED]: 'replaced',
  [TOO_LARGE]: 'too_large',
}

/** Refusals of a command that speak of the guest, not of the command: they end the client, over whichever transport they arrive. */
const ENDS_CLIENT: readonly string[] = ['unauthorised', 'removed', 'session_not_found'] satisfies ErrorCode[]

/** Whether a refused command ends the client. A command may be forbidden without that. */
export function endsClient(refusal: ClientRefusal): boolean {
  return ENDS_CLIENT.includes(refusal.code)
}

/**
 * Why a socket's close is final, or `null` when another try makes sense. `refusal` is the error frame that came before it: whether
 * that can be retried is what counts, so that a code that is new to this client is settled as well (SEND-4).
 */
export function finalClose(code: number, refusal: ClientRefusal | null): ClientRefusal | null {
  if (refusal !== null) return refusal.retryable ? null : refusal
  const known = CODE_OF_CLOSE[code]
  return known ? ownRefusal(known) : null
}

/** A refusal that this client states itself. */
export function ownRefusal(code: ErrorCode | 'client_closed' | 'unreachable', retryable = false, message: string = code): ClientRefusal {
  return { code, message, retryable }
}
