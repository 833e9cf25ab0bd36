import type { ReactionSource } from '@guestwall/react'

/** The counts of a source as each is first asked for: later changes are not told. */
export function asTheyAre(source: ReactionSource): ReactionSource {
  const known = new Map<string, ReturnType<ReactionSource['of']>>()
  return {
    of(messageId) {
      const counts = known.get(messageId) ?? source.of(messageId)
      known.set(messageId, counts)
      return counts
    },
    subscribe: () => () => {},
  }
}
