import type { Vote } from '@guestwall/protocol'

/** The results that a host has revealed last. */
export interface Reveal {
  readonly voteId: string
  /** They are an event for the hall now: a screen that shows something else shows them, and goes back. */
  readonly isEvent: boolean
}

/** Each option is seen in its turn, and then the whole is read. */
const OPTION_MS = 800
const WHOLE_MS = 8_000
const LONGEST_MS = 20_000

/** How long revealed results stay on a screen that shows something else. */
export function revealMs({ options }: Pick<Vote, 'options'>): number {
  return Math.min(LONGEST_MS, WHOLE_MS + options.length * OPTION_MS)
}

/**
 * The reveal whose event is over, or is none. A screen that a host holds has missed it: it does not come later. Hidden results that are revealed again are an
 * event again.
 */
export function overReveal(over: string | null, revealedId: string | null, isHeld: boolean): string | null {
  if (revealedId === null) return null
  return isHeld ? revealedId : over
}
