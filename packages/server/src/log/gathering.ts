import type { Clock } from '../domain/ports.ts'
import type { CommandQueue } from './command-queue.ts'

/** A batch waits no longer for more commands. */
const MOST_MS = 30
/** The shortest time that a timer waits. */
const LEAST_MS = 1

/**
 * How long a batch takes in commands before it is committed. An event that is committed between two rounds of writes waits for the next one, so the
 * commands of guests are committed just before it, together. A host's are committed at once, and all are where no round waits (docs/decisions/0073).
 */
export class Gathering {
  readonly #clock: Clock
  /** When the next round of writes to the readers of a session begins. */
  readonly #rounds = new Map<string, number>()
  /** The duration of the last commit: the next one is to end when its round begins. */
  #commitMs = 0
  /** Ends the wait of a session's batch. */
  readonly #ends = new Map<string, () => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Notes that what is committed in the session before `atMs`, by the clock, is written to its readers at that time. */
  notePace(sessionId: string, atMs: number): void {
    this.#rounds.set(sessionId, atMs)
  }

  /** Notes that a commit took so long. */
  noteCommit(tookMs: number): void {
    this.#commitMs = tookMs
  }

  /** Resolves when the queue's next batch is to be committed; `null`: now. */
  until(sessionId: string, queue: CommandQueue): Promise<void> | null {
    const latestMs = this.#clock.now() + MOST_MS
    return this.#waitMs(sessionId, queue, latestMs) === 0 ? null : this.#wait(sessionId, queue, latestMs)
  }

  /** A command was added to the queue while its batch may wait. */
  added(sessionId: string, queue: CommandQueue): void {
    if (queue.isDue) this.#ends.get(sessionId)?.()
  }

  /** Forgets rounds that are over. */
  sweep(): void {
    for (const [sessionId, atMs] of this.#rounds) if (atMs <= this.#clock.now()) this.#rounds.delete(sessionId)
  }

  /** Nothing waits any more. */
  stop(): void {
    this.#rounds.clear()
    for (const end of this.#ends.values()) end()
  }

  #waitMs(sessionId: string, queue: CommandQueue, latestMs: number): number {
    if (queue.isDue) return 0
    const roundMs = this.#rounds.get(sessionId) ?? 0
    const ms = Math.min(roundMs - this.#commitMs, latestMs) - this.#clock.now()
    return ms < LEAST_MS ? 0 : ms
  }

  /** The round may turn out to be later than it was told: each time that the wait is over it is looked at again. */
  async #wait(sessionId: string, queue: CommandQueue, latestMs: number): Promise<void> {
    for (let ms = this.#waitMs(sessionId, queue, latestMs); ms > 0; ms = this.#waitMs(sessionId, queue, latestMs)) {
      await new Promise<void>((resolve) => {
        const end = () => {
          cancel()
          this.#ends.delete(sessionId)
          resolve()
        }
        const cancel = this.#clock.setTimer(ms, end)
        this.#ends.set(sessionId, end)
      })
    }
  }
}
