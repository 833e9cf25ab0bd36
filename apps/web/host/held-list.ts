interface Keyed {
  readonly id: string
}

/** The part of a held list that is shown: the earlier entries that still exist. Newer entries wait. */
export interface HeldList<Item extends Keyed> {
  readonly shown: readonly Item[]
  readonly waiting: number
}

/** Splits the live list (newest first) at what was there when it was last let go: nothing moves under the pointer (H2). */
export function holdList<Item extends Keyed>(live: readonly Item[], seen: ReadonlySet<string>, isHeld: boolean): HeldList<Item> {
  if (!isHeld) return { shown: live, waiting: 0 }
  const shown = live.filter((item) => seen.has(item.id))
  // All that was there has left the window meanwhile: there is nothing left to hold still.
  if (shown.length === 0) return { shown: live, waiting: 0 }
  return { shown, waiting: live.length - shown.length }
}
