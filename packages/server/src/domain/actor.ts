import type { Role } from '@guestwall/protocol'

/**
 * The guest, host, moderator or screen in whose name a request is made. One credential is one actor of one session; the server reads it from the token, never
 * from a body.
 */
export interface Actor {
  readonly sessionId: string
  readonly id: string
  readonly name: string
  readonly role: Role
  /** The time at which this actor's first credential was issued, in Unix seconds, if the actor has shown one. */
  readonly firstIssuedAt?: number
  /** Its credential stands in the table of credentials: the log checks under its lock that it is not revoked (CRED-3). */
  readonly isRevocable?: true
  /** How a guest came: `link`, `code` or the tag of a table. Absent: `link`. */
  readonly source?: string
}
