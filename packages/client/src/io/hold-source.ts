import type { HoldSource } from '../types.ts'
import { systemClock } from './system-clock.ts'

/** Of the six connections that a browser opens to one server, the polls of all its tabs hold at most this many. */
export const HOLD_PLACES = 3

/**
 * Places to wait in, shared by the tabs of a browser in `localStorage`, which pages on plain http have too. A hidden tab leaves them to
 * those that are looked at. Times are dates, because tabs share no other clock. A place whose tab has died is free when its time is over.
 * Elsewhere, and where storage is blocked, so that tabs cannot know of each other, there is always a place.
 */
export const browserHoldSource: HoldSource = (forMs) => {
  try {
    if (document.visibilityState === 'hidden') return null
    const nowMs = systemClock.wallTime()
    for (let place = 0; place < HOLD_PLACES; place += 1) {
      const key = `guestwall-hold:${place}`
      const leftMs = Number(localStorage.getItem(key)) - nowMs
      // More than anybody asks for: the device's clock was set back.
      if (leftMs > 0 && leftMs <= forMs) continue
      localStorage.setItem(key, `${nowMs + forMs}`)
      return () => localStorage.removeItem(key)
    }
    return null
  } catch {
    return () => {}
  }
}
