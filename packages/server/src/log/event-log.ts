import { type Refusal, refusal } from '@guestwall/protocol'
import type { Command, CommandResult, KeyedCommand } from '../domain/command.ts'
import { type Outcome, refused } from '../domain/outcome.ts'
import type { Clock, Random } from '../domain/ports.ts'
import type { LogSlice, Store } from '../store/store.ts'

/** Commands of one transaction: bounds how long the row lock is held. */
const BATCH_COMMANDS = 256
/** Commands that wait for one session: a hall of ten thousand that votes at one word. Beyond it the wall is busy, rather than late. */
const QUEUED_COMMANDS = 12_000

/** Told of every commit of this server, before the commands that it holds are answered. */
export type CommitListener = (sessionId: string, slice: LogSlice) => void

/** Told that a tally of the session is to be published in so many milliseconds. */
export type TallyListener = (sessionId: string, dueInMs: number) => void

/** Told when the store did not answer. */
export type FailureListener = (sessionId: string, error: unknown) => void

interface Waiting {
  readonly command: Command
  resolve(outcome: Outcome<CommandResult>): void
}

/**
 * The one writer of the order: group commit. While a session's transaction is in flight the next batch gathers, so an idle wall
 * waits for nothing and a busy one shares the flush. One batch in flight a session: more connections on one row only cost.
 */
export class EventLog {
  readonly #store: Store
  readonly #clock: Clock
  readonly #random: Random
  readonly #onCommitted: CommitListener
  readonly #onTallyDue: TallyListener
  readonly #onFailure: FailureListener
  readonly #queues = new Map<string, Waiting[]>()

  constructor(parts: {
    store: Store
    clock: Clock
    random: Random
    onCommitted: CommitListener
    onTallyDue: TallyListener
    onFailure: FailureListener
  }) {
    this.#store = parts.store
    this.#clock = parts.clock
    this.#random = parts.random
    this.#onCommitted = parts.onCommitted
    this.#onTallyDue = parts.onTallyDue
    this.#onFailure = parts.onFailure
  }

  /** Resolves after the commit (SEND-2), or with the refusal. Commands of one session are carried out in the order of the calls (SEND-5). */
  append(command: KeyedCommand): Promise<Outcome<CommandResult>> {
    return this.#enqueue(command.actor.sessionId, command)
  }

  /** Publishes the session's tallies whose time has come (VOTE-4). */
  publishTallies(sessionId: string): Promise<Outcome<CommandResult>> {
    return this.#enqueue(sessionId, { kind: 'publishTallies' })
  }

  #enqueue(sessionId: string, command: Command): Promise<Outcome<CommandResult>> {
    const queue = this.#queues.get(sessionId)
    if (queue !== undefined && queue.length >= QUEUED_COMMANDS) {
      return Promise.resolve(refused(refusal('session_busy', { retryAfterMs: 1_000 })))
    }
    return new Promise((resolve) => {
      const waiting: Waiting = { command, resolve }
      if (queue !== undefined) {
        queue.push(waiting)
        return
      }
      // An entry in the map means that somebody drains it.
      const fresh = [waiting]
      this.#queues.set(sessionId, fresh)
      void this.#drain(sessionId, fresh)
    })
  }

  async #drain(sessionId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) await this.#commit(sessionId, queue.splice(0, BATCH_COMMANDS))
    this.#queues.delete(sessionId)
  }

  async #commit(sessionId: string, batch: readonly Waiting[]): Promise<void> {
    const commands = batch.map(({ command }) => command)
    const outcomes = await this.#transact(sessionId, commands)
    batch.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome<CommandResult>))
  }

  async #transact(sessionId: string, commands: readonly Command[]): Promise<readonly Outcome<CommandResult>[]> {
    const batch = { commands, now: new Date(this.#clock.wallTime()).toISOString(), newIds: commands.map(() => this.#random.id()) }
    try {
      const committed = await this.#store.append(sessionId, batch)
      if (committed === null) return all(commands, refusal('session_not_found'))
      if (committed.slice.events.length > 0) this.#onCommitted(sessionId, committed.slice)
      if (committed.tallyDueInMs !== null) this.#onTallyDue(sessionId, committed.tallyDueInMs)
      return committed.outcomes
    } catch (error) {
      // Whether it was committed is not known: the same key, offered again, finds out (SEND-1).
      this.#onFailure(sessionId, error)
      return all(commands, refusal('unavailable', { retryAfterMs: 1_000 }))
    }
  }
}

function all(commands: readonly Command[], refusal: Refusal): Outcome<CommandResult>[] {
  return commands.map(() => refused(refusal))
}
