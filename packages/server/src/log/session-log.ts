import { type ErrorCode, type Refusal, refusal, type SessionState } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import type { LogSlice } from '../domain/log-event.ts'
import { type Outcome, refused } from '../domain/outcome.ts'
import type { Clock, Random } from '../domain/ports.ts'
import { Emitter, type Signal } from '../domain/signal.ts'
import type { Tap } from '../domain/tap.ts'
import { LostCommits, type Storage } from '../storage/storage.ts'
import { CommandQueue, type Waiting } from './command-queue.ts'
import type { Command, CommandResult, KeyedCommand } from './decide/command.ts'
import { GuestNotes } from './guest-notes.ts'
import { Gathering } from './gathering.ts'
import { type BatchDecision, decideBatch, hasPhoto, isFirstHeld, readSetOf } from './decide/decide-batch.ts'
import { keyedHash } from './decide/same-body.ts'
import { writesOf } from './decide/writes-of.ts'
import type { LastStates } from './last-states.ts'
import type { Batch, Committed, Store } from './store.ts'

/*
 * The way of a command through the log, from top to bottom:
 *
 *   append       a command waits in the queue of its session
 *   #drain       batch: one transaction of a session is in flight; what arrives meanwhile is the next batch
 *   gathering    a batch of guests' commands whose events would only wait for the next round of writes takes in what arrives until then
 *   commitBatch  lock, read, decide, write: one transaction of the storage
 *   committed    the signal for the bus, after the commit and before the answers
 *
 * `SessionLog` runs beside the sockets, `commitBatch` where the storage is: with SQLite that is a thread (docs/decisions/0030).
 */

/** A commit of this server that has events. */
export interface Commit {
  readonly sessionId: string
  readonly slice: LogSlice
}

/** A session with ballots that no published tally counts: its tally is to be published in so many milliseconds. */
export interface TallyDue {
  readonly sessionId: string
  readonly dueInMs: number
}

/** Guests who come at once are written together. Until then the host's list does not show them. */
const NOTES_WAIT_MS = 1_000

/**
 * The only writer of the order, with group commit: an idle wall waits for nothing, and the commands of a busy one share the flush to disk. One
 * batch of a session is in flight, because a second one would only wait for the row lock.
 */
export class SessionLog {
  readonly #store: Pick<Store, 'append'>
  readonly #clock: Clock
  readonly #random: Random
  readonly #bodyKey: string
  readonly #gathering: Gathering
  readonly #queues = new Map<string, CommandQueue>()
  readonly #notes: GuestNotes
  /** Ends the wait for a transaction that writes the notes of a session. */
  readonly #cancelNotes = new Map<string, () => void>()
  readonly #committed = new Emitter<Commit>()
  readonly #tallyDue = new Emitter<TallyDue>()
  readonly #failed = new Emitter<unknown>()

  /** `bodyKey`: a secret. Without it nobody can find a short text from its stored hash. */
  constructor(parts: { store: Pick<Store, 'append'>; clock: Clock; random: Random; bodyKey: string }) {
    this.#store = parts.store
    this.#clock = parts.clock
    this.#random = parts.random
    this.#bodyKey = parts.bodyKey
    this.#gathering = new Gathering(parts.clock)
    this.#notes = new GuestNotes(parts.clock)
  }

  /** Every commit of this server, before the commands in it are answered. */
  get committed(): Signal<Commit> {
    return this.#committed
  }

  /** Every batch of ballots whose tally has to wait: it is for `TallyPacer`. */
  get tallyDue(): Signal<TallyDue> {
    return this.#tallyDue
  }

  /** Every failure of the store. */
  get failed(): Signal<unknown> {
    return this.#failed
  }

  /** The refusal that a command of this actor would get now because of the queue. Ask first: a refused command then costs its actor nothing. */
  refusalOf(actor: Actor): Refusal | null {
    return this.#queues.get(actor.sessionId)?.refusalOf(actor) ?? null
  }

