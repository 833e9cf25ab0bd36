import type { Credential } from '@guestwall/protocol'

/** A named credential as its row has it. */
export interface CredentialRecord extends Credential {
  /** Only the hash of its token is stored. */
  readonly tokenHash: string
  /** The id of the credential that created it, or `OPERATOR`. */
  readonly createdBy: string
}

/** The creator of the credentials that a session begins with. */
export const OPERATOR = 'operator'

/** A credential with its session. */
export interface SessionCredential {
  readonly sessionId: string
  readonly record: CredentialRecord
}

/** The credential as hosts see it. */
export function credentialOf({ id, name, role, createdAt, lastUsedAt, revokedAt }: CredentialRecord): Credential {
  return { id, name, role, createdAt, lastUsedAt, revokedAt }
}
