import type { Guest } from '@guestwall/protocol'
import type { Presence } from '../cluster/presence/presence.ts'

/** The open connections of one worker, at the owner: when the worker dies, nobody else reports that they closed. */
export class EnteredGuests implements Pick<Presence, 'enter' | 'leave'> {
  readonly #presence: Presence
  readonly #open = new Map<string, { readonly sessionId: string; readonly guestId: string; connections: number }>()

  constructor(presence: Presence) {
    this.#presence = presence
  }

  enter(sessionId: string, guest: Guest): void {
    const key = `${sessionId} ${guest.id}`
    const entered = this.#open.get(key) ?? { sessionId, guestId: guest.id, connections: 0 }
    entered.connections += 1
    this.#open.set(key, entered)
    this.#presence.enter(sessionId, guest)
  }

  leave(sessionId: string, guestId: string, isClean: boolean): void {
    const key = `${sessionId} ${guestId}`
    const entered = this.#open.get(key)
    if (entered !== undefined) entered.connections -= 1
    if (entered !== undefined && entered.connections <= 0) this.#open.delete(key)
    this.#presence.leave(sessionId, guestId, isClean)
  }

  /** The worker is gone: its guests may come back within the grace time (ONLINE-2). */
  leaveAll(): void {
    for (const { sessionId, guestId, connections } of this.#open.values()) {
      for (let left = connections; left > 0; left -= 1) this.#presence.leave(sessionId, guestId, false)
    }
    this.#open.clear()
  }
}
