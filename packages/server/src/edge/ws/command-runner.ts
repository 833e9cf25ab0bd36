import { type ClientCommand, encodeFrame, type Refusal, refusal, type ServerFrame } from '@guestwall/protocol'
import type { Actor } from '../../domain/actor.ts'
import { type Outcome, refused } from '../../domain/outcome.ts'
import { checkAccess } from '../access.ts'
import { refusedCost } from '../traffic.ts'
import { type CommandParts, type CommandPeer, socketCommand } from './socket-commands.ts'
import type { ReaderSocket } from '../../feed/reader.ts'
import { textFrame } from '../../feed/text-frame.ts'
import type { SocketReading } from './socket-reading.ts'

/** Malformed commands: one may be an accident, the third closes the connection. */
const MAX_MALFORMED = 3

interface RunnerParts extends CommandParts {
  readonly onRefused: (code: Refusal['code']) => void
  readonly onError: (error: unknown) => void
}

/** Runs the commands of one connection and answers each with `ack` or `error`. */
export class CommandRunner implements CommandPeer {
  readonly socket: ReaderSocket
  readonly #parts: RunnerParts
  readonly #reading: SocketReading
  /** Most connections have none. */
  #ends: (() => void)[] | null = null
  #isEnded = false
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
    const { access, cost, run } = socketCommand(command)
    if (cost > 0 && !this.#reading.mayCost(cost)) return
    const forbidden = checkAccess(access, actor)
    const answered = forbidden === null ? run(command, actor, this.#parts, this) : Promise.resolve(refused(forbidden))
    answered.then(
      (outcome) => this.#answer(command.ref, outcome, units),
      (error: unknown) => {
        this.#parts.onError(error)
        this.#answer(command.ref, refused(refusal('unavailable', { retryAfterMs: 1_000 })), units)
      },
    )
  }

  /** The connection has ended. */
  end(): void {
    this.#isEnded = true
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
