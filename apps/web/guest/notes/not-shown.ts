import type { WallEvent } from '@guestwall/protocol'

/** Messages of this guest that a host rejected or removed, and of which the guest has not been told. */
export type NotShown = ReadonlySet<string>

/**
 * The set after an event. `own`: whether a message is this guest's. A message that is shown, or waits again, needs no word; nor one that was erased
 * with its name: that is what a rehearsal leaves, and no decision about the guest.
 */
export function notShownAfter(known: NotShown, { data, type }: WallEvent, own: (id: string) => boolean): NotShown {
  if ('nameErased' in data && data.nameErased === true) return new Set([...known].filter((other) => other !== data.id))
  const id = 'wasShown' in data ? data.id : null
  if (id !== null && own(id) && !known.has(id)) return new Set([...known, id])
  if ((type !== 'message.shown' && type !== 'message.held') || !known.has(data.id)) return known
  return new Set([...known].filter((other) => other !== data.id))
}