  /**
   * Resolves after the commit (SEND-2), or with the refusal. Guests' commands are carried out in the order of the calls (SEND-5); most of the
   * host's go first.
   */
  append(command: KeyedCommand): Promise<Outcome<CommandResult>> {
    const refusal = this.refusalOf(command.actor)
    if (refusal !== null) return Promise.resolve(refused(refusal))
    this.noteGuest(command.actor, command.kind === 'sendMessage' ? command.guestName : command.actor.name)
    return this.#enqueue(command.actor.sessionId, { ...command, bodyHash: keyedHash(this.#bodyKey, command.bodyHash) })
  }

  /** Notes that a guest is here; other actors are ignored. The session's next transaction writes it, at the latest one a moment later (PEOPLE-1). */
  noteGuest(actor: Actor, name: string = actor.name): void {
    if (actor.role === 'guest' && this.#notes.note(actor, name)) this.#writeNotesSoon(actor.sessionId)
  }

  /** Notes that events of the session which are committed before `atMs`, by the clock, are written to its readers here at that time. */
  notePace(sessionId: string, atMs: number): void {
    this.#gathering.notePace(sessionId, atMs)
  }

  /** Forgets what no longer matters of the guests and the rounds that were noted. */
  sweepNotes(): void {
    this.#notes.sweep()
    this.#gathering.sweep()
  }

  /** Writes no more notes by itself, and commits at once what waits for a round: the store closes after this. */
  stop(): void {
    for (const cancel of this.#cancelNotes.values()) cancel()
    this.#cancelNotes.clear()
    this.#gathering.stop()
  }

  /** Publishes the session's tallies that are due (VOTE-4). */
  publishTallies(sessionId: string): Promise<Outcome<CommandResult>> {
    return this.#enqueue(sessionId, { kind: 'publishTallies' })
  }

  /** Counts reactions, and resolves to why each one was refused; `null`: it is counted. A guest may have one of them to each message (REACT-1). */
  async countReactions(sessionId: string, taps: readonly Tap[]): Promise<readonly (ErrorCode | null)[]> {
    const outcome = await this.#enqueue(sessionId, { kind: 'countReactions', taps })
    return outcome.ok ? (outcome.value.taps ?? []) : taps.map(() => outcome.refusal.code)
  }

  /** Opens the session, if its time has come (LIFE-4). Resolves to its state then; `null`: it was not decided. */
  async openDue(sessionId: string): Promise<SessionState | null> {
    const outcome = await this.#enqueue(sessionId, { kind: 'openDue' })
    return outcome.ok ? (outcome.value.session?.state ?? null) : null
  }

  #enqueue(sessionId: string, command: Command): Promise<Outcome<CommandResult>> {
    return new Promise((resolve) => {
      const waiting = { command, resolve }
      // A queue in the map is being drained.
      const draining = this.#queues.get(sessionId)
      if (draining !== undefined) {
        draining.add(waiting)
        return this.#gathering.added(sessionId, draining)
      }
      const queue = new CommandQueue()
      queue.add(waiting)
      this.#queues.set(sessionId, queue)
      void this.#drain(sessionId, queue)
    })
  }

  #writeNotesSoon(sessionId: string): void {
    if (this.#cancelNotes.has(sessionId)) return
    const cancel = this.#clock.setTimer(NOTES_WAIT_MS, () => {
      this.#cancelNotes.delete(sessionId)
      if (this.#notes.hasPending(sessionId)) void this.#enqueue(sessionId, { kind: 'noteGuests' })
    })
    this.#cancelNotes.set(sessionId, cancel)
  }

