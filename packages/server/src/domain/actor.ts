import type { Role } from '@guestwall/protocol'

/** Who asks: one credential is one actor of one session. The server derives it from the token, never from a body. */
export interface Actor {
  readonly sessionId: string
  readonly id: string
  readonly name: string
  readonly role: Role
  /** When this actor's first credential was issued, in Unix seconds, where one was shown. */
  readonly firstIssuedAt?: number
}
