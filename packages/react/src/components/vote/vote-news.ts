import type { ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { tallyRows } from './tally-rows.ts'

/** What happened with a vote that is worth saying aloud, once. */
export type VoteNews =
  | { readonly kind: 'opened' | 'closed' | 'results'; readonly vote: Vote }
  | { readonly kind: 'counted' | 'late' | 'refused'; readonly vote: Vote; readonly ballot: ViewBallot }

/** What was there at one look. */
export interface VoteLook {
  readonly votes: readonly Vote[]
  readonly ballots: readonly ViewBallot[]
}

/** The news between two looks. What was there at the first look is history: pass `null` for the look before it. */
export function voteNews(before: VoteLook | null, now: VoteLook): VoteNews[] {
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
  const hasResults = tallyRows(vote) !== null && tallyRows(earlier) === null
  return [...(isClosed ? [{ kind: 'closed', vote } as const] : []), ...(hasResults ? [{ kind: 'results', vote } as const] : [])]
}

/** Only what was on its way at the last look, or has come since: a ballot that is read from storage is no news. */
function ballotNews(before: VoteLook, now: VoteLook, vote: Vote): VoteNews[] {
  const ballot = now.ballots.find(({ voteId }) => voteId === vote.id)
  const earlier = before.ballots.find(({ voteId }) => voteId === vote.id)
  if (ballot === undefined || earlier === undefined) return []
  if (ballot.delivery === 'sending' || (earlier.key === ballot.key && earlier.delivery === ballot.delivery)) return []
  if (ballot.delivery === 'delivered') return earlier.delivery === 'failed' ? [] : [{ kind: 'counted', vote, ballot }]
  return [{ kind: ballot.refusal?.code === 'vote_closed' ? 'late' : 'refused', vote, ballot }]
}
