import type { Delivery, ViewMessage } from '@guestwall/client'
import type { PlaceOf } from './places.ts'

/** The state of a message of one's own, as far as a change of it is announced. */
export type OwnState = Delivery | 'showing'
/** Where each of one's own messages was at the last look. */
export type OwnStates = ReadonlyMap<string, OwnState>

/** The states that are announced; those between are too short to be announced. */
const TOLD: ReadonlySet<OwnState> = new Set(['pending', 'private', 'shown', 'failed', 'showing'])

export function ownStatesOf(messages: readonly ViewMessage[], placeOf: PlaceOf): OwnStates {
  const states = new Map<string, OwnState>()
  for (const { viewKey, delivery, message } of messages) {
    if (delivery === null) continue
    states.set(viewKey, delivery === 'shown' && placeOf(message.id)?.state === 'showing' ? 'showing' : delivery)
  }
  return states
}

/** A change of one of one's own messages. */
export interface OwnChange {
  readonly key: string
  readonly state: OwnState
}

/** The newest change to announce, `null` when there is none. A message that was not there at the last look is not announced. */
export function changeToTell(before: OwnStates, now: OwnStates): OwnChange | null {
  let told: OwnChange | null = null
  for (const [key, state] of now) {
    const earlier = before.get(key)
    // A message that leaves a screen is where it was before.
    if (earlier !== undefined && earlier !== state && earlier !== 'showing' && TOLD.has(state)) told = { key, state }
  }
  return told
}
