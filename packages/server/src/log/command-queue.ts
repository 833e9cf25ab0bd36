import { type Refusal, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { type Command, type CommandResult, isServers } from './decide/command.ts'
import type { Outcome } from '../domain/outcome.ts'

/** Commands of one transaction: bounds how long the row lock is held. */
const BATCH_COMMANDS = 256
/**
 * The most commands of guests that wait for one session: a hall of ten thousand may vote at the same moment. Beyond it guests are refused at once,
 * instead of late.
 */
export const MAX_GUEST_COMMANDS = 12_000
/** The most of them from one guest: about one in a hundred, so that no guest fills the queue alone. The rate limit of a guest allows far fewer. */
export const MAX_COMMANDS_PER_GUEST = 128
/** The most commands of hosts, beside those of guests: a full hall never locks the host out. */
export const MAX_HOST_COMMANDS = 1_000
const RETRY_MS = 1_000

export interface Waiting {
  readonly command: Command
  resolve(outcome: Outcome<CommandResult>): void
}

/**
 * The commands that wait for one session's next transaction. The host's go before the guests', so that a removal never waits for a flood. Only vote
 * actions and acts on the session keep their position among the guests' commands, because they decide which ballots count: a ballot that came
 * before the close is counted (VOTE-3). The commands of a guest keep their order (SEND-5), and so do those of a vote.
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

  /** Whether the next transaction is not to wait for more: it is full, or a host waits for it. */
  get isDue(): boolean {
    return this.#hosts > 0 || this.#first.length + this.#inLine.length >= BATCH_COMMANDS
  }

  /** The refusal for a command of this actor, when the queue is full; otherwise `null`. */
  refusalOf({ id, role }: Pick<Actor, 'id' | 'role'>): Refusal | null {
    const isFull = role === 'guest' ? this.#guests >= MAX_GUEST_COMMANDS : this.#hosts >= MAX_HOST_COMMANDS
    if (isFull) return refusal('session_busy', { retryAfterMs: RETRY_MS })
    const hasOwn = (this.#placesTaken.get(id) ?? 0) >= MAX_COMMANDS_PER_GUEST
    return hasOwn ? refusal('rate_limited', { retryAfterMs: RETRY_MS }) : null
  }

  /** Adds a command. Call `refusalOf` first. */
  add(waiting: Waiting): void {
    ;(goesFirst(waiting.command) ? this.#first : this.#inLine).push(waiting)
    this.#count(waiting.command, 1)
  }

  /** Removes and returns the commands of the next transaction. */
  takeBatch(): Waiting[] {
    const first = this.#first.splice(0, BATCH_COMMANDS)
    const batch = [...first, ...this.#inLine.splice(0, BATCH_COMMANDS - first.length)]
    for (const { command } of batch) this.#count(command, -1)
    return batch
  }

  #count(command: Command, by: 1 | -1): void {
    if (isServers(command)) return
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
  if (isServers(command)) return command.kind === 'publishTallies'
  return command.actor.role !== 'guest' && command.kind !== 'actOnVote' && command.kind !== 'actOnSession'
}
