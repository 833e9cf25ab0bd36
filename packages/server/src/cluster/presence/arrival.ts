import type { OnlineGuest } from '@guestwall/protocol'

/** A place in the order of arrival: those of one millisecond stand in the order of their ids. The same in memory and in Redis. */
export interface Arrival {
  readonly sinceMs: number
  readonly id: string
}

export function byArrival(left: Arrival, right: Arrival): number {
  return left.sinceMs - right.sinceMs || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0)
}

/** Names the place of a guest, also when that guest has left since: the list then goes on behind it. */
export function cursorOf({ id, since }: OnlineGuest): string {
  return `${Date.parse(since)}_${id}`
}

/** The place that a cursor names; `null` for none, and for one that was not given by `cursorOf`. */
export function placeOf(cursor: string | null): Arrival | null {
  const [, sinceMs, id] = /^(\d{1,15})_(.+)$/.exec(cursor ?? '') ?? []
  return sinceMs === undefined || id === undefined ? null : { sinceMs: Number(sinceMs), id }
}
