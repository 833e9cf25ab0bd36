import type { ClientRefusal, ClosedReason } from '../types.ts'
import { FORBIDDEN, NO_SUCH_SESSION, REPLACED, UNAUTHORISED } from './close-codes.ts'

/** Refusals after which this credential will never be served again, on whichever transport they arrive. */
const FINAL_CODES = ['unauthorised', 'removed', 'session_not_found'] as const

/** Why a refused read or command ends the client, or `null` when the client goes on. A command may be forbidden without that. */
export function finalRefusal(code: string): ClosedReason | null {
  return FINAL_CODES.find((final) => final === code) ?? null
}

/** Likewise for a refused read or join: who may not read has no reason to stay. */
export function finalReadRefusal({ status, refusal }: { status: number; refusal: ClientRefusal }): ClosedReason | null {
  return finalRefusal(refusal.code) ?? (status === 401 ? 'unauthorised' : status === 403 ? 'forbidden' : null)
}

/** Why a socket's close is final, or `null` when another try makes sense. `refusal` is the error frame that came before it. */
export function finalClose(code: number, refusal: ClientRefusal | null): ClosedReason | null {
  switch (code) {
    case UNAUTHORISED:
      return 'unauthorised'
    case FORBIDDEN:
      return refusal?.code === 'removed' ? 'removed' : 'forbidden'
    case NO_SUCH_SESSION:
      return 'session_not_found'
    case REPLACED:
      return 'replaced'
    default:
      return null
  }
}
