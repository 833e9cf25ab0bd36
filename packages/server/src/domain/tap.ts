import type { Reaction, ReactionCounts } from '@guestwall/protocol'

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

/** The counts, by message. */
export function countsOf(counted: readonly CountedReaction[]): ReactionCounts[] {
  const byMessage = new Map<string, Record<string, number>>()
  for (const { messageId, kind, count } of counted) byMessage.set(messageId, { ...byMessage.get(messageId), [kind]: count })
  return [...byMessage].map(([messageId, counts]) => ({ messageId, counts }))
}
