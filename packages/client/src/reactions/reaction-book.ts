import type { ReactionCounts, ReactionKind, Reactions } from '@guestwall/protocol'

/** The reactions to one message: how many guests have each, and the guest's own. */
export interface MessageReactions {
  readonly counts: Readonly<Record<string, number>>
  readonly own: ReactionKind | null
}

const NONE: MessageReactions = { counts: {}, own: null }

interface Own {
  readonly kind: ReactionKind | null
  readonly order: number
}

/** A choice of the guest that the counts may not have in them yet. */
interface Delta {
  readonly from: ReactionKind | null
  /** The server has counted it: the next counts of the message have it in them. */
  readonly isSettled: boolean
}

/** The counts as the server has told them, and over them what the guest has chosen since. Pure state, without a clock or a connection. */
export class ReactionBook {
  readonly #counts = new Map<string, ReactionCounts['counts']>()
  readonly #own = new Map<string, Own>()
  readonly #deltas = new Map<string, Delta>()
  /** The answers of `of`, until they change. */
  readonly #views = new Map<string, MessageReactions>()

  of(messageId: string): MessageReactions {
    const known = this.#views.get(messageId)
    if (known !== undefined) return known
    const view = this.#viewOf(messageId)
    this.#views.set(messageId, view)
    return view
  }

  /** The guest chooses. The order grows, also where the clock of the device steps back (REACT-1). */
  want(messageId: string, kind: ReactionKind | null, wallMs: number): void {
    const before = this.#own.get(messageId)
    this.#own.set(messageId, { kind, order: Math.max(Math.floor(wallMs), (before?.order ?? 0) + 1) })
    const unseen = this.#deltas.get(messageId)
    this.#deltas.set(messageId, { from: unseen === undefined ? (before?.kind ?? null) : unseen.from, isSettled: false })
    this.#views.delete(messageId)
  }

  wanted(messageId: string): Own | undefined {
    return this.#own.get(messageId)
  }

  /** The choice is counted. */
  settle(messageId: string): void {
    const delta = this.#deltas.get(messageId)
    if (delta !== undefined) this.#deltas.set(messageId, { ...delta, isSettled: true })
  }

  /** The counts have a settled choice in them by now. */
  forget(messageId: string): void {
    if (this.#deltas.get(messageId)?.isSettled === true) this.#deltas.delete(messageId)
    this.#views.delete(messageId)
  }

  /** The choice was refused: it is as before. */
  giveUp(messageId: string): void {
    const delta = this.#deltas.get(messageId)
    if (delta === undefined) return
    this.#own.set(messageId, { kind: delta.from, order: this.#own.get(messageId)?.order ?? 0 })
    this.#deltas.delete(messageId)
    this.#views.delete(messageId)
  }

  /** New counts of some messages. */
  count(messages: readonly ReactionCounts[]): void {
    for (const { messageId, counts } of messages) {
      this.#counts.set(messageId, counts)
      this.forget(messageId)
    }
  }

  /** All that the server has: what it does not name has no reactions. An own reaction that is newer here is on its way. */
  readAll({ messages, own }: Reactions): void {
    this.#counts.clear()
    this.#views.clear()
    this.count(messages)
    for (const [messageId, delta] of this.#deltas) if (delta.isSettled) this.#deltas.delete(messageId)
    for (const { messageId, kind, order } of own) {
      if (order > (this.#own.get(messageId)?.order ?? -1)) this.#own.set(messageId, { kind, order })
    }
  }

  #viewOf(messageId: string): MessageReactions {
    const told = this.#counts.get(messageId)
    const own = this.#own.get(messageId)?.kind ?? null
    const delta = this.#deltas.get(messageId)
    if (told === undefined && own === null && delta === undefined) return NONE
    const counts: Record<string, number> = { ...told }
    if (delta !== undefined) {
      if (delta.from !== null) counts[delta.from] = Math.max(0, (counts[delta.from] ?? 0) - 1)
      if (own !== null) counts[own] = (counts[own] ?? 0) + 1
    }
    return { counts, own }
  }
}
