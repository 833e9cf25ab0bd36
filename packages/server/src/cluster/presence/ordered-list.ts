/** The most items of one chunk: a change moves at most these, and a list of ten thousand has some hundred chunks. */
const MAX_CHUNK = 128

/**
 * A sorted list in chunks. Finding, adding and removing an item cost O(log n); reading from an item on costs as much as is read. So a page of
 * ten thousand names costs as much as a page of a hundred.
 */
export class OrderedList<Item> {
  readonly #compare: (left: Item, right: Item) => number
  /** None is empty. */
  readonly #chunks: Item[][] = []
  #size = 0

  /** `compare` as for `Array.sort`; it returns 0 for no two items of the list. */
  constructor(compare: (left: Item, right: Item) => number) {
    this.#compare = compare
  }

  get size(): number {
    return this.#size
  }

  add(item: Item): void {
    const at = Math.min(this.#chunkOf(item), Math.max(0, this.#chunks.length - 1))
    const chunk = this.#chunks[at]
    this.#size += 1
    if (chunk === undefined) {
      this.#chunks.push([item])
      return
    }
    chunk.splice(this.#firstAtOrAfter(chunk, item), 0, item)
    if (chunk.length > MAX_CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(MAX_CHUNK / 2))
  }

  /** Removes the item that compares equal, if there is one. */
  remove(item: Item): void {
    const at = this.#chunkOf(item)
    const chunk = this.#chunks[at]
    if (chunk === undefined) return
    const index = this.#firstAtOrAfter(chunk, item)
    if (this.#compare(chunk[index] as Item, item) !== 0) return
    chunk.splice(index, 1)
    this.#size -= 1
    if (chunk.length === 0) this.#chunks.splice(at, 1)
  }

  /** At most `limit` items after `start`, which need not be in the list; from the first item where it is `null`. */
  after(start: Item | null, limit: number): Item[] {
    const items: Item[] = []
    const first = start === null ? 0 : this.#chunkOf(start)
    for (let at = first; at < this.#chunks.length && items.length < limit; at += 1) {
      const chunk = this.#chunks[at] as Item[]
      let from = 0
      if (start !== null && at === first) {
        from = this.#firstAtOrAfter(chunk, start)
        if (this.#compare(chunk[from] as Item, start) === 0) from += 1
      }
      items.push(...chunk.slice(from, from + limit - items.length))
    }
    return items
  }

  /** The first chunk whose last item is not before `item`; one past the end where there is none. */
  #chunkOf(item: Item): number {
    return lowerBound(this.#chunks.length, (at) => this.#compare((this.#chunks[at] as Item[]).at(-1) as Item, item) < 0)
  }

  #firstAtOrAfter(chunk: readonly Item[], item: Item): number {
    return lowerBound(chunk.length, (at) => this.#compare(chunk[at] as Item, item) < 0)
  }
}

/** The first of 0 to `length` for which `isBefore` no longer holds. */
function lowerBound(length: number, isBefore: (at: number) => boolean): number {
  let [from, to] = [0, length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (isBefore(middle)) from = middle + 1
    else to = middle
  }
  return from
}
