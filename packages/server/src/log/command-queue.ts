import { type Refusal, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import type { Command, CommandResult } from './decide/command.ts'
import type { Outcome } from '../domain/outcome.ts'

/** Commands of one transaction: bounds how long the row lock is held. */
const BATCH_COMMANDS = 256
/** Guests' commands that wait for one session: a hall of ten thousand that votes at one word. Beyond it the wall is busy, rather than late. */
export const MAX_GUEST_COMMANDS = 12_000
/** Of these, one guest's: about one in a hundred, so that nobody fills the queue alone. The rate of one guest allows far fewer. */
export const MAX_COMMANDS_PER_GUEST = 128
/** The host's, beside those of the guests: a full hall never keeps the host out. */
export const MAX_HOST_COMMANDS = 1_000
const RETRY_MS = 1_000

export interface Waiting {
  readonly command: Command
  resolve(outcome: Outcome<CommandResult>): void
}

/**
 * What waits for one session's next transaction. What the host asks goes before what guests ask, so that a removal never waits for a flood.
 * Only what decides until when a ballot counts, a vote's turns and the end of the session, keeps its place among the guests' commands: a
 * ballot that came before the close is counted (VOTE-3). Each guest's commands keep their order (SEND-5), and so do a vote's.
 */
export class CommandQueue {
  #first: Waiting[] = []
  #inLine: Waiting[] = []
  #hosts = 0
  #guests = 0
  readonly #placesTaken = new Map<string, number>()

  get isEmpty(): boolean {
    return this.#first.length === 0 && this.#inLine.length === 0
  }

  /** Why a command of this actor finds no place now; `null` when it does. */
  refusalOf({ id, role }: Pick<Actor, 'id' | 'role'>): Refusal | null {
    const isFull = role === 'guest' ? this.#guests >= MAX_GUEST_COMMANDS : this.#hosts >= MAX_HOST_COMMANDS
    if (isFull) return refusal('session_busy', { retryAfterMs: RETRY_MS })
    const hasOwn = (this.#placesTaken.get(id) ?? 0) >= MAX_COMMANDS_PER_GUEST
    return hasOwn ? refusal('rate_limited', { retryAfterMs: RETRY_MS }) : null
  }

  /** Takes a command for which there is a place. */
  add(waiting: Waiting): void {
    ;(goesFirst(waiting.command) ? this.#first : this.#inLine).push(waiting)
    this.#count(waiting.command, 1)
  }

  /** The commands of the next transaction. Their places are free again. */
  takeBatch(): Waiting[] {
    const first = this.#first.splice(0, BATCH_COMMANDS)
    const batch = [...first, ...this.#inLine.splice(0, BATCH_COMMANDS - first.length)]
    for (const { command } of batch) this.#count(command, -1)
    return batch
  }

  #count(command: Command, by: 1 | -1): void {
    if (command.kind === 'publishTallies') return
    const { id, role } = command.actor
    if (role !== 'guest') {
      this.#hosts += by
      return
    }
    this.#guests += by
    const places = (this.#placesTaken.get(id) ?? 0) + by
    if (places > 0) this.#placesTaken.set(id, places)
    else this.#placesTaken.delete(id)
  }
}

function goesFirst(command: Command): boolean {
  if (command.kind === 'publishTallies') return true
  return command.actor.role !== 'guest' && command.kind !== 'actOnVote' && command.kind !== 'endSession'
}
