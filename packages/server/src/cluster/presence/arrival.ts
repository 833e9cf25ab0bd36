import type { OnlineGuest } from '@guestwall/protocol'

/** A position in the order of arrival; guests of one millisecond are in the order of their ids. The same in memory and in Redis. */
export interface Arrival {
  readonly sinceMs: number
  readonly id: string
}

export function byArrival(left: Arrival, right: Arrival): number {
  return left.sinceMs - right.sinceMs || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0)
}

/** The cursor of a guest. It stays valid when the guest has left: the next page then begins after where it was. */
export function cursorOf({ id, since }: OnlineGuest): string {
  return `${Date.parse(since)}_${id}`
}

/** The position of a cursor; `null` for none, and for one that `cursorOf` did not make. */
export function positionOf(cursor: string | null): Arrival | null {
  const [, sinceMs, id] = /^(\d{1,15})_(.+)$/.exec(cursor ?? '') ?? []
  return sinceMs === undefined || id === undefined ? null : { sinceMs: Number(sinceMs), id }
}
