import type { CLOSE } from '@guestwall/protocol'

/*
 * The close codes of Wire v1 that this client reads. The compiler holds them to the protocol's table, which a bundle would otherwise
 * carry whole.
 */

type Code<Name extends keyof typeof CLOSE> = (typeof CLOSE)[Name]

export const GOING_AWAY: Code<'goingAway'> = 1001
export const BAD_FRAME: Code<'badFrame'> = 4400
export const UNAUTHORISED: Code<'unauthorised'> = 4401
export const FORBIDDEN: Code<'forbidden'> = 4403
export const NO_SUCH_SESSION: Code<'noSuchSession'> = 4404
export const REPLACED: Code<'replaced'> = 4409
export const TOO_LARGE: Code<'tooLarge'> = 4413
