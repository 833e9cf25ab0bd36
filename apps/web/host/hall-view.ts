import type { Vote } from '@guestwall/protocol'

/** What the hall sees of a vote right now, as one thing. */
export type HallView = 'nothing' | 'all' | 'shownByHost' | 'voters' | 'afterClose' | 'never' | 'hiddenByHost'

export function hallView({ state, results, revealed }: Pick<Vote, 'state' | 'results' | 'revealed'>): HallView {
  if (state === 'draft') return 'nothing'
  if (revealed !== undefined) return revealed ? 'shownByHost' : 'hiddenByHost'
  switch (results) {
    case 'always':
      return 'all'
    case 'afterVoting':
      return state === 'closed' ? 'all' : 'voters'
    case 'afterClose':
      return state === 'closed' ? 'all' : 'afterClose'
    case 'never':
      return 'never'
    default:
      return results satisfies never
  }
}

/** Whether the wall screen shows the counts. It has no ballot, so what is for voters alone is not for it. */
export function isOnWall(vote: Pick<Vote, 'state' | 'results' | 'revealed'>): boolean {
  const view = hallView(vote)
  return view === 'all' || view === 'shownByHost'
}

/** A host's votes as a wall screen has them: no drafts, and no counts where the hall sees none. */
export function asWallSees(votes: readonly Vote[]): Vote[] {
  return votes
    .filter((vote) => vote.state !== 'draft')
    .map((vote) => (vote.tally === null || isOnWall(vote) ? vote : { ...vote, tally: { ...vote.tally, counts: {} } }))
}
