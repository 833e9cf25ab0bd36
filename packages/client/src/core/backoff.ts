/** The waits before each new attempt after a loss (CONN-2), in milliseconds. */
export const RECONNECT_WAITS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 16_000]

/**
 * The wait after the last of them. With the five seconds that a silent attempt may take before and after its opening,
 * two attempts are never more than 30 s apart (CONN-2).
 */
export const LATER_WAIT_MS = 20_000

/** The backoff restarts only after a connection has lasted this long (CONN-2). */
export const STABLE_MS = 30_000

/** Half fixed, half random: many clients come back at different times, and none at once. `random` is in [0, 1). */
export function halfJitter(baseMs: number, random: number): number {
  return (baseMs + baseMs * random) / 2
}

/** `baseMs` ±30%: polls of many clients do not coincide, and the mean rate stays. `random` is in [0, 1). */
export function spread(baseMs: number, random: number): number {
  return baseMs * (0.7 + 0.6 * random)
}

/** The jittered wait in milliseconds before attempt `attempt` (0 is the first). After the last entry of `waitsMs` it stays constant. */
export function backoffMs(attempt: number, random: number, waitsMs: readonly number[] = RECONNECT_WAITS_MS): number {
  const lastMs = waitsMs[waitsMs.length - 1] ?? LATER_WAIT_MS
  return halfJitter(waitsMs[attempt] ?? Math.min(lastMs * 2, LATER_WAIT_MS), random)
}
