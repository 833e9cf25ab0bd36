import type { ReactionCounts } from '@guestwall/protocol'
import { countsOf } from '../domain/tap.ts'
import type { StoredReactions } from '../storage/storage.ts'

/** The stored reactions to the messages on the wall now, and to some others. */
export interface WallReactions extends StoredReactions {
  readonly onWall: readonly string[]
  /** The event at which that wall ended. */
  readonly head: number
}

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

  /** The messages that it shows. */
  ids(): string[] {
    return [...this.#counts.keys()]
  }

  /**
   * Takes what is stored now of the messages on the wall, of those in `ids`, and of those in `tapped`. Returns the messages whose counts
   * have changed. The earlier counts are known for messages on the wall alone: of the others, it returns those that were tapped.
   */
  take({ version, counted, onWall }: WallReactions, tapped: readonly string[]): ReactionCounts[] {
    if (version < this.#version) return []
    const before = this.#counts
    const now = new Map(countsOf(counted).map(({ messageId, counts }) => [messageId, counts]))
    const ids = new Set(onWall)
    this.#version = version
    this.#counts = new Map([...now].filter(([messageId]) => ids.has(messageId)))
    const others = tapped.filter((messageId) => !ids.has(messageId) && !before.has(messageId))
    return [...new Set([...before.keys(), ...now.keys(), ...others])].flatMap((messageId) => {
      const counts = now.get(messageId) ?? NONE
      return isSame(before.get(messageId) ?? NONE, counts) && !others.includes(messageId) ? [] : [{ messageId, counts }]
    })
  }

  /** Forgets everything: another log has begun (LOG-4). */
  clear(): void {
    this.#version = -1
  }
}

function isSame(left: ReactionCounts['counts'], right: ReactionCounts['counts']): boolean {
  const kinds = Object.keys(left)
  return kinds.length === Object.keys(right).length && kinds.every((kind) => left[kind] === right[kind])
}
