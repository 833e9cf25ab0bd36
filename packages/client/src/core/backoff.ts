/** The ladder of waits after a loss (CONN-2), in milliseconds. */
export const RECONNECT_WAITS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 16_000]

/**
 * The wait once the ladder is climbed. With the five seconds that a silent try may take before and after its opening,
 * two tries are never more than 30 s apart (CONN-2).
 */
export const LATER_WAIT_MS = 20_000

/** The ladder starts again only after a connection has held this long (CONN-2). */
export const STABLE_MS = 30_000

/** Half fixed, half random: spreads a herd without ever trying at once. `chance` is in [0, 1). */
export function equalJitter(baseMs: number, chance: number): number {
  return (baseMs + baseMs * chance) / 2
}

/** `baseMs` ±30%: keeps pollers out of step and the rate as configured. `chance` is in [0, 1). */
export function spread(baseMs: number, chance: number): number {
  return baseMs * (0.7 + 0.6 * chance)
}

/** The jittered wait in milliseconds on `rung` (0 is the first). Past the ladder's end it stays the same for ever. */
export function ladderWait(rung: number, chance: number, waitsMs: readonly number[] = RECONNECT_WAITS_MS): number {
  const lastMs = waitsMs[waitsMs.length - 1] ?? LATER_WAIT_MS
  return equalJitter(waitsMs[rung] ?? Math.min(lastMs * 2, LATER_WAIT_MS), chance)
}
