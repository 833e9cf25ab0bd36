import type { Reaction } from '@guestwall/protocol'

/** A reaction of a guest, as it is counted. */
export interface Tap extends Reaction {
  readonly guestId: string
}

/**
 * A change of the stored reactions. Changes apply in order. `left`: this message is on the wall no more; `back`: one is there again, with those it has;
 * `out`: this guest counts no more.
 */
export type ReactionWrite =
  | { readonly is: 'set'; readonly taps: readonly Tap[] }
  | { readonly is: 'left'; readonly messageId: string }
  | { readonly is: 'back' }
  | { readonly is: 'out'; readonly guestId: string }

/** How many guests have one reaction to one message. */
export interface CountedReaction {
  readonly messageId: string
  readonly kind: string
  readonly count: number
}
