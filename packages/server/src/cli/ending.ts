/** The requests to end the process: the first one begins the end, a second signal makes it hurry. */
export class Ending {
  readonly #begin: (hurried: Promise<void>) => void
  readonly #hurried: Promise<void>
  #hurry = () => {}
  #hasBegun = false

  /** `begin`: drains the connections, and stops waiting when `hurried` resolves. Called once. */
  constructor(begin: (hurried: Promise<void>) => void) {
    this.#begin = begin
    this.#hurried = new Promise((resolve) => {
      this.#hurry = resolve
    })
  }

  /** Begins with the first signal to this process, or with the end of its parent. */
  listen(): void {
    // SIGHUP: the terminal was closed and no start script is there to report it.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, this.signal)
    // With an IPC channel, as `npm start` opens one, the process ends with its parent: a parent that is killed sends no signal.
    process.once('disconnect', this.parentGone)
  }

  /** The process got a signal to end. */
  readonly signal = (): void => {
    if (this.#hasBegun) this.#hurry()
    else this.#start()
  }

  /** The parent process is gone. After a signal this does not count as a second one: the same Ctrl-C also ends the parent. */
  readonly parentGone = (): void => {
    if (!this.#hasBegun) this.#start()
  }

  #start(): void {
    this.#hasBegun = true
    this.#begin(this.#hurried)
  }
}
