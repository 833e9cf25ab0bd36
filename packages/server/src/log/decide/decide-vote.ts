import { MIN_VOTE_OPTIONS, refusal, type VoteOption } from '@guestwall/protocol'
import type { LogEvent } from '../../domain/log-event.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import type { VoteRecord } from '../../domain/vote-record.ts'
import { logged } from '../event-table.ts'
import { chainStart } from './ballot-chain.ts'
import type { CommandOf, VoteDraft } from './command.ts'
import type { Decision, DecisionContext, DecisionState } from './decision.ts'
import { voteOf } from './publication.ts'
import { changeVote, publishVote } from './publish-vote.ts'

/** A new vote is a draft. */
export function decideCreateVote({ actor, draft }: CommandOf<'createVote'>, context: DecisionContext): Outcome<Decision> {
  return accepted(newDraft(actor.sessionId, draft, context))
}

export function newDraft(sessionId: string, { options, ...settings }: VoteDraft, context: DecisionContext): Decision {
  const id = context.newId
  const labelled = options.map((label, index) => ({ id: optionId(index + 1), label }))
  const record: VoteRecord = {
    ...settings,
    id,
    options: labelled,
    optionsMade: options.length,
    state: 'draft',
    revealed: null,
    ordinal: context.nextEventId,
    counts: zeros(labelled),
    ballots: 0,
    chain: chainStart(sessionId, id),
    published: null,
  }
  return changeVote(record, [created(record, context)])
}

/** Until the first ballot everything may be changed, then only texts: a ballot must mean what its guest has read. */
export function decideChangeVote(state: DecisionState, command: CommandOf<'changeVote'>, context: DecisionContext): Outcome<Decision> {
  const record = state.votes.get(command.voteId)
  if (record === undefined) return refused(refusal('vote_not_found'))
  const { change } = command
  const { options, optionsMade } = change.options === undefined ? record : renumber(change.options, record.optionsMade)
  const changed: VoteRecord = {
    ...record,
    question: change.question ?? record.question,
    options,
    optionsMade,
    maxChoices: change.maxChoices ?? record.maxChoices,
    changeable: change.changeable ?? record.changeable,
    results: change.results ?? record.results,
    counts: record.chain.seq === 0 ? zeros(options) : record.counts,
  }
  const known = new Set(record.options.map(({ id }) => id))
  const isForeign = change.options?.some(({ id }) => id !== undefined && !known.has(id)) ?? false
  const isTwice = new Set(options.map(({ id }) => id)).size < options.length
  if (isForeign || isTwice || options.length < MIN_VOTE_OPTIONS || changed.maxChoices > options.length) {
    return refused(refusal('bad_request', { detail: 'The options are not those of this vote, or fewer than may be chosen.' }))
  }
  if (record.chain.seq > 0 && !isSameButTexts(record, changed)) {
    return refused(refusal('conflict', { detail: 'Ballots are cast: only the words of the question and the options can be changed.' }))
  }
  if (record.state === 'draft') {
    const placed = { ...changed, ordinal: context.nextEventId }
    return accepted(changeVote(placed, [created(placed, context)]))
  }
  return accepted(publishVote(state, changed, ['vote.revealed'], context))
}

function isSameButTexts(before: VoteRecord, after: VoteRecord): boolean {
  const ids = ({ options }: VoteRecord) => options.map(({ id }) => id).join()
  return (
    ids(before) === ids(after) &&
    before.maxChoices === after.maxChoices &&
    before.changeable === after.changeable &&
    before.results === after.results
  )
}

function renumber(options: readonly { readonly id?: string | undefined; readonly label: string }[], made: number) {
  let optionsMade = made
  const numbered = options.map(({ id, label }): VoteOption => ({ id: id ?? optionId((optionsMade += 1)), label }))
  return { options: numbered, optionsMade }
}

/** The event of a draft that is new or changed. */
export function created(record: VoteRecord, context: DecisionContext): LogEvent {
  return logged({ id: context.nextEventId, type: 'vote.created', at: context.now, data: voteOf(record) })
}

function optionId(number: number): string {
  return `o${number}`
}

function zeros(options: readonly VoteOption[]): Record<string, number> {
  return Object.fromEntries(options.map(({ id }) => [id, 0]))
}
