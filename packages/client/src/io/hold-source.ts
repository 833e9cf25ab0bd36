import type { HoldSource } from '../types.ts'
import { systemClock } from './system-clock.ts'

/** Of the six connections that a browser opens to one server, the polls of all its tabs hold at most this many. */
export const HOLD_PLACES = 3

const nothing = () => {}

/**
 * Places to wait in, shared by the tabs of a browser in `localStorage`, which pages on plain http have too. A hidden tab leaves them to
 * those that are looked at. Times are dates, because tabs share no other clock. A place whose tab has died is free when its time is over. Elsewhere there is always a place.
 */
export const browserHoldSource: HoldSource = (forMs) => {
  if (typeof document === 'undefined') return nothing
  if (document.visibilityState === 'hidden') return null
  try {
    for (let place = 0; place < HOLD_PLACES; place += 1) {
      const key = `guestwall-hold:${place}`
      const leftMs = Number(localStorage.getItem(key)) - systemClock.wallTime()
      // More than anybody asks for: the device's clock was set back.
      if (leftMs > 0 && leftMs <= forMs + 1) continue
      const mark = `${systemClock.wallTime() + forMs + Math.random()}`
      localStorage.setItem(key, mark)
      return () => {
        if (localStorage.getItem(key) === mark) localStorage.removeItem(key)
      }
    }
    return null
  } catch {
    // Storage is blocked, so tabs cannot know of each other.
    return nothing
  }
}
