import { type Clock, pause } from '../domain/ports.ts'
import { SignWatch } from '../workers/sign-watch.ts'
import type { OwnerNews, OwnerOrder } from './owner-news.ts'

/** The pauses before the owner starts again, one after the other; the last one from then on. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000] as const
const LONGEST_MS = 8_000

/** A process that was started as the owner. */
export interface OwnerProcess {
  order(what: OwnerOrder): void
  /** Ends it at once, even if it is stopped. */
  kill(): void
  readonly ended: Promise<OwnerEnd>
}

/** How the owner ended. `code` null: by a signal, or it could not be started. */
export interface OwnerEnd {
  readonly code: number | null
  readonly reason: string
}

export interface OwnerSupervisorParts {
  /** Starts a process. `port`: the one that the server had before, on which it is known to the guests; null: the configured one. */
  readonly fork: (port: number | null, onNews: (news: OwnerNews) => void) => OwnerProcess
  readonly clock: Clock
  readonly log: Readonly<Record<'info' | 'error', (sentence: string) => void>>
}

/**
 * The work of the first process: it keeps the owner of the store running. A server that has never served gives up with its first owner: a wrong configuration does not mend itself. One
 * that has served starts its owner again for ever, because the guests are there and a full disk may have room again.
 */
export class OwnerSupervisor {
  readonly #parts: OwnerSupervisorParts
  readonly #asked: Promise<void>
  #ask = () => {}
  #owner: OwnerProcess | null = null
  /** The port on which the server has served; null: it never has. */
  #port: number | null = null
  /** Starts since the server last served. */
  #starts = 0
  #isEnding = false

  constructor(parts: OwnerSupervisorParts) {
    this.#parts = parts
    this.#asked = new Promise((resolve) => {
      this.#ask = resolve
    })
  }

  /** Resolves with the exit code of the server when it was asked to end, or gives up. */
  async run(): Promise<number> {
    const { clock, log } = this.#parts
    for (;;) {
      const { code, reason, sentence } = await this.#runOnce()
      if (this.#isEnding) return code ?? 1
      if (this.#port === null) {
        // The owner itself has said the sentence.
        if (sentence === null) log.error(`the owner of the store ended before the server served (${reason}): the server ends`)
        return code ?? 1
      }
      const pauseMs = PAUSES_MS[this.#starts] ?? LONGEST_MS
      this.#starts += 1
      const what = sentence === null ? `ended (${reason})` : 'could not start'
      const why = sentence === null ? '' : `: ${sentence}`
      log.error(`the owner of the store ${what}: it and all workers start again in ${pauseMs / 1000} s${why}`)
      await Promise.race([pause(clock, pauseMs), this.#asked])
      if (this.#isEnding) return 0
    }
  }

  /** Ends the server. The wait for readers ends early when `hurried` resolves. */
  end(hurried: Promise<void>): void {
    this.#isEnding = true
    this.#ask()
    this.#owner?.order('drain')
    void hurried.then(() => this.#owner?.order('hurry'))
  }

  async #runOnce(): Promise<OwnerEnd & { readonly sentence: string | null }> {
    const { fork, clock, log } = this.#parts
    let sentence: string | null = null
    const owner = fork(this.#port, (news) => {
      if (news.kind === 'sign') watch.onSign()
      if (news.kind === 'cannotStart') sentence = news.sentence
      if (news.kind === 'serving') {
        this.#port = news.port
        this.#starts = 0
      }
    })
    const watch: SignWatch = new SignWatch({
      clock,
      ask: () => owner.order('sign'),
      onSilent: () => log.error('the owner of the store has not answered for 10 s'),
      onBack: () => log.info('the owner of the store answers again'),
      onHung() {
        log.error('the owner of the store has not answered for 30 s: it is ended')
        owner.kill()
      },
    })
    this.#owner = owner
    const end = await owner.ended
    this.#owner = null
    watch.stop()
    return { ...end, sentence }
  }
}
