import type { ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { type ResultsView, viewResults } from './results-view.ts'

/** How a guest votes. `tap`: choosing an option casts the ballot. `submit`: a button casts it. `none`: no option can be chosen. */
export type BallotInput = 'tap' | 'submit' | 'none'

/** The state of this guest's ballot. `late`: the vote closed before it arrived. `missed`: the vote closed without one. */
export type BallotStatus = 'none' | 'sending' | 'counted' | 'late' | 'refused' | 'missed'

/** The view of one vote in the panel. */
export interface VoteView {
  readonly input: BallotInput
  /** The options marked as the reader's own choice, sent or counted. */
  readonly chosen: readonly string[]
  readonly status: BallotStatus
  readonly results: ResultsView
}

/** Decides what a guest sees of a vote. `canVote`: the session still accepts ballots from this guest. */
export function viewVote(vote: Vote, ballot: ViewBallot | null, canVote: boolean): VoteView {
  return {
    input: canVote ? inputOf(vote, ballot) : 'none',
    chosen: chosenOf(ballot),
    status: statusOf(vote, ballot),
    results: viewResults(vote, ballot),
  }
}

function chosenOf(ballot: ViewBallot | null): readonly string[] {
  if (ballot === null) return []
  return ballot.delivery === 'failed' ? (ballot.counted ?? []) : ballot.optionIds
}

/**
 * A final ballot needs a button, so that a wrong tap can be corrected. A ballot with several choices needs one, because it is sent as a whole.
 */
function inputOf(vote: Vote, ballot: ViewBallot | null): BallotInput {
  if (vote.state !== 'open') return 'none'
  if (vote.changeable) return vote.maxChoices === 1 ? 'tap' : 'submit'
  const isCast = ballot !== null && (ballot.counted !== null || ballot.delivery !== 'failed')
  return isCast ? 'none' : 'submit'
}

function statusOf(vote: Vote, ballot: ViewBallot | null): BallotStatus {
  if (ballot === null) return vote.state === 'closed' ? 'missed' : 'none'
  switch (ballot.delivery) {
    case 'sending':
      return 'sending'
    case 'delivered':
      return 'counted'
    case 'failed':
      return ballot.refusal?.code === 'vote_closed' ? 'late' : 'refused'
    default:
      return ballot.delivery satisfies never
  }
}

/** Open votes, the newest first. */
export function openVotes(votes: readonly Vote[]): Vote[] {
  return votes.filter((vote) => vote.state === 'open').reverse()
}

/** Closed votes, the newest first. */
export function closedVotes(votes: readonly Vote[]): Vote[] {
  return votes.filter((vote) => vote.state === 'closed').reverse()
}

/** The labels of the options with these ids, in the order of the vote. */
export function choiceText({ options }: Vote, optionIds: readonly string[]): string {
  return options
    .filter(({ id }) => optionIds.includes(id))
    .map(({ label }) => label)
    .join(' · ')
}
