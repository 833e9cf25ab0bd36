import { MIN_VOTE_OPTIONS, refusal, type VoteOption, type WallEvent } from '@guestwall/protocol'
import type { LogEvent } from '../../domain/log-event.ts'
import { chainStart } from './ballot-chain.ts'
import type { JoinWindow, KeyedCommand, VoteAction, VoteDraft } from './command.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'
import { joinedAtMs } from './guest-id.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { ballotKey, countBallot, isVoided, voidBallot } from './ballots.ts'
import { countsAudience, isUnpublished, publish, voteOf } from './publication.ts'
import type { VoteRecord } from '../../domain/vote-record.ts'
import { logged } from '../event-table.ts'

/** Ballots that are voided at once: bounds how long the row lock is held. */
const MAX_VOIDED = 20_000

type CommandOf<Kind extends KeyedCommand['kind']> = Extract<KeyedCommand, { kind: Kind }>

/** A new vote, a draft. */
export function decideCreateVote({ actor, draft }: CommandOf<'createVote'>, context: DecisionContext): Outcome<Decision> {
  return accepted(newDraft(actor.sessionId, draft, context))
}

function newDraft(sessionId: string, { options, ...settings }: VoteDraft, context: DecisionContext): Decision {
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
  return happens(record, [created(record, context)])
}

/** Until the first ballot everything may be changed, then only words: a ballot must mean what its guest read. */
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
  if (record.chain.seq > 0 && !isSameButWords(record, changed)) {
    return refused(refusal('conflict', { detail: 'Ballots are cast: only the words of the question and the options can be changed.' }))
  }
  if (record.state === 'draft') {
    const placed = { ...changed, ordinal: context.nextEventId }
    return accepted(happens(placed, [created(placed, context)]))
  }
  return accepted(publishing(state, changed, ['vote.revealed'], context))
}

