import { carries, type KnownGuest, type Session } from '@guestwall/protocol'
import type { LogSlice } from '../domain/log-event.ts'

/** Sessions whose state is remembered: bounds the memory; fewer are written to at one time. */
const REMEMBERED_SESSIONS = 1_000
/** Where another server writes too, a wrong expectation costs an exchange. After one, this many batches go the longer way. */
const PAUSED_BATCHES = 16

/** A session as a batch of this server left it. */
export interface LastState {
  readonly session: Session
  /** The guests on which a host has acted. */
  readonly guests: readonly KnownGuest[]
  readonly epoch: string
  readonly head: number
}

/** The state of each session after the last batch of this server. The next batch finds it unchanged, as long as no other server writes to the session. */
export class LastStates {
  readonly #states = new Map<string, LastState>()
  /** The number of batches for which nothing is expected. */
  readonly #paused = new Map<string, number>()

  /** Remembers the state before the slice with what the slice changes. */
  note(sessionId: string, before: Pick<LastState, 'session' | 'guests'>, { epoch, to, events }: LogSlice): void {
    const changed = events.map(({ event }) => event).findLast((event) => carries(event, 'session'))
    const session = changed?.data ?? before.session
    const guests = guestsAfter(before.guests, events)
    this.#states.delete(sessionId)
    this.#states.set(sessionId, { session, guests, epoch, head: to })
    if (this.#states.size <= REMEMBERED_SESSIONS) return
    const oldest = this.#states.keys().next().value as string
    this.#states.delete(oldest)
    this.#paused.delete(oldest)
  }

  /** The state that the next batch should find, once: a batch whose outcome is unknown leaves none. */
  expect(sessionId: string): LastState | null {
    const paused = this.#paused.get(sessionId) ?? 0
    if (paused > 0) {
      this.#paused.set(sessionId, paused - 1)
      return null
    }
    const state = this.#states.get(sessionId) ?? null
    this.#states.delete(sessionId)
    return state
  }

  /** The expectation was wrong: another server writes to the session. */
  wasWrong(sessionId: string): void {
    this.#paused.set(sessionId, PAUSED_BATCHES)
  }
}

function guestsAfter(before: readonly KnownGuest[], events: LogSlice['events']): readonly KnownGuest[] {
  const changed = events.flatMap(({ event }) => (carries(event, 'guest') ? [event.data] : []))
  if (changed.length === 0) return before
  return [...new Map([...before, ...changed].map((guest) => [guest.id, guest])).values()].filter(({ by }) => by !== null)
}
