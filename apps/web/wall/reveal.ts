import type { Layout, ScreenState, Vote } from '@guestwall/protocol'

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

/** What a screen remembers of the events of revealed results. */
export interface RevealsSeen {
  /** The reveal whose event is over; `null`: none. */
  readonly over: string | null
  readonly choice: LayoutChoice
}

/** A choice of the layout by a host, as `layoutChoice` writes it. */
export type LayoutChoice = string

/** The choice that is valid: another one, or the same one again, is another text. */
export function layoutChoice(
  { layout, layoutAt = 0 }: Pick<ScreenState, 'layout' | 'layoutAt'>,
  ofSession: Layout | undefined,
): LayoutChoice {
  return `${layout ?? ofSession} ${layoutAt}`
}

interface Now {
  readonly revealedId: string | null
  /** A host holds the picture. */
  readonly isHeld: boolean
  readonly choice: LayoutChoice
}

/**
 * A screen that a host holds misses an event: it does not come later. A host who chooses a layout ends one, also with the layout that it covers. Hidden
 * results that are revealed again are an event again. The same object while nothing changes.
 */
export function seeReveal(seen: RevealsSeen, { revealedId, isHeld, choice }: Now): RevealsSeen {
  const isOverruled = isHeld || choice !== seen.choice
  const over = revealedId === null ? null : isOverruled ? revealedId : seen.over
  return over === seen.over && choice === seen.choice ? seen : { over, choice }
}