function isSameButWords(before: VoteRecord, after: VoteRecord): boolean {
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

/** Opens, closes, shows, hides, opens again, runs again. What is already so is answered as it is. */
export function decideVoteAction(state: DecisionState, command: CommandOf<'actOnVote'>, context: DecisionContext): Outcome<Decision> {
  const record = state.votes.get(command.voteId)
  if (record === undefined) return refused(refusal('vote_not_found'))
  if (isAlready(record, command.action)) return accepted({ ...NOTHING_HAPPENS, voteId: record.id })
  const mayBe = STATES_BEFORE[command.action].includes(record.state)
  if (!mayBe)
    return refused(refusal('conflict', { detail: `This vote is ${STATE_WORDS[record.state]}: ${command.action} does not apply.` }))
  if (state.session.state === 'ended' && OPENS.includes(command.action)) return refused(refusal('session_ended'))
  switch (command.action) {
    case 'open':
    case 'reopen':
      return accepted(publishing(state, { ...record, state: 'open', ordinal: context.nextEventId }, ['vote.opened'], context))
    case 'close':
      return accepted(close(state, record, context))
    case 'reveal':
    case 'hide':
      return accepted(
        publishing(state, { ...record, revealed: revealOverride(record, command.action === 'reveal') }, ['vote.revealed'], context),
      )
    case 'rerun': {
      const { options, ...settings } = record
      const again = newDraft(command.actor.sessionId, { ...settings, options: options.map(({ label }) => label) }, context)
      const opened: VoteRecord = { ...(again.votes[0] as VoteRecord), state: 'open' }
      return accepted(publishing(state, opened, ['vote.opened'], context))
    }
    default:
      return command.action satisfies never
  }
}

const STATE_WORDS = { draft: 'a draft', open: 'open', closed: 'closed' } as const
const OPENS: readonly VoteAction[] = ['open', 'reopen', 'rerun']
/** The states that a action starts from. */
const STATES_BEFORE: Readonly<Record<VoteAction, readonly VoteRecord['state'][]>> = {
  open: ['draft'],
  close: ['open'],
  reopen: ['closed'],
  reveal: ['open', 'closed'],
  hide: ['open', 'closed'],
  rerun: ['closed'],
}

function isAlready({ state, revealed }: VoteRecord, action: VoteAction): boolean {
  switch (action) {
    case 'open':
    case 'reopen':
      return state === 'open'
    case 'close':
      return state === 'closed'
    case 'reveal':
      return revealed === true
    case 'hide':
      return revealed === false
    case 'rerun':
      return false
    default:
      return action satisfies never
  }
}

/** What the host's word on the results becomes. Taking back one's own word leaves the setting to rule, where it says the same. */
function revealOverride(record: VoteRecord, isShown: boolean): boolean | null {
  const doesRuleShow = countsAudience({ ...record, revealed: null }) === 'everyone'
  return record.revealed === !isShown && doesRuleShow === isShown ? null : isShown
}

/** The last tally before the close and the one in the close are both published (VOTE-4). */
function close(state: DecisionState, record: VoteRecord, context: DecisionContext): Decision {
  const last: readonly PublishingType[] = isUnpublished(record) ? ['vote.tally'] : []
  return publishing(state, record, [...last, 'vote.closed'], context)
}

/** The close of every open vote: a session that has ended takes no ballot. */
export function closeOpenVotes(state: DecisionState, context: DecisionContext): Decision {
  let decision = NOTHING_HAPPENS
  for (const record of state.votes.values()) {
    if (record.state !== 'open') continue
    const closed = close(state, record, { ...context, nextEventId: context.nextEventId + decision.logged.length })
    decision = { ...decision, logged: [...decision.logged, ...closed.logged], votes: [...decision.votes, ...closed.votes] }
  }
  return decision
}

/** A guest's choice: the only place where a ballot is counted (VOTE-2). */
export function decideCastVote(state: DecisionState, command: CommandOf<'castVote'>): Outcome<Decision> {
  const { actor, optionIds } = command
  const record = state.votes.get(command.voteId)
  if (record === undefined || record.state === 'draft') return refused(refusal('vote_not_found'))
  if (record.state === 'closed') return refused(refusal('vote_closed'))
  if (state.session.state === 'scheduled') return refused(refusal('session_not_started', { retryAfterMs: 5_000 }))
  if (!isChoice(record, optionIds)) return refused(refusal('invalid_choice'))
  const before = state.ballots.get(ballotKey(record.id, actor.id))
  if (before !== undefined && isVoided(before)) return refused(refusal('ballot_voided'))
  if (before !== undefined && !record.changeable) return refused(refusal('vote_final'))
  const counted = countBallot(record, before, { guestId: actor.id, optionIds })
  // The answer is the choice itself, so the key need not know the vote.
  return accepted({ ...NOTHING_HAPPENS, votes: [counted.record], casts: [counted.cast] })
}

/**
 * Voids the ballots of guests who joined in a window: each gets an entry in the chain that takes its place and chooses nothing. So nobody can
 * void unseen, the sums that are published are those of the chain, and a receipt tells its guest.
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
  return accepted({ ...publishing(state, record, ['vote.tally'], context), casts })
}

function isWithin(joinedMs: number | null, { fromMs, toMs }: JoinWindow): boolean {
  return joinedMs !== null && joinedMs >= fromMs && joinedMs <= toMs
}

function isChoice({ options, maxChoices }: VoteRecord, optionIds: readonly string[]): boolean {
  const known = new Set(options.map(({ id }) => id))
  const chosen = new Set(optionIds)
  return chosen.size === optionIds.length && chosen.size >= 1 && chosen.size <= maxChoices && optionIds.every((id) => known.has(id))
}

type PublishingType = 'vote.tally' | 'vote.opened' | 'vote.closed' | 'vote.revealed'

/** The vote's tally on its way into the log. */
export function tallyDecision(state: DecisionState, record: VoteRecord, context: DecisionContext): Decision {
  return publishing(state, record, ['vote.tally'], context)
}

/** Events that publish the vote one after the other, each with the next version of its tally. */
function publishing(state: DecisionState, record: VoteRecord, types: readonly PublishingType[], context: DecisionContext): Decision {
  const events: LogEvent[] = []
  let vote = record
  for (const type of types) {
    if (type === 'vote.closed') vote = { ...vote, state: 'closed' }
    const voters = events.length === 0 ? [...(state.freshVoters.get(vote.id) ?? [])] : []
    vote = publish(vote, context.clockMs)
    const id = context.nextEventId + events.length
    const event = eventOf(type, vote, id, context.now)
    events.push({ ...logged(event, countsAudience(vote)), ...(voters.length === 0 ? {} : { voters }) })
  }
  return happens(vote, events)
}

function eventOf(type: PublishingType, vote: VoteRecord, id: number, at: string): WallEvent {
  if (type !== 'vote.tally') return { id, type, at, data: voteOf(vote) }
  if (vote.published === null) throw new Error(`vote ${vote.id} has no tally`)
  return { id, type, at, data: vote.published.tally }
}

function created(record: VoteRecord, context: DecisionContext): LogEvent {
  return logged({ id: context.nextEventId, type: 'vote.created', at: context.now, data: voteOf(record) })
}

function happens(record: VoteRecord, logged: readonly LogEvent[]): Decision {
  return { ...NOTHING_HAPPENS, voteId: record.id, votes: [record], logged }
}

function optionId(number: number): string {
  return `o${number}`
}

function zeros(options: readonly VoteOption[]): Record<string, number> {
  return Object.fromEntries(options.map(({ id }) => [id, 0]))
}
