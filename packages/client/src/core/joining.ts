import { JOIN } from '@guestwall/protocol'
import { ownRefusal } from './closed-reason.ts'
import { closingRefusal } from './client-state.ts'
import { advance } from './connection.ts'
import { adoptIdentity } from './credential.ts'
import { ask, type Draft } from './draft.ts'
import type { InputOf } from './input.ts'
import type { Joined } from './identity.ts'
import type { Answer } from './answer.ts'

/** Joins when the identity is read and the connection waits for it: with the stored credential, or by name. */
export function continueJoin(draft: Draft): void {
  if (draft.join !== 'wanted' || !draft.isLoaded) return
  draft.join = 'none'
  const { identity, guestName, config } = draft
  if (identity.token !== null) return advance(draft, { type: 'joined' })
  if (guestName === null) {
    return advance(draft, { type: 'refused', refusal: ownRefusal('unauthorised', false, '`token` or `guestName` is needed') })
  }
  ask(draft, { purpose: 'join' }, JOIN, { id: config.session, body: { guestName, ...config.join } })
}

export function joinAnswered(draft: Draft, answer: Answer<Joined>): void {
  if (answer.kind === 'ok') {
    const { guest, token } = answer.value
    draft.join = 'storing'
    draft.effects.push({ type: 'addIdentity', value: { ...draft.identity, guest, role: 'guest', token } })
    return
  }
  const refusal = answer.kind === 'refused' ? answer.refusal : null
  const isFinal = refusal?.retryable === false
  advance(draft, isFinal ? { type: 'refused', refusal } : { type: 'joinFailed', retryAfterMs: refusal?.retryAfterMs ?? 0 })
}

/** The stored identity: at the start, and after a join. */
export function identityRead(draft: Draft, { value }: InputOf<'identityRead'>): void {
  adoptIdentity(draft, value)
  if (draft.join === 'storing') {
    draft.join = 'none'
    return advance(draft, { type: 'joined' })
  }
  draft.effects.push({ type: 'readEntries', owner: draft.identity.owner })
  draft.isLoaded = closingRefusal(draft) === null
  if (!draft.isLoaded) draft.effects.push({ type: 'unload' })
}
