import type { Reaction, ReactionCounts } from '@guestwall/protocol'

/** A reaction of a guest, as it is counted. */
export interface Tap extends Reaction {
  readonly guestId: string
}

/** The reactions of each guest, in the order in which they were given. */
export function byGuest(taps: readonly Tap[]): ReadonlyMap<string, Reaction[]> {
  const guests = new Map<string, Reaction[]>()
  for (const { guestId, ...reaction } of taps) {
    const known = guests.get(guestId)
    if (known === undefined) guests.set(guestId, [reaction])
    else known.push(reaction)
  }
  return guests
}

/**
 * A change of the stored reactions. Changes apply in order. `moved`: a message came to the wall or left it, and keeps what it has; `erased`: this message
 * was removed for good; `out`: this guest counts no more.
 */
export type ReactionWrite =
  | { readonly is: 'set'; readonly taps: readonly Tap[] }
  | { readonly is: 'moved' }
  | { readonly is: 'erased'; readonly messageId: string }
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
