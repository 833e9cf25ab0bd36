/** Lets a few reads of the store run at one time, the others in the order in which they came: what is posted meanwhile stands behind no more. */
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
