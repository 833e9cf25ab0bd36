import type { ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { viewResults } from './results-view.ts'

/** One change of a vote that is announced once. */
export type VoteNews =
  | { readonly kind: 'opened' | 'closed' | 'results'; readonly vote: Vote }
  | { readonly kind: 'counted' | 'late' | 'refused'; readonly vote: Vote; readonly ballot: ViewBallot }

/** The votes and ballots of one snapshot. */
export interface VotesState {
  readonly votes: readonly Vote[]
  readonly ballots: readonly ViewBallot[]
}

/** The changes between two snapshots. Pass `null` as the state before the first snapshot: nothing in it is announced. */
export function voteNews(before: VotesState | null, now: VotesState): VoteNews[] {
  if (before === null) return []
  return now.votes.flatMap((vote) => [
    ...stateNews(
      before.votes.find(({ id }) => id === vote.id),
      vote,
    ),
    ...ballotNews(before, now, vote),
  ])
}

function stateNews(earlier: Vote | undefined, vote: Vote): VoteNews[] {
  if (vote.state === 'open' && earlier?.state !== 'open') return [{ kind: 'opened', vote }]
  if (earlier === undefined) return []
  const isClosed = vote.state === 'closed' && earlier.state === 'open'
  const hasResults = viewResults(vote).areVisible && !viewResults(earlier).areVisible
  return [...(isClosed ? [{ kind: 'closed', vote } as const] : []), ...(hasResults ? [{ kind: 'results', vote } as const] : [])]
}

/** Announces only a ballot that changed since the last snapshot. A ballot restored from storage is not announced. */
function ballotNews(before: VotesState, now: VotesState, vote: Vote): VoteNews[] {
  const ballot = now.ballots.find(({ voteId }) => voteId === vote.id)
  const earlier = before.ballots.find(({ voteId }) => voteId === vote.id)
  if (ballot === undefined || earlier === undefined) return []
  if (ballot.delivery === 'sending' || (earlier.key === ballot.key && earlier.delivery === ballot.delivery)) return []
  if (ballot.delivery === 'delivered') return earlier.delivery === 'failed' ? [] : [{ kind: 'counted', vote, ballot }]
  return [{ kind: ballot.refusal?.code === 'vote_closed' ? 'late' : 'refused', vote, ballot }]
}
