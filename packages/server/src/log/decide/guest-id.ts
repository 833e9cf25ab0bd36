/**
 * A guest's id contains the time of joining: `g`, eight digits of the Unix milliseconds in base 36, `_`, then a random part. So the signed
 * credential keeps this time through every renewal without a claim of its own, and the rows of messages and ballots have it too.
 */
const PATTERN = /^g([0-9a-z]{8})_./
/** The clocks of servers may differ by this much. A join that is further in the future comes from a wrong clock and is ignored. */
const MAX_SKEW_MS = 5_000

export function newGuestId(joinedAtMs: number, randomId: string): string {
  return `g${Math.floor(joinedAtMs).toString(36).padStart(8, '0')}_${randomId}`
}

/** The time of joining in Unix milliseconds; `null` for an id without it. */
export function joinedAtMs(guestId: string): number | null {
  const digits = PATTERN.exec(guestId)?.[1]
  return digits === undefined ? null : Number.parseInt(digits, 36)
}

/**
 * Milliseconds since the guest joined, by the wall time; infinite when it is unknown. A clock that is set back, or another server's clock that is
 * ahead, must not turn the whole hall into newcomers.
 */
export function ageOf(guestId: string, wallMs: number): number {
  const joinedMs = joinedAtMs(guestId)
  if (joinedMs === null || joinedMs > wallMs + MAX_SKEW_MS) return Number.POSITIVE_INFINITY
  return Math.max(0, wallMs - joinedMs)
}
