import { kept } from '../core/same.ts'
import type { ClientSnapshot } from '../types.ts'
import { createListeners } from './listeners.ts'

/** The snapshot that views read, renewed at the end of each turn. */
export interface Store {
  /** Runs one piece of work; whatever it changes becomes visible together, in one notification. Turns may nest. */
  turn<Result>(work: () => Result): Result
  /** Runs `work` when the present turn is visible, for events whose listeners read the snapshot. */
  afterwards(work: () => void): void
  getSnapshot(): ClientSnapshot
  subscribe(listener: () => void): () => void
}

/** `compose` makes the snapshot from the parts as they are now; it keeps the identity of parts that did not change. */
export function createStore(compose: (previous: ClientSnapshot | null) => ClientSnapshot): Store {
  const listeners = createListeners<[]>()
  /** `null` until somebody looks: the parts are made after the store. */
  let snapshot: ClientSnapshot | null = null
  let depth = 0
  let later: (() => void)[] = []

  function publish(): void {
    const before = snapshot
    const work = later
    later = []
    snapshot = kept(before, compose(before))
    if (snapshot !== before) listeners.emit()
    for (const item of work) item()
  }

  return {
    turn(work) {
      depth += 1
      try {
        return work()
      } finally {
        depth -= 1
        if (depth === 0) publish()
      }
    },
    afterwards(work) {
      later.push(work)
    },
    getSnapshot: () => (snapshot ??= compose(null)),
    subscribe: listeners.add,
  }
}
