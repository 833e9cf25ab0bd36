import { type ClientCommand, encodeFrame, type Refusal, refusal, type ServerFrame } from '@guestwall/protocol'
import type { Actor } from '../../domain/actor.ts'
import { type Outcome, refused } from '../../domain/outcome.ts'
import { checkAccess } from '../access.ts'
import { refusedCost } from '../traffic.ts'
import { type CommandParts, type CommandPeer, socketCommand } from './socket-commands.ts'
import { type ReaderSocket, UNSENT_LIMIT_BYTES } from '../../feed/reader.ts'
import { textFrame } from '../../feed/text-frame.ts'
import type { SocketReading } from './socket-reading.ts'

/** Commands of one connection that may be at work, or answered and not taken by the peer. */
const MAX_UNTAKEN = 64
/** Malformed commands: one may be an accident, the third closes the connection. */
const MAX_MALFORMED = 3

interface RunnerParts extends CommandParts {
  readonly onRefused: (code: Refusal['code']) => void
  readonly onError: (error: unknown) => void
}

/** A command that has been paid for. */
interface Paid {
  readonly command: ClientCommand
  readonly actor: Actor
  readonly units: number
}

/**
 * Runs the commands of one connection and answers each with `ack` or `error`. A pause of the reading comes too late for those that arrived in one piece, so they
 * wait here while the peer does not take the answers: its memory of ours has a bound, whatever it asks.
 */
export class CommandRunner implements CommandPeer {
  readonly socket: ReaderSocket
  readonly #parts: RunnerParts
  readonly #reading: SocketReading
  /** Most connections have none. */
  #ends: (() => void)[] | null = null
  #isEnded = false
  #atWork = 0
  /** Those at work, and those that were answered since the peer takes no more. */
  #untaken = 0
  /** In the order of their arrival; most connections have none. */
  #waiting: Paid[] | null = null
  #malformed = 0

  constructor(parts: RunnerParts, reading: SocketReading, socket: ReaderSocket) {
    this.socket = socket
    this.#parts = parts
    this.#reading = reading
  }

  onEnd(end: () => void): void {
    if (this.#isEnded) end()
    else (this.#ends ??= []).push(end)
  }

  /** `units`: the cost of the command on arrival; a refused one costs more. */
  run(command: ClientCommand, actor: Actor, units: number): void {
    const { cost } = socketCommand(command)
    if (cost > 0 && !this.#reading.mayCost(cost)) return
    if (this.#waiting !== null || !this.#mayStart) (this.#waiting ??= []).push({ command, actor, units })
    else this.#start({ command, actor, units })
  }

  /** Starts the commands that may start now. */
  runWaiting(): void {
    while (this.#waiting !== null && this.#mayStart) {
      const next = this.#waiting.shift()
      if (this.#waiting.length === 0) this.#waiting = null
      if (next !== undefined) this.#start(next)
    }
  }

  get #mayStart(): boolean {
    if (this.socket.unsentBytes <= UNSENT_LIMIT_BYTES) this.#untaken = this.#atWork
    return this.#untaken < MAX_UNTAKEN
  }

  #start({ command, actor, units }: Paid): void {
    const { access, run } = socketCommand(command)
    this.#atWork += 1
    this.#untaken += 1
    const forbidden = checkAccess(access, actor)
    const answered = forbidden === null ? run(command, actor, this.#parts, this) : Promise.resolve(refused(forbidden))
    answered.then(
      (outcome) => this.#finish(command.ref, outcome, units),
      (error: unknown) => {
        this.#parts.onError(error)
        this.#finish(command.ref, refused(refusal('unavailable', { retryAfterMs: 1_000 })), units)
      },
    )
  }

  /** The connection has ended. */
  end(): void {
    this.#isEnded = true
    this.#waiting = null
    for (const end of this.#ends ?? []) end()
    this.#ends = null
  }

  /** Answers a command that is not of the documented form. A refusal closes the connection: there were too many of them. */
  refuseMalformed({ ref, type }: { readonly ref: number; readonly type: string }, units: number): Refusal | null {
    this.#malformed += 1
    if (this.#malformed >= MAX_MALFORMED) {
      return refusal('bad_frame', { detail: `${MAX_MALFORMED} commands were not of the documented form.` })
    }
    this.#answer(ref, refused(refusal('bad_request', { detail: `The ${type} is not of the documented form.` })), units)
    return null
  }

  #send(frame: ServerFrame): void {
    this.socket.write(textFrame(encodeFrame(frame)))
  }

  #finish(ref: number, outcome: Outcome<object>, units: number): void {
    this.#atWork -= 1
    this.#answer(ref, outcome, units)
    this.runWaiting()
  }

  #answer(ref: number, outcome: Outcome<object>, units: number): void {
    if (outcome.ok) {
      this.#send({ type: 'ack', ref, ...outcome.value })
      return
    }
    this.#parts.onRefused(outcome.refusal.code)
    this.#send({ type: 'error', ref, ...outcome.refusal })
    const extra = refusedCost(outcome.refusal.code, units)
    if (extra > 0) this.#reading.chargeMore(extra)
  }
}
