import type { Actor } from '../domain/actor.ts'
import type { Clock } from '../domain/ports.ts'
import type { Store } from '../log/store.ts'
import type { CredentialUse } from '../storage/storage.ts'

/** The last uses of credentials since the last flush, so that a use writes nothing. */
export class CredentialUses {
  readonly #store: Pick<Store, 'noteCredentialUses'>
  readonly #clock: Clock
  readonly #uses = new Map<string, { readonly sessionId: string; readonly id: string; readonly atMs: number }>()

  constructor(store: Pick<Store, 'noteCredentialUses'>, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  note({ sessionId, id, isRevocable }: Actor): void {
    if (isRevocable === true) this.#uses.set(`${sessionId} ${id}`, { sessionId, id, atMs: this.#clock.wallTime() })
  }

  /** Writes the uses since the last call. Rejects when the store does not answer; the next use is noted again. */
  async flush(): Promise<void> {
    if (this.#uses.size === 0) return
    const uses = [...this.#uses.values()].map(
      ({ sessionId, id, atMs }): CredentialUse => ({ sessionId, id, at: new Date(atMs).toISOString() }),
    )
    this.#uses.clear()
    await this.#store.noteCredentialUses(uses)
  }
}
