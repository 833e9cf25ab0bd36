import { type Clock, pause } from '../domain/ports.ts'
import type { Crew, Figures } from '../observe/crew.ts'
import type { Channel } from './channel.ts'
import type { OwnerHub } from './owner-hub.ts'
import { Peer } from './peer.ts'
import { SignWatch } from './sign-watch.ts'

/** A worker that ended sooner after its start is replaced only after a pause: one that cannot start must not occupy the machine. */
const SHORT_LIFE_MS = 5_000
const PAUSE_MS = 1_000
/** A worker that does not answer for this long is left out of the metrics. */
const FIGURES_MS = 2_000

/** The names of the ports of the crew: `owner` is served to workers, `worker` to the owner. */
export const CREW = { owner: 'crew', worker: 'worker' } as const

/** The messages of a worker to the owner. */
export interface CrewOwner extends Crew {
  /** The worker takes requests on this port. */
  serves(port: number): void
}

/** The orders of the owner to a worker. */
export interface CrewWorker {
  /** Answers at once. */
  sign(): Promise<void>
  figures(): Promise<Figures>
  /** Sends the readers away, then ends the process. */
  drain(): void
  /** The drain does not wait any longer. */
  hurry(): void
}

/** A process that was started as a worker. */
export interface WorkerProcess {
  readonly channel: Channel
  readonly pid: number
  /** Ends it at once, even if it is stopped. */
  kill(): void
  /** Resolves with the reason when the process has ended. */
  readonly ended: Promise<string>
}

/** A worker ended before it served. */
export class WorkerNotStarted extends Error {
  override readonly name = 'WorkerNotStarted'
  /** Whether the worker itself has said why. */
  readonly isExplained: boolean

  constructor(reason: string) {
    super(`a worker ended before it served: ${reason}`)
    this.isExplained = reason === EXPLAINED
  }
}

/** The end of a program that has reported why it cannot start. */
const EXPLAINED = 'exit code 1'

export interface WorkersParts {
  readonly count: number
  /** Starts a process. */
  readonly fork: () => WorkerProcess
  readonly hub: OwnerHub
  /** Further ports for every worker, by their names. */
  readonly ports: Readonly<Record<string, object>>
  /** The metrics of the owner itself. */
  readonly ownFigures: () => Promise<Figures>
  readonly clock: Clock
  readonly onServing: (worker: { readonly pid: number }) => void
  /** A worker ended that was not asked to; another takes its place. */
  readonly onLost: (worker: { readonly pid: number; readonly reason: string }) => void
  /** A worker has not answered for ten seconds; one that is silent answers again; one that has not answered for thirty seconds is being ended. */
  readonly onSilent: (worker: { readonly pid: number }) => void
  readonly onBack: (worker: { readonly pid: number }) => void
  readonly onHung: (worker: { readonly pid: number }) => void
}

interface Worker {
  readonly pid: number
  readonly asked: CrewWorker
  readonly watch: SignWatch
  isServing: boolean
}

/** Keeps so many workers running, and asks all of them together. */
export class Workers implements Crew {
  readonly #parts: WorkersParts
  readonly #running = new Set<Worker>()
  readonly #places: Promise<void>[] = []
  #isEnding = false

  constructor(parts: WorkersParts) {
    this.#parts = parts
  }

  /**
   * Resolves with the port when all serve; rejects with `WorkerNotStarted` when one of them cannot. The others start after the first, which finds
   * out whether the port is free.
   */
  async start(): Promise<number> {
    const port = await this.#fill()
    await Promise.all(Array.from({ length: this.#parts.count - 1 }, () => this.#fill()))
    return port
  }

  get servingCount(): number {
    return this.#serving().length
  }

  isWhole(): Promise<boolean> {
    return Promise.resolve(this.servingCount === this.#parts.count)
  }

  async figures(): Promise<readonly Figures[]> {
    const asked = this.#serving().map(({ asked: worker }) =>
      Promise.race([worker.figures().catch(() => null), pause(this.#parts.clock, FIGURES_MS).then(() => null)]),
    )
    const answers = await Promise.all([this.#parts.ownFigures(), ...asked])
    return answers.filter((figures) => figures !== null)
  }

  /** Drains all workers, and resolves when all have ended. The wait for readers ends early when `force` resolves. */
  async drain(force: Promise<void>): Promise<void> {
    this.#isEnding = true
    void force.then(() => {
      for (const { asked } of this.#running) asked.hurry()
    })
    for (const { asked } of this.#running) asked.drain()
    await Promise.all(this.#places)
  }

  #serving(): Worker[] {
    return [...this.#running].filter(({ isServing, watch }) => isServing && !watch.isSilent)
  }

  /** Keeps one worker running from now on. Resolves with the port when the first one in this place serves. */
  #fill(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#places.push(this.#keep(resolve, (reason) => reject(new WorkerNotStarted(reason))))
    })
  }

  async #keep(onServing: (port: number) => void, onFailed: (reason: string) => void): Promise<void> {
    const { clock, onLost } = this.#parts
    for (let hasServed = false; !this.#isEnding; ) {
      const startedMs = clock.now()
      const { pid, reason } = await this.#run((port) => {
        hasServed = true
        onServing(port)
      })
      if (!hasServed) return onFailed(reason)
      if (this.#isEnding) return
      onLost({ pid, reason })
      if (clock.now() - startedMs < SHORT_LIFE_MS) await pause(clock, PAUSE_MS)
    }
  }

  /** Runs one worker, and resolves when it has ended. */
  #run(onServing: (port: number) => void): Promise<{ pid: number; reason: string }> {
    const { fork, hub, ports, onServing: report } = this.#parts
    const { channel, pid, kill, ended } = fork()
    const peer = new Peer(channel)
    const asked = peer.remote<CrewWorker>(CREW.worker, { casts: ['drain', 'hurry'] })
    const worker: Worker = { pid, asked, watch: this.#watch(pid, asked, kill), isServing: false }
    this.#running.add(worker)
    const detach = hub.attach(peer)
    for (const [name, port] of Object.entries(ports)) peer.serve(name, port)
    peer.serve(CREW.owner, {
      isWhole: () => this.isWhole(),
      figures: () => this.figures(),
      serves: (port) => {
        worker.isServing = true
        report({ pid })
        onServing(port)
      },
    } satisfies CrewOwner)
    return ended.then((reason) => {
      this.#running.delete(worker)
      worker.watch.stop()
      detach()
      return { pid, reason }
    })
  }

  #watch(pid: number, asked: CrewWorker, kill: () => void): SignWatch {
    const { clock, onSilent, onBack, onHung } = this.#parts
    const watch: SignWatch = new SignWatch({
      clock,
      // One that has ended answers nothing.
      ask: () => void asked.sign().then(watch.onSign, () => {}),
      onSilent: () => onSilent({ pid }),
      onBack: () => onBack({ pid }),
      onHung() {
        onHung({ pid })
        kill()
      },
    })
    return watch
  }
}
