import { CLOSE } from '@guestwall/protocol'
import type { ClientRefusal, ClosedReason } from '../types.ts'

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
    case CLOSE.unauthorised:
      return 'unauthorised'
    case CLOSE.forbidden:
      return refusal?.code === 'removed' ? 'removed' : 'forbidden'
    case CLOSE.noSuchSession:
      return 'session_not_found'
    case CLOSE.replaced:
      return 'replaced'
    default:
      return null
  }
}
