import type { Delivery, ViewMessage } from '@guestwall/client'

/** Where each of one's own messages was at the last look. */
export type Deliveries = ReadonlyMap<string, Delivery>

/** The states that are announced; those between are too short to be announced. */
const TOLD: ReadonlySet<Delivery> = new Set(['pending', 'private', 'shown', 'failed'])

export function deliveriesOf(messages: readonly ViewMessage[]): Deliveries {
  const deliveries = new Map<string, Delivery>()
  for (const { viewKey, delivery } of messages) if (delivery !== null) deliveries.set(viewKey, delivery)
  return deliveries
}

/** The newest change to tell, `null` when there is none. A message that was not there at the last look is history, not news. */
export function changeToTell(before: Deliveries, now: Deliveries): Delivery | null {
  let told: Delivery | null = null
  for (const [key, delivery] of now) {
    const earlier = before.get(key)
    if (earlier !== undefined && earlier !== delivery && TOLD.has(delivery)) told = delivery
  }
  return told
}
