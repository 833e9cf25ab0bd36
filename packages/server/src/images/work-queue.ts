/** The line before scarce work: so many at work, so many more in line, in the order in which they came. */
export class WorkQueue {
  readonly #atWork: number
  readonly #inLine: number
  readonly #waiting: (() => void)[] = []
  #working = 0

  constructor({ atWork, inLine }: { readonly atWork: number; readonly inLine: number }) {
    this.#atWork = atWork
    this.#inLine = inLine
  }

  /** Does the work in its turn. `null`: the line is full, and nothing was done. */
  async run<Result>(work: () => Promise<Result>): Promise<Result | null> {
    if (this.#working >= this.#atWork) {
      if (this.#waiting.length >= this.#inLine) return null
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else this.#working += 1
    try {
      return await work()
    } finally {
      // The place goes to the next in line; nobody else can take it in between.
      const next = this.#waiting.shift()
      if (next === undefined) this.#working -= 1
      else next()
    }
  }
}
