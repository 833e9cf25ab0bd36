import type { Vote } from '@guestwall/protocol'
import { resultsAudience, wallVote } from '@guestwall/react'

/** The votes as a results screen has seen them. */
export interface SeenVotes {
  /** Those whose results are hidden. */
  readonly hidden: ReadonlySet<string>
  /** The vote that was opened or shown last. */
  readonly newestId: string | null
  /** The vote whose results were revealed last, until another one is opened or shown, or they are hidden again. */
  readonly revealedId: string | null
}

export const NO_VOTES_SEEN: SeenVotes = { hidden: new Set(), newestId: null, revealedId: null }

/** The next state. A reveal is an event for the hall, whichever vote the screen shows. */
export function seeVotes(before: SeenVotes, votes: readonly Vote[]): SeenVotes {
  const seen = votes.filter(({ state }) => state !== 'draft')
  const visible = new Set(seen.filter(isForAll).map(({ id }) => id))
  const newestId = wallVote(votes)?.id ?? null
  const [revealed] = seen.filter(({ id }) => before.hidden.has(id) && visible.has(id)).reverse()
  const stays = newestId === before.newestId && before.revealedId !== null && visible.has(before.revealedId)
  return {
    hidden: new Set(seen.filter(({ id }) => !visible.has(id)).map(({ id }) => id)),
    newestId,
    revealedId: revealed?.id ?? (stays ? before.revealedId : null),
  }
}

/** Counts that are only still to come are not hidden. */
function isForAll(vote: Vote): boolean {
  const audience = resultsAudience(vote)
  return audience === 'everyone' || audience === 'revealed'
}
