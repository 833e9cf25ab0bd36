/** Symbols below this are letters (`symbols.ts`). */
const LETTERS = 32

/**
 * Finds all patterns in a row of symbols in one pass (Aho and Corasick, 1975). The work is linear in the symbols and in the hits, whatever the
 * text: for letters each state has its next one in a table, for other symbols it falls back along shorter beginnings.
 */
export class Automaton {
  /** By state and letter: the next state, failures followed. */
  readonly #byLetter: Int32Array
  /** By state and other symbol: the next state, where a pattern goes on. */
  readonly #others = new Map<number, number>()
  readonly #alphabet = new Map<number, number>()
  /** By state: where to look when no other symbol fits. */
  readonly #fail: Int32Array
  /** By state: the patterns that end there, and the nearest state of its failures where others end. */
  readonly #ending: readonly (readonly number[] | undefined)[]
  readonly #shorter: Int32Array

  constructor(patterns: readonly (readonly number[])[]) {
    for (const symbol of patterns.flat())
      if (symbol >= LETTERS && !this.#alphabet.has(symbol)) this.#alphabet.set(symbol, this.#alphabet.size)
    const { children, ending } = trieOf(patterns)
    this.#ending = ending
    this.#byLetter = new Int32Array(children.length * LETTERS)
    this.#fail = new Int32Array(children.length)
    this.#shorter = new Int32Array(children.length)
    this.#link(children)
  }

  /** Calls `onHit` for each pattern that ends at a symbol. */
  scan(symbols: Int32Array, count: number, onHit: (pattern: number, last: number) => void): void {
    if (this.#fail.length === 1) return
    let state = 0
    for (let at = 0; at < count; at += 1) {
      const symbol = symbols[at] ?? 0
      state = symbol < LETTERS ? (this.#byLetter[state * LETTERS + symbol] ?? 0) : this.#step(state, symbol)
      for (let found = state; found !== 0; found = this.#shorter[found] ?? 0) {
        const ending = this.#ending[found]
        if (ending !== undefined) for (const pattern of ending) onHit(pattern, at)
      }
    }
  }

  #step(from: number, symbol: number): number {
    if (symbol < LETTERS) return this.#byLetter[from * LETTERS + symbol] ?? 0
    const other = this.#alphabet.get(symbol)
    if (other === undefined) return 0
    for (let state = from; ; state = this.#fail[state] ?? 0) {
      const next = this.#others.get(state * this.#alphabet.size + other)
      if (next !== undefined) return next
      if (state === 0) return 0
    }
  }

  /** Breadth first: what a state falls back to is complete before its own transitions are. */
  #link(children: readonly ReadonlyMap<number, number>[]): void {
    const queue = [0]
    for (const state of queue) {
      const fail = this.#fail[state] ?? 0
      if (state !== 0) this.#byLetter.copyWithin(state * LETTERS, fail * LETTERS, (fail + 1) * LETTERS)
      this.#shorter[state] = this.#ending[fail] === undefined ? (this.#shorter[fail] ?? 0) : fail
      for (const [symbol, child] of children[state] ?? []) {
        this.#fail[child] = state === 0 ? 0 : this.#step(fail, symbol)
        if (symbol < LETTERS) this.#byLetter[state * LETTERS + symbol] = child
        else this.#others.set(state * this.#alphabet.size + (this.#alphabet.get(symbol) ?? 0), child)
        queue.push(child)
      }
    }
  }
}

/** The patterns as a tree: by state its children, and the patterns that end there. */
function trieOf(patterns: readonly (readonly number[])[]) {
  const children = [new Map<number, number>()]
  const ending: (number[] | undefined)[] = [undefined]
  for (const [index, pattern] of patterns.entries()) {
    let state = 0
    for (const symbol of pattern) {
      let next = children[state]?.get(symbol)
      if (next === undefined) {
        next = children.push(new Map<number, number>()) - 1
        ending.push(undefined)
        children[state]?.set(symbol, next)
      }
      state = next
    }
    if (pattern.length > 0) (ending[state] ??= []).push(index)
  }
  return { children, ending }
}
