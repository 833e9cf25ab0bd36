import type { Places } from '@guestwall/protocol'
import type { MessagePlace } from '@guestwall/react'

/** The place of a message of one's own, by its id; `null`: nothing is known of it. */
export type PlaceOf = (id: string) => MessagePlace | null

const SHOWING: MessagePlace = { state: 'showing' }
const SHOWN: MessagePlace = { state: 'shown' }
const NO_SCREEN: MessagePlace = { state: 'noScreen' }

/**
 * The places that the server names, with those that this phone knows from before: a server that was restarted does not know any more which
 * messages were on a screen.
 */
export function placesOf(places: Places | null, seen: ReadonlySet<string>): PlaceOf {
  const known = new Map<string, MessagePlace>()
  for (const place of places?.places ?? []) {
    if (place.state === 'showing') known.set(place.id, SHOWING)
    else if (place.state === 'shown' || seen.has(place.id)) known.set(place.id, SHOWN)
    else if (place.state === 'waiting') known.set(place.id, { state: 'waiting', before: place.before })
  }
  const otherwise = places?.screens === 'none' ? NO_SCREEN : null
  return (id) => known.get(id) ?? (seen.has(id) ? SHOWN : otherwise)
}

/** The messages that were on a screen, with those that a screen shows or has shown by `places`; the same set where there are no others. */
export function seenAfter(seen: ReadonlySet<string>, places: Places | null): ReadonlySet<string> {
  const more = (places?.places ?? []).filter(({ id, state }) => state !== 'waiting' && !seen.has(id))
  return more.length === 0 ? seen : new Set([...seen, ...more.map(({ id }) => id)])
}