  async #drain(sessionId: string, queue: CommandQueue): Promise<void> {
    while (!queue.isEmpty) {
      const until = this.#gathering.until(sessionId, queue)
      if (until !== null) await until
      await this.#commit(sessionId, queue.takeBatch())
    }
    this.#queues.delete(sessionId)
  }

  async #commit(sessionId: string, waiting: readonly Waiting[]): Promise<void> {
    const commands = waiting.map(({ command }) => command)
    const now = new Date(this.#clock.wallTime()).toISOString()
    const seen = this.#notes.take(sessionId)
    const outcomes = await this.#outcomesOf(sessionId, { commands, seen, now, newIds: commands.map(() => this.#random.id()) })
    waiting.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome<CommandResult>))
  }

  async #outcomesOf(sessionId: string, batch: Batch): Promise<readonly Outcome<CommandResult>[]> {
    const all = (answer: Refusal) => batch.commands.map(() => refused(answer))
    try {
      const startMs = this.#clock.now()
      const committed = await this.#store.append(sessionId, batch)
      this.#gathering.noteCommit(this.#clock.now() - startMs)
      if (committed === null) return all(refusal('session_not_found'))
      const { slice, outcomes, tallyDueInMs } = committed
      if (slice.events.length > 0) this.#committed.emit({ sessionId, slice })
      if (this.#notes.hasPending(sessionId)) this.#writeNotesSoon(sessionId)
      if (tallyDueInMs !== null) this.#tallyDue.emit({ sessionId, dueInMs: tallyDueInMs })
      return outcomes
    } catch (error) {
      // It is not known whether the batch was committed. The client repeats the command under the same key and finds out (SEND-1).
      this.#failed.emit(error)
      // The next command or guest writes them: a broken database is not asked for their sake.
      this.#notes.giveBack(sessionId, batch.seen ?? [])
      return all(refusal('unavailable', { retryAfterMs: 1_000 }))
    }
  }
}

/**
 * One transaction: the session is locked, read, decided and written (LOG-2). Where the database has lost commits a new epoch begins first: in the
 * old one, event ids would be given a second time (LOG-1, LOG-4).
 */
export async function commitBatch(storage: Storage, last: LastStates, sessionId: string, batch: Batch): Promise<Committed | null> {
  const commit = async () =>
    (await commitExpected(storage, last, sessionId, batch)) ?? (await commitLocked(storage, last, sessionId, batch))
  try {
    return await commit()
  } catch (error) {
    if (!(error instanceof LostCommits)) throw error
    await storage.beginEpoch(sessionId, error.epoch, batch.newIds[0] as string)
    return commit()
  }
}

async function commitLocked(storage: Storage, last: LastStates, sessionId: string, batch: Batch): Promise<Committed | null> {
  const done = await storage.transact(sessionId, readSetOf(batch.commands), (locked) => {
    const decision = decideBatch(locked, batch)
    return { writes: writesOf(decision, batch.seen), result: { before: locked, committed: committedOf(locked, decision) } }
  })
  if (done === null) return null
  if (storage.writeIf !== undefined) last.note(sessionId, done.before, done.committed.slice)
  return done.committed
}

/**
 * The same in one exchange with a database that is far away: decides on the state that this server's last batch left, and writes only if the log
 * is still in it. So only messages are decided: they need the session and new keys, and every change of a session raises its head.
 */
async function commitExpected(storage: Storage, last: LastStates, sessionId: string, batch: Batch): Promise<Committed | null> {
  if (storage.writeIf === undefined || !batch.commands.every(isGuestMessage)) return null
  const expected = last.expect(sessionId)
  if (expected === null) return null
  const decision = decideBatch({ ...expected, ...NOTHING_READ }, batch)
  const { epoch, head } = expected
  const isWritten = await storage.writeIf(
    sessionId,
    { epoch, head, newKeys: readSetOf(batch.commands).keys },
    writesOf(decision, batch.seen),
  )
  if (!isWritten) {
    last.wasWrong(sessionId)
    return null
  }
  const committed = committedOf(expected, decision)
  last.note(sessionId, expected, committed.slice)
  return committed
}

/**
 * Under the lock, the message of a host needs a look at its credential, one that may be the first of its author at the author's others, and one with a
 * photo at the photo.
 */
function isGuestMessage(command: Command): boolean {
  return command.kind === 'sendMessage' && command.actor.isRevocable !== true && !isFirstHeld(command) && !hasPhoto(command)
}

const NOTHING_READ = {
  stateBy: null,
  clockMs: null,
  knownKeys: [],
  messages: [],
  pinnedIds: [],
  settings: null,
  screens: null,
  shownAuthors: [],
  votes: [],
  ballots: [],
  freshVoters: [],
  credentials: [],
  photos: [],
} as const

function committedOf({ epoch, head }: { epoch: string; head: number }, { events, outcomes, tallyDueInMs }: BatchDecision): Committed {
  return { slice: { epoch, from: head, to: head + events.length, events }, outcomes, tallyDueInMs }
}
