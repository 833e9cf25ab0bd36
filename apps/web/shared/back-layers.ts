/** The history of the browser, as far as layers need it. `back` is told later, as a move. */
export interface LayerHistory {
  readonly push: () => void
  readonly back: () => void
}

/**
 * The layers over a page, the topmost last. Each has an entry of its own in the history, so that Back closes it instead of leaving the page. A
 * layer that opens before the browser has told an earlier step back gets its entry after that: the step would take it else.
 */
export class BackLayers {
  readonly #history: LayerHistory
  readonly #layers: (() => void)[] = []
  /** Steps back that the browser has not told yet. */
  #leaving = 0
  /** Layers without an entry so far. */
  #waiting = 0

  constructor(history: LayerHistory) {
    this.#history = history
  }

  /** Opens a layer that Back closes by `close`. The returned function ends it by other means. */
  open(close: () => void): () => void {
    // An own function: the same one may open two layers.
    const layer = (): void => close()
    this.#layers.push(layer)
    if (this.#leaving > 0) this.#waiting += 1
    else this.#history.push()
    return () => this.#end(layer)
  }

  /** The browser moved. Returns whether that belongs to the layers, and is no move of the page. */
  moved(): boolean {
    if (this.#leaving === 0) {
      const top = this.#layers.pop()
      top?.()
      return top !== undefined
    }
    this.#leaving -= 1
    if (this.#leaving === 0) {
      for (; this.#waiting > 0; this.#waiting -= 1) this.#history.push()
    }
    return true
  }

  #end(layer: () => void): void {
    const at = this.#layers.indexOf(layer)
    // Back has taken it already.
    if (at === -1) return
    this.#layers.splice(at, 1)
    if (this.#waiting > 0) this.#waiting -= 1
    else {
      this.#leaving += 1
      this.#history.back()
    }
  }
}
