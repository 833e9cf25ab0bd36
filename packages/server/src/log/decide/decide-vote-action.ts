import { refusal } from '@guestwall/protocol'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import type { VoteRecord } from '../../domain/vote-record.ts'
import type { CommandOf, VoteAction } from './command.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import { logged } from '../event-table.ts'
import { created, newDraft } from './decide-vote.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'
import { countsAudience, isUnpublished } from './publication.ts'
import { changeVote, type PublishingType, publishVote } from './publish-vote.ts'

/** A vote action: open, close, reveal, hide, reopen, rerun, show, withdraw, remove. One that has already happened is answered with the vote as it is. */
export function decideVoteAction(state: DecisionState, command: CommandOf<'actOnVote'>, context: DecisionContext): Outcome<Decision> {
  const record = state.votes.get(command.voteId)
  if (record === undefined) return refused(refusal('vote_not_found'))
  if (isAlready(record, command.action)) return accepted({ ...NOTHING_HAPPENS, voteId: record.id })
  const mayBe = STATES_BEFORE[command.action].includes(record.state)
  if (!mayBe)
    return refused(refusal('conflict', { detail: `This vote is ${STATE_WORDS[record.state]}: ${command.action} does not apply.` }))
  if (state.session.state === 'ended' && OPENS.includes(command.action)) return refused(refusal('session_ended'))
  if (UNUSED.includes(command.action) && record.chain.seq > 0)
    return refused(refusal('conflict', { detail: `Ballots are cast: ${command.action} does not apply.` }))
  switch (command.action) {
    case 'open':
    case 'reopen':
      return accepted(publishVote(state, { ...record, state: 'open', ordinal: context.nextEventId }, ['vote.opened'], context))
    case 'close':
      return accepted(close(state, record, context))
    case 'reveal':
    case 'hide':
      return accepted(
        publishVote(state, { ...record, revealed: revealOverride(record, command.action === 'reveal') }, ['vote.revealed'], context),
      )
    case 'rerun': {
      const { options, ...settings } = record
      const again = newDraft(command.actor.sessionId, { ...settings, options: options.map(({ label }) => label) }, context)
      const opened: VoteRecord = { ...(again.votes[0] as VoteRecord), state: 'open' }
      return accepted(publishVote(state, opened, ['vote.opened'], context))
    }
    case 'show':
      return accepted(publishVote(state, { ...record, ordinal: context.nextEventId }, ['vote.shown'], context))
    case 'withdraw':
      return accepted(withdraw(record, context))
    case 'remove':
      return accepted({ ...NOTHING_HAPPENS, voteId: record.id, removedVotes: [record.id], logged: [removal(record, context)] })
    default:
      return command.action satisfies never
  }
}

const STATE_WORDS = { draft: 'a draft', open: 'open', closed: 'closed' } as const
const OPENS: readonly VoteAction[] = ['open', 'reopen', 'rerun']
/** Actions on a vote in which nobody has voted. */
const UNUSED: readonly VoteAction[] = ['withdraw', 'remove']
/** The states in which an action applies. */
const STATES_BEFORE: Readonly<Record<VoteAction, readonly VoteRecord['state'][]>> = {
  open: ['draft'],
  close: ['open'],
  reopen: ['closed'],
  reveal: ['open', 'closed'],
  hide: ['open', 'closed'],
  rerun: ['closed'],
  show: ['open', 'closed'],
  withdraw: ['open'],
  remove: ['draft', 'open', 'closed'],
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
    case 'withdraw':
      return state === 'draft'
    case 'rerun':
    case 'show':
    case 'remove':
      return false
    default:
      return action satisfies never
  }
}

/** Guests lose the vote as if it had never been opened, and hosts have the draft again. */
function withdraw(record: VoteRecord, context: DecisionContext): Decision {
  const nextEventId = context.nextEventId + 1
  const draft: VoteRecord = { ...record, state: 'draft', revealed: null, ordinal: nextEventId, published: null }
  return changeVote(draft, [removal(record, context), created(draft, { ...context, nextEventId })])
}

function removal({ id: voteId, state }: VoteRecord, { nextEventId: id, now: at }: DecisionContext): LogEvent {
  return logged({ id, type: 'vote.removed', at, data: { id: voteId, wasDraft: state === 'draft' } })
}

/** The override after `reveal` or `hide`. When the host takes the own override back and `results` says the same, there is none. */
function revealOverride(record: VoteRecord, isShown: boolean): boolean | null {
  const doesSettingShow = countsAudience({ ...record, revealed: null }) === 'everyone'
  return record.revealed === !isShown && doesSettingShow === isShown ? null : isShown
}

/** The last tally before the close and the one in the close are both published (VOTE-4). */
function close(state: DecisionState, record: VoteRecord, context: DecisionContext): Decision {
  const last: readonly PublishingType[] = isUnpublished(record) ? ['vote.tally'] : []
  return publishVote(state, record, [...last, 'vote.closed'], context)
}

/** Closes every open vote: a session that has ended accepts no ballot. */
export function closeOpenVotes(state: DecisionState, context: DecisionContext): Decision {
  let decision = NOTHING_HAPPENS
  for (const record of state.votes.values()) {
    if (record.state !== 'open') continue
    const closed = close(state, record, { ...context, nextEventId: context.nextEventId + decision.logged.length })
    decision = { ...decision, logged: [...decision.logged, ...closed.logged], votes: [...decision.votes, ...closed.votes] }
  }
  return decision
}
