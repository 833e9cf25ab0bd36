import { write as writeToFile } from 'node:fs'
import type { Clock } from '../domain/ports.ts'

/** The most bytes of lines that wait for a slow destination; further lines are dropped. */
const MAX_WAITING_BYTES = 1 << 20
/** Time until the next try at a destination that took nothing. */
const RETRY_MS = 250
/** The most bytes of one write. */
const MAX_WRITE_BYTES = 1 << 16
const BUSY = new Set(['EAGAIN', 'EBUSY'])

type Write = (fd: number, bytes: Buffer, done: (error: NodeJS.ErrnoException | null, written: number) => void) => void

/**
 * The destination of log lines. Writing never waits, never throws and never ends the process. Lines that a full disk or a pipe without a reader
 * does not take are dropped and counted; `onLost` gets their number after the next write that succeeds.
 */
export class LogDestination {
  readonly #fd: number
  readonly #clock: Clock
  readonly #onLost: (lines: number) => void
  readonly #write: Write
  #waiting: Buffer[] = []
  #waitingBytes = 0
  /** The bytes of the write in progress. */
  #current: Buffer = Buffer.alloc(0)
  #currentLines = 0
  #isWriting = false
  /** Lines lost since the last write that succeeded. */
  #lostSinceWrite = 0
  #lost = 0
  #settled: (() => void)[] = []

  /** `onLost`: called with the number of lost lines once the destination takes lines again. */
  constructor(fd: number, clock: Clock, onLost: (lines: number) => void, write: Write = writeToFile) {
    this.#fd = fd
    this.#clock = clock
    this.#onLost = onLost
    this.#write = write
  }

  /** Lines that were dropped since the start. */
  get lost(): number {
    return this.#lost
  }

  write(line: string): void {
    const bytes = Buffer.from(line)
    if (this.#waitingBytes + bytes.length > MAX_WAITING_BYTES) return this.#lose(1)
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    if (!this.#isWriting) this.#next()
  }

  /** Resolves when no line waits, or when the destination has refused one. */
  settled(): Promise<void> {
    if (!this.#isWriting) return Promise.resolve()
    return new Promise((resolve) => this.#settled.push(resolve))
  }

  #next(): void {
    this.#isWriting = this.#waiting.length > 0
    if (!this.#isWriting) return this.#resolveSettled()
    let bytes = 0
    const fits = this.#waiting.findIndex((line) => (bytes += line.length) > MAX_WRITE_BYTES)
    const lines = this.#waiting.splice(0, fits === -1 ? this.#waiting.length : Math.max(1, fits))
    this.#currentLines = lines.length
    this.#current = Buffer.concat(lines)
    this.#waitingBytes -= this.#current.length
    this.#writeCurrent()
  }

  #writeCurrent(): void {
    this.#write(this.#fd, this.#current, (error, written) => {
      if (error !== null) return this.#refused(error)
      this.#current = this.#current.subarray(written)
      if (this.#current.length > 0) return this.#writeCurrent()
      const lost = this.#lostSinceWrite
      this.#lostSinceWrite = 0
      if (lost > 0) this.#onLost(lost)
      this.#next()
    })
  }

  #refused({ code }: NodeJS.ErrnoException): void {
    this.#resolveSettled()
    const isBusy = code !== undefined && BUSY.has(code)
    if (!isBusy) this.#lose(this.#currentLines)
    // Not at once: a destination that refuses everything would keep the process busy.
    this.#clock.setTimer(RETRY_MS, () => (isBusy ? this.#writeCurrent() : this.#next()))
  }

  #lose(lines: number): void {
    this.#lost += lines
    this.#lostSinceWrite += lines
  }

  #resolveSettled(): void {
    for (const resolve of this.#settled.splice(0)) resolve()
  }
}
