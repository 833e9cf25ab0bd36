import type { Actor } from '../domain/actor.ts'
import type { Clock } from '../domain/ports.ts'
import type { SeenGuest } from '../domain/seen-guest.ts'
import { joinedAtMs } from './decide/guest-id.ts'

/** A guest who stays is noted again after this time, so a guest costs the database little: the time of the last visit is exact to a minute. */
const NOTE_AGAIN_MS = 60_000
/** Guests of one transaction: bounds how long the row lock is held. */
const MAX_NOTED = 1_000

interface Noted {
  readonly name: string
  readonly atMs: number
}

/** The guests that this server has seen and not written yet (PEOPLE-1). Noting never waits and never fails. */
export class GuestNotes {
  readonly #clock: Clock
  readonly #pending = new Map<string, Map<string, SeenGuest>>()
  /** The last note of each guest, by session. */
  readonly #noted = new Map<string, Map<string, Noted>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Notes the guest, unless it was noted under this name a moment ago. Returns whether a note of the session now waits to be written. */
  note({ sessionId, id, source = 'link' }: Actor, name: string): boolean {
    const nowMs = this.#clock.now()
    const noted = mapIn(this.#noted, sessionId)
    const last = noted.get(id)
    if (last !== undefined && last.name === name && nowMs - last.atMs < NOTE_AGAIN_MS) return false
    noted.set(id, { name, atMs: nowMs })
    const at = new Date(this.#clock.wallTime()).toISOString()
    const joinedMs = joinedAtMs(id)
    const firstAt = joinedMs === null ? at : new Date(joinedMs).toISOString()
    mapIn(this.#pending, sessionId).set(id, { id, name, source, firstAt, at })
    return true
  }

  hasPending(sessionId: string): boolean {
    return this.#pending.has(sessionId)
  }

  /** Removes and returns the notes of the session's next transaction. */
  take(sessionId: string): readonly SeenGuest[] {
    const pending = this.#pending.get(sessionId)
    if (pending === undefined) return []
    const taken = [...pending.values()].slice(0, MAX_NOTED)
    for (const { id } of taken) pending.delete(id)
    if (pending.size === 0) this.#pending.delete(sessionId)
    return taken
  }

  /** The transaction failed: the next one writes the notes, unless there are newer ones. */
  giveBack(sessionId: string, taken: readonly SeenGuest[]): void {
    if (taken.length === 0) return
    const pending = mapIn(this.#pending, sessionId)
    for (const seen of taken) if (!pending.has(seen.id)) pending.set(seen.id, seen)
  }

  /** Forgets notes that no longer hold a new one back. */
  sweep(): void {
    const oldestMs = this.#clock.now() - NOTE_AGAIN_MS
    for (const [sessionId, noted] of this.#noted) {
      for (const [id, { atMs }] of noted) if (atMs <= oldestMs) noted.delete(id)
      if (noted.size === 0) this.#noted.delete(sessionId)
    }
  }
}

function mapIn<Value>(maps: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  let map = maps.get(key)
  if (map === undefined) {
    map = new Map()
    maps.set(key, map)
  }
  return map
}
