import { type Refusal, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import type { Command, CommandResult, KeyedCommand } from './decide/command.ts'
import { type Outcome, refused } from '../domain/outcome.ts'
import type { Clock, Random } from '../domain/ports.ts'
import { keyedHash } from './decide/same-body.ts'
import type { LogSlice } from '../domain/log-event.ts'
import type { Store } from '../storage/store.ts'
import { CommandQueue, type Waiting } from './command-queue.ts'

/** Told of every commit of this server, before the commands that it holds are answered. */
export type CommitListener = (sessionId: string, slice: LogSlice) => void

/** Told that a tally of the session is to be published in so many milliseconds. */
export type TallyListener = (sessionId: string, dueInMs: number) => void

/** Told when the store did not answer. */
export type FailureListener = (sessionId: string, error: unknown) => void

/**
 * The one writer of the order: group commit. While a session's transaction is in flight the next batch gathers, so an idle wall
 * waits for nothing and a busy one shares the flush. One batch in flight a session: more connections on one row only cost.
 */
export class SessionLog {
  readonly #store: Store
  readonly #clock: Clock
  readonly #random: Random
  readonly #bodyKey: string
  readonly #onCommitted: CommitListener
  readonly #onTallyDue: TallyListener
  readonly #onFailure: FailureListener
  readonly #queues = new Map<string, CommandQueue>()

  constructor(parts: {
    store: Store
    clock: Clock
    random: Random
    /** Secret: without it a hash in the database says nothing of what was written. */
    bodyKey: string
    onCommitted: CommitListener
    onTallyDue: TallyListener
    onFailure: FailureListener
  }) {
    this.#store = parts.store
    this.#clock = parts.clock
    this.#random = parts.random
    this.#bodyKey = parts.bodyKey
    this.#onCommitted = parts.onCommitted
    this.#onTallyDue = parts.onTallyDue
    this.#onFailure = parts.onFailure
  }

  /** Why a command of this actor would not be taken now: asked first, so that it is refused before it costs its actor anything. */
  refusalOf(actor: Actor): Refusal | null {
    return this.#queues.get(actor.sessionId)?.refusalOf(actor) ?? null
  }

  /**
   * Resolves after the commit (SEND-2), or with the refusal. Commands of guests are carried out in the order of the calls (SEND-5); most of
   * the host's go first.
   */
  append(command: KeyedCommand): Promise<Outcome<CommandResult>> {
    const refusal = this.refusalOf(command.actor)
    if (refusal !== null) return Promise.resolve(refused(refusal))
    return this.#enqueue(command.actor.sessionId, { ...command, bodyHash: keyedHash(this.#bodyKey, command.bodyHash) })
  }

  /** Publishes the session's tallies whose time has come (VOTE-4). */
  publishTallies(sessionId: string): Promise<Outcome<CommandResult>> {
    return this.#enqueue(sessionId, { kind: 'publishTallies' })
  }

  #enqueue(sessionId: string, command: Command): Promise<Outcome<CommandResult>> {
    return new Promise((resolve) => {
      const queue = this.#queues.get(sessionId)
      const drained = queue ?? new CommandQueue()
      drained.add({ command, resolve })
      // A queue in the map is being drained.
      if (queue !== undefined) return
      this.#queues.set(sessionId, drained)
      void this.#drain(sessionId, drained)
    })
  }

  async #drain(sessionId: string, queue: CommandQueue): Promise<void> {
    while (!queue.isEmpty) await this.#commit(sessionId, queue.takeBatch())
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
