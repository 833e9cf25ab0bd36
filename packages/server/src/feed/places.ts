import { decodeQueue, type Place, type ScreenReport } from '@guestwall/protocol'
import type { OwnMessage } from './own-messages.ts'

/** The place of a message; `null`: no screen says anything of it. */
export type PlaceOf = (message: OwnMessage) => Place | null

/** Messages that a page of a screen shows. */
export function shownIn({ cards }: Pick<ScreenReport, 'cards'>): string[] {
  return cards.map((card) => card.slice(0, card.indexOf(' ')))
}

/**
 * Where a message is, by what all screens report: on the best of them (SCREEN-6). `wasShown`: whether a screen has shown a message before. A
 * message that a screen has shown does not wait any more, even if it waits on another screen.
 */
export function placesIn(reports: readonly ScreenReport[], wasShown: (id: string) => boolean): PlaceOf {
  const showing = new Set(reports.flatMap(shownIn))
  const before = new Map<number, number>()
  for (const { queue } of reports) {
    const waiting = decodeQueue(queue ?? '')
    for (const [at, eventId] of waiting.entries()) before.set(eventId, Math.min(at, before.get(eventId) ?? at))
  }
  return ({ id, eventId }) => {
    if (showing.has(id)) return { id, state: 'showing' }
    if (wasShown(id)) return { id, state: 'shown' }
    const others = before.get(eventId)
    return others === undefined ? null : { id, state: 'waiting', before: others }
  }
}
