/** Messages of one session of which it is remembered that a screen has shown them. */
const MAX_SHOWN = 10_000
/** A session is forgotten when no screen has shown anything for so long. */
const LIFE_MS = 12 * 60 * 60 * 1000

/** The messages that screens have shown, by their reports, in memory alone. */
export class ShownMessages {
  readonly #sessions = new Map<string, { readonly ids: Set<string>; lastMs: number }>()

  note(sessionId: string, ids: readonly string[], nowMs: number): void {
    const known = this.#sessions.get(sessionId) ?? { ids: new Set<string>(), lastMs: nowMs }
    this.#sessions.set(sessionId, known)
    known.lastMs = nowMs
    for (const id of ids) known.ids.add(id)
    for (const id of known.ids) {
      if (known.ids.size <= MAX_SHOWN) break
      known.ids.delete(id)
    }
  }

  has(sessionId: string, id: string): boolean {
    return this.#sessions.get(sessionId)?.ids.has(id) === true
  }

  forget(sessionId: string): void {
    this.#sessions.delete(sessionId)
  }

  sweep(nowMs: number): void {
    for (const [sessionId, { lastMs }] of this.#sessions) if (nowMs - lastMs > LIFE_MS) this.forget(sessionId)
  }
}
