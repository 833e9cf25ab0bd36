import type { WallEvent } from '@guestwall/protocol'
import type { LogEvent } from '../../domain/log-event.ts'
import type { VoteRecord } from '../../domain/vote-record.ts'
import { logged } from '../event-table.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'
import { countsAudience, publish, voteOf } from './publication.ts'

export type PublishingType = 'vote.tally' | 'vote.opened' | 'vote.closed' | 'vote.revealed' | 'vote.shown'

/** Events that publish the vote one after the other, each with the next version of its tally (VOTE-4). */
export function publishVote(
  state: DecisionState,
  record: VoteRecord,
  types: readonly PublishingType[],
  context: DecisionContext,
): Decision {
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
  return changeVote(vote, events)
}

function eventOf(type: PublishingType, vote: VoteRecord, id: number, at: string): WallEvent {
  if (type !== 'vote.tally') return { id, type, at, data: voteOf(vote) }
  if (vote.published === null) throw new Error(`vote ${vote.id} has no tally`)
  return { id, type, at, data: vote.published.tally }
}

/** The decision that writes the vote and appends these events. */
export function changeVote(record: VoteRecord, events: readonly LogEvent[]): Decision {
  return { ...NOTHING_HAPPENS, voteId: record.id, votes: [record], logged: events }
}
