import type { Clock, Trouble } from '../types.ts'

/** What is wrong, since when, and whether news comes in time. Fed by every transport; `null` is a sign that all is well. */
export interface Health {
  /** `isLate`: the sign of life took so long that a person notices. */
  note(trouble: Trouble | null, isLate?: boolean): void
  state(): HealthState
}

export interface HealthState {
  readonly trouble: Trouble | null
  /** `null` while well. A trouble that changes its kind keeps its beginning. */
  readonly troubleSinceMs: number | null
  readonly isTimely: boolean
}

export function createHealth(clock: Clock): Health {
  let state: HealthState = { trouble: null, troubleSinceMs: null, isTimely: false }
  return {
    note(trouble, isLate) {
      state = { trouble, troubleSinceMs: trouble && (state.troubleSinceMs ?? clock.now()), isTimely: trouble === null && !isLate }
    },
    state: () => state,
  }
}
