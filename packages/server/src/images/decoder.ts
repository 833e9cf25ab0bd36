import type { ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'
import type { DecodeAnswer, Decoded, DecodeJob, DecoderReady } from './decode-job.ts'
import { startDecoderProcess } from './start-decoder-process.ts'

/** The process behind the server: what guests write goes first. */
const PRIORITY = 10
/** A process that does not answer for this long is ended; its picture counts as unreadable. */
const DEADLINE_MS = 30_000
/** A process without work ends after this time: a server that gets no photos has none. */
const IDLE_MS = 60_000

/** The library cannot be loaded in the decoder's process. */
export class DecoderBroken extends Error {
  override readonly name = 'DecoderBroken'
}

/** One decoder process, started when it is needed. It decodes one picture at a time; the caller keeps the order. */
export class Decoder {
  readonly #sharp: string
  #child: ChildProcess | null = null
  #lastId = 0
  #idle: NodeJS.Timeout | undefined

  /** `sharp`: the path of the library. */
  constructor(sharp: string) {
    this.#sharp = sharp
  }

  /** Decodes one picture. Rejects with `DecoderBroken` where the library does not load. */
  async decode(job: Omit<DecodeJob, 'id'>): Promise<Decoded> {
    clearTimeout(this.#idle)
    const child = this.#child ?? (await this.#start())
    this.#lastId += 1
    const id = this.#lastId
    const decoded = await answerOf(child, { ...job, id })
    if (child.connected) this.#idle = setTimeout(() => this.close(), IDLE_MS).unref()
    return decoded
  }

  close(): void {
    clearTimeout(this.#idle)
    if (this.#child !== null) end(this.#child)
    this.#child = null
  }

  async #start(): Promise<ChildProcess> {
    const child = await startDecoderProcess(this.#sharp)
    child.once('exit', () => {
      if (this.#child === child) this.#child = null
    })
    const ready = await readiness(child)
    if (!ready.ready) {
      end(child)
      throw new DecoderBroken(`sharp does not load: ${ready.error ?? 'its process ended'}`)
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
}

function readiness(child: ChildProcess): Promise<DecoderReady> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(message as DecoderReady))
    child.once('exit', () => resolve({ ready: false }))
    child.once('error', (error) => resolve({ ready: false, error: error.message }))
  })
}

function answerOf(child: ChildProcess, job: DecodeJob): Promise<Decoded> {
  return new Promise((resolve) => {
    const settle = (decoded: Decoded) => {
      clearTimeout(deadline)
      child.off('message', onMessage).off('exit', onExit)
      resolve(decoded)
    }
    const onMessage = (message: unknown) => {
      const { id, ...decoded } = message as DecodeAnswer
      if (id === job.id) settle(decoded)
    }
    // The decoder broke on the picture, or was ended.
    const onExit = () => settle({ fault: 'unreadable' })
    const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS)
    child.on('message', onMessage).once('exit', onExit)
    child.send(job, (error) => {
      if (error !== null) settle({ fault: 'unreadable' })
    })
  })
}

function end(child: ChildProcess): void {
  if (child.connected) child.disconnect()
  child.kill('SIGKILL')
}
