import { type Access, type Refusal, type Role, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'

/** Compares the credential of a request with the access that its route declares: the one check of roles for HTTP and sockets. */
export function checkAccess(access: readonly Role[], actor: Actor): Refusal | null {
  if (access.includes(actor.role)) return null
  return refusal('forbidden', { detail: `This needs the credential of a ${access.join(' or a ')}; this one is of a ${actor.role}.` })
}

/** A credential belongs to one session. */
export function checkSession(sessionId: string | null, actor: Actor): Refusal | null {
  return sessionId === null || sessionId === actor.sessionId
    ? null
    : refusal('forbidden', { detail: 'The credential is for another session.' })
}

export function needsMember(access: Access): access is readonly Role[] {
  return typeof access !== 'string'
}
