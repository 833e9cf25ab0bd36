import { refusal } from '@guestwall/protocol'
import type { Actor } from '../../domain/actor.ts'
import { type CredentialRecord, credentialOf } from '../../domain/credential-record.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { logged } from '../event-table.ts'
import type { CommandOf } from './command.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'

/** Credentials of one session, the revoked ones included: it bounds what a host can store, and what is read under the lock. */
export const MAX_CREDENTIALS = 500

type Known = Pick<DecisionState, 'credentials'>

/** Whether the actor's credential is revoked, on the locked state: from the commit of the revocation on, no command of it is carried out (CRED-3). */
export function isRevoked({ credentials }: Known, { id, isRevocable }: Actor): boolean {
  return isRevocable === true && credentials.get(id)?.revokedAt !== null
}

export function decideCreateCredential(
  { credentials }: Known,
  { actor, credentialId: id, name, role, tokenHash }: CommandOf<'createCredential'>,
  context: DecisionContext,
): Outcome<Decision> {
  if (credentials.has(id)) return accepted(NOTHING_HAPPENS)
  if (credentials.size >= MAX_CREDENTIALS) {
    return refused(refusal('conflict', { detail: `A session has at most ${MAX_CREDENTIALS} credentials.` }))
  }
  const made = { id, name, role, tokenHash, createdAt: context.now, createdBy: actor.id, lastUsedAt: null, revokedAt: null }
  return accepted(changed(made, context))
}

export function decideRevokeCredential(
  { credentials }: Known,
  { credentialId }: CommandOf<'revokeCredential'>,
  context: DecisionContext,
): Outcome<Decision> {
  const known = credentials.get(credentialId)
  if (known === undefined) return refused(refusal('not_found', { detail: 'The session has no such credential.' }))
  return accepted(known.revokedAt === null ? changed({ ...known, revokedAt: context.now }, context) : NOTHING_HAPPENS)
}

function changed(record: CredentialRecord, { nextEventId, now }: DecisionContext): Decision {
  const event = { id: nextEventId, type: 'credential.changed', at: now, data: credentialOf(record) } as const
  return { ...NOTHING_HAPPENS, logged: [logged(event)], credentials: [record] }
}
