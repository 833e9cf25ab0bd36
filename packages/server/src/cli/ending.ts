/** How the process is asked to end: the first asking begins, a second signal hurries. */
export class Ending {
  readonly #begin: (hurried: Promise<void>) => void
  readonly #hurried: Promise<void>
  #hurry = () => {}
  #hasBegun = false

  /** `begin`: sends everybody off in good order, and ends the waiting when `hurried` resolves. Called once. */
  constructor(begin: (hurried: Promise<void>) => void) {
    this.#begin = begin
    this.#hurried = new Promise((resolve) => {
      this.#hurry = resolve
    })
  }

  /** A signal: somebody wants it to end. */
  readonly signal = (): void => {
    if (this.#hasBegun) this.#hurry()
    else this.#start()
  }

  /** Whoever started the process is gone. After a signal that is no second one: the same Ctrl-C ends the parent, too. */
  readonly parentGone = (): void => {
    if (!this.#hasBegun) this.#start()
  }

  #start(): void {
    this.#hasBegun = true
    this.#begin(this.#hurried)
  }
}
