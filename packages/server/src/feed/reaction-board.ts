import type { ReactionCounts } from '@guestwall/protocol'
import type { StoredReactions } from '../storage/storage.ts'

const NONE: ReactionCounts['counts'] = {}

/** The counts of reactions that the readers of a session were told last. */
export class ReactionBoard {
  #version = -1
  #counts = new Map<string, ReactionCounts['counts']>()

  /** The version of the stored reactions that it shows; -1 before the first. */
  get version(): number {
    return this.#version
  }

  /** Every message with a reaction. */
  all(): ReactionCounts[] {
    return [...this.#counts].map(([messageId, counts]) => ({ messageId, counts }))
  }

  /** Takes what is stored now. Returns the messages whose counts are others than before. */
  take({ version, counted }: StoredReactions): ReactionCounts[] {
    if (version < this.#version) return []
    const before = this.#counts
    this.#version = version
    this.#counts = new Map(countsOf({ counted }).map(({ messageId, counts }) => [messageId, counts]))
    const ids = new Set([...before.keys(), ...this.#counts.keys()])
    return [...ids].flatMap((messageId) => {
      const counts = this.#counts.get(messageId) ?? NONE
      return isSame(before.get(messageId) ?? NONE, counts) ? [] : [{ messageId, counts }]
    })
  }

  /** Forgets everything: another log has begun (LOG-4). */
  clear(): void {
    this.#version = -1
  }
}

/** The counts, by message. */
export function countsOf({ counted }: Pick<StoredReactions, 'counted'>): ReactionCounts[] {
  const byMessage = new Map<string, Record<string, number>>()
  for (const { messageId, kind, count } of counted) byMessage.set(messageId, { ...byMessage.get(messageId), [kind]: count })
  return [...byMessage].map(([messageId, counts]) => ({ messageId, counts }))
}

function isSame(left: ReactionCounts['counts'], right: ReactionCounts['counts']): boolean {
  const kinds = Object.keys(left)
  return kinds.length === Object.keys(right).length && kinds.every((kind) => left[kind] === right[kind])
}
