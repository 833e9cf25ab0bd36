import { SessionCredentials } from '../edge/session-credentials.ts'
import { CredentialUses } from '../handlers/credential-uses.ts'
import { StoredTokens } from '../handlers/stored-tokens.ts'
import type { Store } from '../log/store.ts'
import { derivedSecret } from '../secrets.ts'
import type { AppParts } from './app-parts.ts'

/** The credentials of all sessions. */
export interface CredentialParts {
  readonly credentials: SessionCredentials
  readonly tokens: StoredTokens
  readonly uses: CredentialUses
}

export function credentialParts({ credentials: signed, secrets, clock }: AppParts, store: Store): CredentialParts {
  const tokens = new StoredTokens(derivedSecret(secrets.bodyKey, 'guestwall named credentials'))
  const uses = new CredentialUses(store, clock)
  return { credentials: new SessionCredentials({ signed, tokens, uses, store, clock }), tokens, uses }
}
