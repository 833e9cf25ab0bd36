/** Symbols below this are letters; their transitions need no look-up of the alphabet. */
const LETTERS = 32

/**
 * Finds all patterns in a row of symbols in one pass (Aho and Corasick, 1975). The work is linear in the symbols and in the hits, whatever the
 * text.
 */
export class Automaton {
  readonly #alphabet = new Map<number, number>()
  readonly #next = new Map<number, number>()
  readonly #width: number
  /** By state: where to go on when no transition fits. */
  readonly #fail: number[] = [0]
  /** By state: the patterns that end there, and the nearest state of its failures where others end. */
  readonly #ending: (number[] | null)[] = [null]
  readonly #shorter: number[] = [0]

  constructor(patterns: readonly (readonly number[])[]) {
    for (const pattern of patterns) for (const symbol of pattern) this.#learn(symbol)
    this.#width = LETTERS + this.#alphabet.size
    const children: number[][] = [[]]
    const edges: [parent: number, id: number][] = [[0, 0]]
    patterns.forEach((pattern, index) => {
      let state = 0
      for (const symbol of pattern) {
        const id = this.#idOf(symbol)
        let next = this.#next.get(state * this.#width + id)
        if (next === undefined) {
          next = children.length
          this.#next.set(state * this.#width + id, next)
          children.push([])
          edges.push([state, id])
          children[state]?.push(next)
          this.#fail.push(0)
          this.#shorter.push(0)
          this.#ending.push(null)
        }
        state = next
      }
      const ending = this.#ending[state] ?? []
      ending.push(index)
      this.#ending[state] = ending
    })
    this.#link(children, edges)
  }

  /** Calls `onHit` for each pattern that ends at a symbol. */
  scan(symbols: Int32Array, count: number, onHit: (pattern: number, last: number) => void): void {
    let state = 0
    for (let at = 0; at < count; at += 1) {
      const id = this.#idOf(symbols[at] ?? 0)
      state = id < 0 ? 0 : this.#step(state, id)
      for (let found = state; found !== 0; found = this.#shorter[found] ?? 0) {
        const ending = this.#ending[found]
        if (ending != null) for (const pattern of ending) onHit(pattern, at)
      }
    }
  }

  #learn(symbol: number): void {
    if (symbol >= LETTERS && !this.#alphabet.has(symbol)) this.#alphabet.set(symbol, LETTERS + this.#alphabet.size)
  }

  #idOf(symbol: number): number {
    return symbol < LETTERS ? symbol : (this.#alphabet.get(symbol) ?? -1)
  }

  #step(from: number, id: number): number {
    let state = from
    for (;;) {
      const next = this.#next.get(state * this.#width + id)
      if (next !== undefined) return next
      if (state === 0) return 0
      state = this.#fail[state] ?? 0
    }
  }

  /** Breadth first: the failure of a state is known before those of its children. */
  #link(children: readonly number[][], edges: readonly (readonly [parent: number, id: number])[]): void {
    const queue = [...(children[0] ?? [])]
    for (const state of queue) {
      const [parent, id] = edges[state] ?? [0, 0]
      const fail = parent === 0 ? 0 : this.#step(this.#fail[parent] ?? 0, id)
      this.#fail[state] = fail
      this.#shorter[state] = this.#ending[fail] == null ? (this.#shorter[fail] ?? 0) : fail
      queue.push(...(children[state] ?? []))
    }
  }
}
