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
