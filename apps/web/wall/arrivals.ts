/** Messages of which the time of arrival is remembered: more than a wall holds. */
const REMEMBERED = 200
/** Deliveries that count for the figure, and for how long. */
const COUNTED = 50
const COUNTED_MS = 5 * 60_000

/** When messages arrived on this page, and how long after their event they were on it. Times are of one monotonic clock. */
export class Arrivals {
  readonly #arrivedMs = new Map<string, number>()
  #deliveries: readonly { readonly atMs: number; readonly tookMs: number }[] = []

  /** A message arrived now. One that comes again, such as a restored one, arrives anew. */
  add(id: string, nowMs: number): void {
    this.#arrivedMs.delete(id)
    this.#arrivedMs.set(id, nowMs)
    if (this.#arrivedMs.size > REMEMBERED) this.#arrivedMs.delete(this.#arrivedMs.keys().next().value as string)
  }

  /** A message was on the page so long after its event. */
  delivered(tookMs: number, nowMs: number): void {
    this.#deliveries = [...this.#deliveries, { atMs: nowMs, tookMs: Math.max(0, tookMs) }].slice(-COUNTED)
  }

  /** For how long the first of the newest `waiting` messages has waited; 0: none waits, or it is not known. */
  behindMs(waiting: number, nowMs: number): number {
    const times = [...this.#arrivedMs.values()]
    const first = waiting === 0 ? undefined : times[times.length - waiting]
    return first === undefined ? 0 : nowMs - first
  }

  /** 95 of 100 of the last deliveries took no longer; `null`: there was none lately. */
  deliveryMs(nowMs: number): number | null {
    const took = this.#deliveries.filter(({ atMs }) => nowMs - atMs <= COUNTED_MS).map(({ tookMs }) => tookMs)
    took.sort((left, right) => left - right)
    return took[Math.ceil(took.length * 0.95) - 1] ?? null
  }
}
