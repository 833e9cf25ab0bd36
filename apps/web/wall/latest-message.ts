import { type FlowMessage, readingTimeMs } from '@guestwall/react'

/** The latest message as a lower third shows it. */
export interface Latest {
  /** `null`: the one that was shown was taken away, and no later one came. */
  readonly message: FlowMessage | null
  /** The order of the latest message that was shown. */
  readonly order: number
  /** It stays until then. */
  readonly readAtMs: number
}

export const NO_LATEST: Latest = { message: null, order: Number.NEGATIVE_INFINITY, readAtMs: Number.NEGATIVE_INFINITY }

/**
 * The next state. A message stays until it was read, and then the latest one follows, whatever came in between. One that is taken away leaves at once, and
 * none that is older comes in its place. Returns the same object when nothing changes.
 */
export function nextLatest(before: Latest, messages: readonly FlowMessage[], nowMs: number): Latest {
  const shown = before.message === null ? undefined : messages.find(({ key }) => key === before.message?.key)
  const later = messages.reduce<FlowMessage | null>((best, each) => (each.order > (best?.order ?? before.order) ? each : best), null)
  if (later !== null && (shown === undefined || nowMs >= before.readAtMs)) {
    return { message: later, order: later.order, readAtMs: nowMs + readingTimeMs(later.content, later.photo !== undefined) }
  }
  return before.message === null || shown !== undefined ? before : { ...before, message: null }
}
