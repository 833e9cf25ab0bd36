import type { Clock, Trouble } from '../types.ts'

/** What is wrong, since when. Fed by every transport; `null` is a sign that all is well. */
export interface Health {
  note(trouble: Trouble | null): void
  state(): HealthState
}

export interface HealthState {
  readonly trouble: Trouble | null
  /** Monotonic milliseconds, `null` while well. A trouble that changes its kind keeps its beginning. */
  readonly troubleSinceMs: number | null
}

export function createHealth(clock: Clock): Health {
  let state: HealthState = { trouble: null, troubleSinceMs: null }
  return {
    note(trouble) {
      state = { trouble, troubleSinceMs: trouble && (state.troubleSinceMs ?? clock.now()) }
    },
    state: () => state,
  }
}
