import type { ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Clock } from '../domain/ports.ts'
import type { DecodeAnswer, Decoded, DecodeJob, DecoderReady } from './decode-job.ts'
import { startDecoderProcess } from './start-decoder-process.ts'

/** The process behind the server: what guests write goes first. */
const PRIORITY = 10
/** A process that does not answer for this long is ended. */
const DEADLINE_MS = 30_000
/** A process without work ends after this time: a server that gets no photos has none. */
const IDLE_MS = 60_000

/**
 * A process may be ended for what others do, as when memory runs out, so that a picture on which one died is given to another. A picture on which two
 * died counts as unreadable.
 */
const DEATHS = 2

/** The library cannot be loaded in the decoder's process, which says why. */
export class DecoderBroken extends Error {
  override readonly name = 'DecoderBroken'
}

/** The part of a child process that is used. */
export type DecoderChild = Pick<
  ChildProcess,
  'pid' | 'connected' | 'channel' | 'send' | 'kill' | 'disconnect' | 'unref' | 'on' | 'once' | 'off'
>

/** How the process is started, and by which clock it is watched. */
export interface DecoderParts {
  readonly clock: Clock
  /** A process ended that was not asked to. `reason`: the signal or the exit code. */
  readonly onDied?: (reason: string) => void
  readonly start?: (sharp: string) => Promise<DecoderChild>
}

/** One decoder process, started when it is needed. It decodes one picture at a time; the caller keeps the order. */
export class Decoder {
  readonly #sharp: string
  readonly #parts: DecoderParts
  #child: DecoderChild | null = null
  #lastId = 0
  #stopIdling = () => {}

  /** `sharp`: the path of the library. */
  constructor(sharp: string, parts: DecoderParts) {
    this.#sharp = sharp
    this.#parts = parts
  }

  /** Decodes one picture. `busy`: no process could be started just now. Rejects with `DecoderBroken` where the library does not load. */
  async decode(job: Omit<DecodeJob, 'id'>): Promise<Decoded | { readonly fault: 'busy' }> {
    this.#stopIdling()
    for (let deaths = 0; deaths < DEATHS; deaths += 1) {
      const child = this.#child ?? (await this.#start())
      if (child === null) return { fault: 'busy' }
      this.#lastId += 1
      const decoded = await this.#answerOf(child, { ...job, id: this.#lastId })
      if (decoded !== null) {
        this.#stopIdling = this.#parts.clock.setTimer(IDLE_MS, () => this.close())
        return decoded
      }
      end(child)
      this.#child = null
    }
    return { fault: 'unreadable' }
  }

  close(): void {
    this.#stopIdling()
    if (this.#child !== null) end(this.#child)
    this.#child = null
  }

  /** `null`: the process ended, or was ended, before it said anything. */
  async #start(): Promise<DecoderChild | null> {
    const { start = startDecoderProcess, onDied } = this.#parts
    const child = await start(this.#sharp)
    // What follows from it is told by its end.
    child.on('error', () => {})
    child.once('exit', (code, signal) => {
      if (this.#child === child) this.#child = null
      if (!ended.has(child)) onDied?.(signal ?? `exit code ${code}`)
    })
    const ready = await this.#firstWordOf(child)
    if (ready === null) return null
    if (!ready.ready) {
      end(child)
      throw new DecoderBroken(`sharp does not load: ${ready.error}`)
    }
    try {
      if (child.pid !== undefined) setPriority(child.pid, PRIORITY)
    } catch {
      // Where the system does not permit it, it runs beside the server.
    }
    // Neither the process nor its channel keeps the server alive.
    child.unref()
    child.channel?.unref()
    this.#child = child
    return child
  }

  #firstWordOf(child: DecoderChild): Promise<DecoderReady | null> {
    return this.#until<DecoderReady>(child, (settle) => {
      child.once('message', (message) => settle(message as DecoderReady))
      // It could not be started at all.
      child.once('error', () => settle(null))
    })
  }

  #answerOf(child: DecoderChild, job: DecodeJob): Promise<Decoded | null> {
    return this.#until<Decoded>(child, (settle) => {
      const onMessage = (message: unknown) => {
        const { id, ...decoded } = message as DecodeAnswer
        if (id !== job.id) return
        child.off('message', onMessage)
        settle(decoded)
      }
      child.on('message', onMessage)
      child.send(job, (error) => {
        if (error !== null) settle(null)
      })
    })
  }

  /** What the process says; `null` where it ends before that, or says nothing until the deadline, when it is ended. */
  #until<Word>(child: DecoderChild, listen: (settle: (word: Word | null) => void) => void): Promise<Word | null> {
    return new Promise((resolve) => {
      const settle = (word: Word | null) => {
        cancel()
        child.off('exit', onExit)
        resolve(word)
      }
      const onExit = () => settle(null)
      const cancel = this.#parts.clock.setTimer(DEADLINE_MS, () => child.kill('SIGKILL'))
      child.once('exit', onExit)
      listen(settle)
    })
  }
}

/** The processes that were asked to end. */
const ended = new WeakSet<DecoderChild>()

function end(child: DecoderChild): void {
  ended.add(child)
  if (child.connected) child.disconnect()
  child.kill('SIGKILL')
}
