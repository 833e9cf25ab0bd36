/**
 * A guest's id says when the guest joined: `g`, eight digits of the Unix milliseconds in base 36, `_`, then what makes it unguessable. So the
 * signed credential holds it without a claim of its own, through every renewal, and the rows of a guest's messages and ballots hold it too.
 */
const PATTERN = /^g([0-9a-z]{8})_./
/** Servers' clocks may be this far apart. A join that lies further in the future is of a clock that was wrong, and says nothing. */
const MAX_SKEW_MS = 5_000

export function newGuestId(joinedAtMs: number, randomId: string): string {
  return `g${Math.floor(joinedAtMs).toString(36).padStart(8, '0')}_${randomId}`
}

/** Unix milliseconds; `null` for an id that does not say. */
export function joinedAtMs(guestId: string): number | null {
  const digits = PATTERN.exec(guestId)?.[1]
  return digits === undefined ? null : Number.parseInt(digits, 36)
}

/**
 * Milliseconds since the guest joined, by the wall time. Where it cannot be known the guest counts as one who was always here: a clock that
 * is set back or another server's that is ahead must not make newcomers of the whole hall.
 */
export function ageOf(guestId: string, wallMs: number): number {
  const joinedMs = joinedAtMs(guestId)
  if (joinedMs === null || joinedMs > wallMs + MAX_SKEW_MS) return Number.POSITIVE_INFINITY
  return Math.max(0, wallMs - joinedMs)
}
