import type { ClientSnapshot, ViewBallot } from '@guestwall/client'
import type { Ballot, Vote } from '@guestwall/protocol'
import { useCallback, useMemo } from 'react'
import { type VoteView, viewVote } from '../components/vote/vote-view.ts'
import { useGuestwall, useGuestwallClient } from './use-guestwall.ts'

const votesOf = ({ votes }: ClientSnapshot): readonly Vote[] => votes
const ballotsOf = ({ ballots }: ClientSnapshot): readonly ViewBallot[] => ballots
const takesNoBallots = ({ wall }: ClientSnapshot): boolean => wall?.session.state === 'ended' || wall?.session.state === 'paused'

/** All votes of the session, oldest first. A vote keeps its identity until it changes. */
export function useVotes(): readonly Vote[] {
  return useGuestwall(votesOf)
}

/** The guest's own ballots, at most one a vote. */
export function useBallots(): readonly ViewBallot[] {
  return useGuestwall(ballotsOf)
}

/** One vote with the guest's own ballot, as the guest may see it. */
export interface VoteWithBallot {
  readonly vote: Vote
  /** `null` before the guest has voted. */
  readonly ballot: ViewBallot | null
  /** How the guest can vote, the state of the ballot, and whether the results are visible. */
  readonly view: VoteView
  /** Casts or changes the ballot. */
  readonly cast: (optionIds: readonly string[]) => Promise<Ballot>
}

/** One vote, `null` while the wall has no vote with this id. Renders again only when this vote or its ballot changes. */
export function useVote(voteId: string): VoteWithBallot | null {
  const client = useGuestwallClient()
  const vote = useGuestwall(useCallback((snapshot: ClientSnapshot) => snapshot.votes.find(({ id }) => id === voteId) ?? null, [voteId]))
  const ballot = useGuestwall(
    useCallback((snapshot: ClientSnapshot) => snapshot.ballots.find((each) => each.voteId === voteId) ?? null, [voteId]),
  )
  const canVote = !useGuestwall(takesNoBallots)
  const cast = useCallback((optionIds: readonly string[]) => client.castVote(voteId, optionIds), [client, voteId])
  return useMemo(
    () => (vote === null ? null : { vote, ballot, view: viewVote(vote, ballot, canVote), cast }),
    [vote, ballot, canVote, cast],
  )
}
