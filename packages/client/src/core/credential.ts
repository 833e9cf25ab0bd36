import type { Welcome } from '@guestwall/protocol'
import type { Draft } from './draft.ts'
import { isIdentity } from './identity.ts'
import { kept } from './same.ts'

/*
 * A credential given by option is never stored: a host's must not replace the guest's of the same browser. Only its owner is stored, so
 * that entries are found again after the credential was renewed.
 */

/** Takes the identity that storage has, if any. The guest of `previous` is not this one any more. */
export function adoptIdentity(draft: Draft, value: unknown): void {
  if (!isIdentity(value)) return
  const before = draft.identity.token
  const { guest } = value
  const { config } = draft
  const token = config.token ?? (value.token === config.join?.previous ? null : value.token)
  draft.identity = { ...value, token }
  if (guest && token && token !== before) draft.effects.push({ type: 'emit', name: 'token', args: [token, guest] })
}

/** Takes what the server says about this guest, a renewed credential included. */
export function noteIdentity(draft: Draft, { guest, token, role }: Welcome): void {
  const before = draft.identity
  const isGiven = draft.config.token !== null
  draft.identity = kept(before, { ...before, guest: kept(before.guest, guest), role, token })
  if (draft.identity !== before) {
    const value = { ...draft.identity, token: isGiven ? null : token }
    draft.effects.push({ type: 'writeIdentity', token: isGiven ? token : null, value })
  }
  if (token !== before.token) draft.effects.push({ type: 'emit', name: 'token', args: [token, guest] })
}

/** The stored credential is not valid any more: the next start joins anew. */
export function forgetIdentity(draft: Draft): void {
  if (draft.config.token !== null) return
  draft.identity = { ...draft.identity, token: null }
  draft.effects.push({ type: 'writeIdentity', token: null, value: null })
}
