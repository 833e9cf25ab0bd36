/** Runs a limited number of reads at the same time, in the order of the calls. This bounds how long writes wait for the store. */
export class ReadsAtOnce {
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #reading = 0

  constructor(most: number) {
    this.#most = most
  }

  async run<Result>(read: () => Promise<Result>): Promise<Result> {
    if (this.#reading >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#reading += 1
    try {
      return await read()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#reading -= 1
      else next()
    }
  }
}
