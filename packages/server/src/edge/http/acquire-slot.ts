import { refusal } from '@guestwall/protocol'
import type { Actor } from '../../domain/actor.ts'
import type { Slots } from '../slots.ts'
import { RefusedRequest } from './problem.ts'

/** A client without a slot retries after this time: as long as a client waits between two polls that do not wait. */
const SLOT_WAIT_MS = 3_000

/** Acquires a slot of a credential, or throws the refusal: the requests that hold a slot are not ended for a new one. */
export function acquireSlot(slots: Slots<object>, { sessionId, id }: Actor, most: number): () => void {
  const key = `${sessionId} ${id}`
  if (most > 0 && slots.count(key) >= most) throw new RefusedRequest(refusal('rate_limited', { retryAfterMs: SLOT_WAIT_MS }))
  const holder = {}
  slots.acquire(key, holder)
  return () => slots.release(key, holder)
}
