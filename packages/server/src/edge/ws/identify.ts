import { type Hello, prepareName, type Refusal, refusal } from '@guestwall/protocol'
import type { Actor } from '../../domain/actor.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { type Clock, pause } from '../../domain/ports.ts'
import { isReservedName } from '../../handlers/reserved-names.ts'
import { type Holder, isYoung } from '../tokens.ts'
import { type Account, COST, refusedCost } from '../traffic.ts'
import type { ConnectionParts } from './connection-parts.ts'

/** The actor of a `hello`, and the credential that it keeps; `null`: it gets a new one. */
export interface Identified {
  readonly actor: Actor | Holder
  readonly token: string | null
}

/** Finds the actor of a `hello`: the actor of its credential, with a new name if the frame has one, or a new guest. */
export async function identify(
  { token, guestName }: Hello,
  sessionId: string,
  address: string,
  { clock, credentials, join, known, traffic }: ConnectionParts,
): Promise<Outcome<Identified>> {
  if (token === undefined) {
    if (guestName === undefined) return refused(refusal('unauthorised', { detail: 'Give a token, or a guestName to join with.' }))
    const delayed = await delayStranger(traffic.from(address, 'served'), COST.join, clock)
    if (delayed !== null) return delayed
    const joined = await join.join(sessionId, { guestName })
    return joined.ok ? accepted({ actor: joined.value, token: null }) : joined
  }
  // A valid credential owes nothing for its address.
  const actor = await credentials.verify(token)
  if (actor === null) {
    const units = COST.request + refusedCost('unauthorised', COST.request)
    return (await delayStranger(traffic.from(address, 'refused'), units, clock)) ?? refused(refusal('unauthorised'))
  }
  known.add(token)
  if (actor.sessionId !== sessionId) return refused(refusal('forbidden', { detail: 'The credential is for another session.' }))
  const isKept = actor.isRevocable === true || isYoung(actor, clock.wallTime())
  if (guestName === undefined || actor.role !== 'guest') return accepted({ actor, token: isKept ? token : null })
  const name = prepareName(guestName)
  if (!name.ok) return refused(refusal(name.code))
  if (isReservedName(name.text)) return refused(refusal('name_reserved'))
  return accepted({ actor: { ...actor, name: name.text }, token: isKept && name.text === actor.name ? token : null })
}

/** Delays a peer without a valid credential while this account owes too much; refuses it when the debt is too large. */
async function delayStranger(
  account: Account,
  units: number,
  clock: Clock,
): Promise<{ readonly ok: false; readonly refusal: Refusal } | null> {
  const standing = account.charge(units)
  if (standing.isOver) return refused(refusal('rate_limited', { retryAfterMs: standing.waitMs }))
  if (standing.waitMs > 0) await pause(clock, standing.waitMs)
  return null
}
