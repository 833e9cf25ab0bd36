import type { Clock, Trouble } from '../types.ts'

/** What is wrong, since when. Fed by every transport; `null` is a sign that all is well. */
export interface Health {
  note(trouble: Trouble | null): void
  trouble(): Trouble | null
  /** Epoch milliseconds, `null` while well. A trouble that changes its kind keeps its beginning. */
  sinceMs(): number | null
}

export function createHealth(clock: Clock): Health {
  let trouble: Trouble | null = null
  let sinceMs: number | null = null
  return {
    note(next) {
      trouble = next
      sinceMs = next === null ? null : (sinceMs ?? clock.now())
    },
    trouble: () => trouble,
    sinceMs: () => sinceMs,
  }
}
