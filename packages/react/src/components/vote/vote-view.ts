import type { ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { tallyRows, votersOf } from './tally-rows.ts'

/** How a choice is made. `tap`: the tap is the ballot. `press`: choosing, then a press that casts it. `no`: nothing can be chosen. */
export type Asking = 'tap' | 'press' | 'no'

/** Where this guest's ballot is. `late`: the vote closed before it arrived. `missed`: the vote closed without one. */
export type BallotStatus = 'none' | 'sending' | 'counted' | 'late' | 'refused' | 'missed'

/** Why there are no results yet: they come after voting, after the close, when the host shows them, in a moment; or nobody has voted. */
export type ResultsHint = 'afterVoting' | 'afterClose' | 'host' | 'coming' | 'nobody'

/** What the panel shows of one vote. */
export interface VoteView {
  readonly asking: Asking
  /** The options that are marked as one's own: on the way, or counted. */
  readonly chosen: readonly string[]
  readonly status: BallotStatus
  /** `null`: the results are there. */
  readonly hint: ResultsHint | null
}

/** Decides what a guest sees of a vote. `canVote`: the session still takes ballots from this guest. */
export function viewVote(vote: Vote, ballot: ViewBallot | null, canVote: boolean): VoteView {
  return {
    asking: canVote ? askingOf(vote, ballot) : 'no',
    chosen: ballot === null ? [] : ballot.delivery === 'failed' ? (ballot.counted ?? []) : ballot.optionIds,
    status: statusOf(vote, ballot),
    hint: tallyRows(vote) === null ? hintOf(vote, ballot) : votersOf(vote) === 0 ? 'nobody' : null,
  }
}

/**
 * A tap that could not be taken back would be a trap, and several choices are one ballot: both are cast with a press of their own.
 */
function askingOf(vote: Vote, ballot: ViewBallot | null): Asking {
  if (vote.state !== 'open') return 'no'
  if (vote.changeable) return vote.maxChoices === 1 ? 'tap' : 'press'
  const isCast = ballot !== null && (ballot.counted !== null || ballot.delivery !== 'failed')
  return isCast ? 'no' : 'press'
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

function hintOf(vote: Vote, ballot: ViewBallot | null): ResultsHint {
  if (vote.revealed !== undefined) return vote.revealed ? 'coming' : 'host'
  switch (vote.results) {
    case 'always':
      return 'coming'
    case 'afterVoting':
      return vote.state === 'closed' || (ballot !== null && ballot.counted !== null) ? 'coming' : 'afterVoting'
    case 'afterClose':
      return vote.state === 'closed' ? 'coming' : 'afterClose'
    case 'never':
      return 'host'
    default:
      return vote.results satisfies never
  }
}

/** Open votes, the one opened last first. */
export function openVotes(votes: readonly Vote[]): Vote[] {
  return votes.filter((vote) => vote.state === 'open').reverse()
}

/** Closed votes, the one opened last first. */
export function closedVotes(votes: readonly Vote[]): Vote[] {
  return votes.filter((vote) => vote.state === 'closed').reverse()
}

/** The words of the options with these ids, in the vote's order. */
export function choiceText({ options }: Vote, optionIds: readonly string[]): string {
  return options
    .filter(({ id }) => optionIds.includes(id))
    .map(({ label }) => label)
    .join(' · ')
}
