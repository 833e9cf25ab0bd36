import { type Credential, CredentialSchema } from '../credential.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A host created or revoked a credential. Only hosts read it, and every server: it ends the connections of a revoked one (CRED-3). */
export const credentialChangedSchema = /* @__PURE__ */ eventSchema('credential.changed', () => CredentialSchema)

export const credentialChanged: EventRules<Credential> = { carries: null }

export { unchanged as reduceCredentialChanged } from './unchanged.ts'
