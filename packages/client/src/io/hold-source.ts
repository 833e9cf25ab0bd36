import type { Clock, HoldSource } from '../types.ts'
import { platformRandom } from './random.ts'
import { systemClock } from './system-clock.ts'

/** Of the six connections that a browser opens to one server, the polls of all its tabs hold at most these. */
export const HOLD_PLACES: readonly string[] = ['guestwall-hold:0', 'guestwall-hold:1', 'guestwall-hold:2']
/** More than two writes into storage, the second after the first was seen, take to reach every tab. */
export const SETTLE_MS = 1_000
/** No poll lasts so long. A claim that seems to was written before the device's clock was set back. */
const LONGEST_CLAIM_MS = 60_000

/**
 * Places shared by the tabs of a browser in `localStorage`, which pages on plain http have too. It has no atomic operation, and a tab sees
 * the writes of others late: several may claim one place, and the last of their claims stays. So a claim holds only when it is still there
 * after `SETTLE_MS`. Then nobody else writes to the place until its owner gives it back, or its time is over, which frees the place of a
 * dead tab. Ends are dates, because tabs share no other clock. A hidden tab leaves the places to those that are looked at.
 * Elsewhere, and where storage is blocked, so that tabs cannot know of each other, there is always a place.
 */
export function browserHoldSource(clock: Pick<Clock, 'now' | 'wallTime'> = systemClock): HoldSource {
  const owner = platformRandom()
  let place = ''
  /** The own claim as it is stored: the owner and the date of its end. */
  let claim = ''
  let sinceMs = 0

  const leftMs = (stored: string | null) => Number(stored?.split(':')[1] ?? 0) - clock.wallTime()
  /** In its last moments the claim may end in another tab before its owner's next write arrives there. */
  const isOwn = () => localStorage.getItem(place) === claim && leftMs(claim) > SETTLE_MS
  const isTaken = (key: string) => {
    const left = leftMs(localStorage.getItem(key))
    return left > 0 && left <= LONGEST_CLAIM_MS
  }

  function release(): void {
    if (claim && isOwn()) localStorage.removeItem(place)
    claim = ''
  }

  function ask(forMs: number): number | null {
    try {
      if (document.visibilityState === 'hidden') {
        release()
        return null
      }
      if (!isOwn()) {
        const free = HOLD_PLACES.find((key) => !isTaken(key))
        if (free === undefined) return null
        place = free
        sinceMs = clock.now()
      }
      claim = `${owner}:${clock.wallTime() + forMs + SETTLE_MS}`
      localStorage.setItem(place, claim)
      return Math.max(0, sinceMs + SETTLE_MS - clock.now())
    } catch {
      claim = ''
      return 0
    }
  }

  return { ask, release }
}
