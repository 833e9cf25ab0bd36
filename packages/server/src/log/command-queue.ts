import { type Refusal, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import type { Command, CommandResult } from '../domain/command.ts'
import type { Outcome } from '../domain/outcome.ts'

/** Commands of one transaction: bounds how long the row lock is held. */
const BATCH_COMMANDS = 256
/** Guests' commands that wait for one session: a hall of ten thousand that votes at one word. Beyond it the wall is busy, rather than late. */
export const GUEST_PLACES = 12_000
/** Of these, one guest's: about one in a hundred, so that nobody fills the queue alone. The rate of one guest allows far fewer. */
export const PLACES_OF_ONE_GUEST = 128
/** The host's, beside those of the guests: a full hall never keeps the host out. */
export const HOST_PLACES = 1_000
const RETRY_MS = 1_000

export interface Waiting {
  readonly command: Command
  resolve(outcome: Outcome<CommandResult>): void
}

/**
 * What waits for one session's next transaction, in two lanes: what the host asks and the server's own reminders go before what guests
 * ask, so that a removal or a close never waits for a flood. Within a lane commands keep the order of the calls (SEND-5).
 */
export class CommandQueue {
  #hosts: Waiting[] = []
  #guests: Waiting[] = []
  readonly #placesTaken = new Map<string, number>()

  get isEmpty(): boolean {
    return this.#hosts.length === 0 && this.#guests.length === 0
  }

  /** Why a command of this actor finds no place now; `null` when it does. */
  refusalOf({ id, role }: Pick<Actor, 'id' | 'role'>): Refusal | null {
    const isOfHost = role !== 'guest'
    if (isOfHost ? this.#hosts.length >= HOST_PLACES : this.#guests.length >= GUEST_PLACES) {
      return refusal('session_busy', { retryAfterMs: RETRY_MS })
    }
    const hasOwn = (this.#placesTaken.get(id) ?? 0) >= PLACES_OF_ONE_GUEST
    return hasOwn ? refusal('rate_limited', { retryAfterMs: RETRY_MS }) : null
  }

  /** Takes a command for which there is a place. */
  add(waiting: Waiting): void {
    const { command } = waiting
    if (command.kind === 'publishTallies' || command.actor.role !== 'guest') {
      this.#hosts.push(waiting)
      return
    }
    this.#guests.push(waiting)
    this.#placesTaken.set(command.actor.id, (this.#placesTaken.get(command.actor.id) ?? 0) + 1)
  }

  /** The commands of the next transaction. Their places are free again. */
  takeBatch(): Waiting[] {
    const hosts = this.#hosts.splice(0, BATCH_COMMANDS)
    const guests = this.#guests.splice(0, BATCH_COMMANDS - hosts.length)
    for (const { command } of guests) if (command.kind !== 'publishTallies') this.#freePlace(command.actor.id)
    return [...hosts, ...guests]
  }

  #freePlace(guestId: string): void {
    const left = (this.#placesTaken.get(guestId) ?? 1) - 1
    if (left > 0) this.#placesTaken.set(guestId, left)
    else this.#placesTaken.delete(guestId)
  }
}
