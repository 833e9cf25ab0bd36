import { refusal } from '@guestwall/protocol'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import type { VoteRecord } from '../../domain/vote-record.ts'
import { ballotKey, countBallot, isVoided, voidBallot } from './ballots.ts'
import type { CommandOf, JoinWindow } from './command.ts'
import { checkGuestsMayAct, checkStanding } from './standing.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'
import { joinedAtMs } from './guest-id.ts'
import { publishVote } from './publish-vote.ts'

/** The most ballots that are voided at once: bounds how long the row lock is held. */
const MAX_VOIDED = 20_000

/** A guest's choice. No other function counts a ballot (VOTE-2). */
export function decideCastVote(state: DecisionState, command: CommandOf<'castVote'>): Outcome<Decision> {
  const { actor, optionIds } = command
  const gone = checkStanding(state.guests.get(actor.id), 'read')
  if (gone !== null) return refused(gone)
  const record = state.votes.get(command.voteId)
  if (record === undefined || record.state === 'draft') return refused(refusal('vote_not_found'))
  if (record.state === 'closed') return refused(refusal('vote_closed'))
  const waits = checkGuestsMayAct(state.session)
  if (waits !== null) return refused(waits)
  if (!isChoice(record, optionIds)) return refused(refusal('invalid_choice'))
  const before = state.ballots.get(ballotKey(record.id, actor.id))
  if (before !== undefined && isVoided(before)) return refused(refusal('ballot_voided'))
  if (before !== undefined && !record.changeable) return refused(refusal('vote_final'))
  const counted = countBallot(record, before, { guestId: actor.id, optionIds })
  // The answer is the choice itself, so the key does not need the vote.
  return accepted({ ...NOTHING_HAPPENS, votes: [counted.record], casts: [counted.cast] })
}

/**
 * Voids the ballots of guests who joined in a window: for each one the chain gets an entry without a choice, which replaces it. So a voided ballot
 * can be seen, the published sums are those of the chain, and a receipt shows its guest that the ballot is voided.
 */
export function decideVoidBallots(state: DecisionState, command: CommandOf<'voidBallots'>, context: DecisionContext): Outcome<Decision> {
  const { voteId, joined } = command
  const found = state.votes.get(voteId)
  if (found === undefined) return refused(refusal('vote_not_found'))
  const voided = [...state.ballots.values()]
    .filter((ballot) => ballot.voteId === voteId && !isVoided(ballot) && isWithin(joinedAtMs(ballot.guestId), joined))
    .sort((left, right) => left.seq - right.seq)
  if (voided.length === 0) return accepted({ ...NOTHING_HAPPENS, voteId })
  if (voided.length > MAX_VOIDED) {
    return refused(refusal('conflict', { detail: `These are more than ${MAX_VOIDED} ballots: void those of a shorter time.` }))
  }
  let record = found
  const casts = voided.map((ballot) => {
    const counted = voidBallot(record, ballot)
    record = counted.record
    return counted.cast
  })
  return accepted({ ...publishVote(state, record, ['vote.tally'], context), casts })
}

function isWithin(joinedMs: number | null, { fromMs, toMs }: JoinWindow): boolean {
  return joinedMs !== null && joinedMs >= fromMs && joinedMs <= toMs
}

function isChoice({ options, maxChoices }: VoteRecord, optionIds: readonly string[]): boolean {
  const known = new Set(options.map(({ id }) => id))
  const chosen = new Set(optionIds)
  return chosen.size === optionIds.length && chosen.size >= 1 && chosen.size <= maxChoices && optionIds.every((id) => known.has(id))
}
