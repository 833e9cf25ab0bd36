import { EVENTS } from '../generated/events.ts'
import type { WallMessage } from '../message.ts'
import type { WallEvent } from './event.ts'
import type { Carried, CarriedValues, EventRules, GuestName, MessageChange } from './event-rules.ts'

/** The rules of the event's type. */
export function rulesOf(event: WallEvent): EventRules<WallEvent['data']> {
  return EVENTS[event.type] as EventRules<WallEvent['data']>
}

/** An event that carries a whole message, vote, tally or session. */
export type EventCarrying<Kind extends Carried> = Extract<WallEvent, { data: CarriedValues[Kind] }>

/** Whether the event carries that value whole. */
export function carries<Kind extends Carried>(event: WallEvent, kind: Kind): event is EventCarrying<Kind> {
  return rulesOf(event).carries === kind
}

/** The message that an event carries whole, or `null`. The body of a message stands in no other event (LOG-5). */
export function carriedMessage(event: WallEvent): WallMessage | null {
  return carries(event, 'message') ? event.data : null
}

/** The change that the event makes to a message: the whole message if it carries one, `null` if it changes none. */
export function messageChange(event: WallEvent): MessageChange | null {
  if (carries(event, 'message')) return { id: event.data.id, change: event.data }
  return rulesOf(event).changeMessage?.(event.data) ?? null
}

/** The change by which the event erases a message's text from all earlier events, or `null` (LOG-5). */
export function erasure(event: WallEvent): MessageChange | null {
  return rulesOf(event).erases === true ? messageChange(event) : null
}

/** The new name that the event gives a guest, or `null`. */
export function guestRename(event: WallEvent): GuestName | null {
  return rulesOf(event).renames?.(event.data) ?? null
}
