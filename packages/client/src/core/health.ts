import type { Trouble } from '../types.ts'

/** The present trouble, since when, and whether news comes in time. */
export interface Health {
  readonly trouble: Trouble | null
  /** `null` while well. A trouble that changes its kind keeps its beginning. */
  readonly troubleSinceMs: number | null
  readonly isTimely: boolean
}

/** An answer that takes longer than this beyond the wait that was asked for is late: a person notices that news comes late. */
export const LATE_ANSWER_MS = 2_000

/** Before the first answer. */
export const UNKNOWN_HEALTH: Health = { trouble: null, troubleSinceMs: null, isTimely: false }

/** `trouble` is `null` for a good answer; `isLate`: it took so long that a person notices. */
export function noteHealth(
  draft: { health: Health; readonly nowMs: number },
  trouble: Trouble | null,
  isLate = false,
  sinceMs = draft.nowMs,
): void {
  const { health } = draft
  draft.health = { trouble, troubleSinceMs: trouble && (health.troubleSinceMs ?? sinceMs), isTimely: trouble === null && !isLate }
}
