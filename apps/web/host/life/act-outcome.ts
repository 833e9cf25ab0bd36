import { sessionConflict } from '@guestwall/client/host'
import type { SessionConflict } from '@guestwall/protocol'

/** Whether another host was first, and the call itself, for every other refusal. */
export async function actOutcome(
  call: Promise<unknown>,
): Promise<{ readonly conflict: SessionConflict | null; readonly call: Promise<unknown> }> {
  try {
    await call
    return { conflict: null, call }
  } catch (error) {
    return { conflict: sessionConflict(error), call }
  }
}
