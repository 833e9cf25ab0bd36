import type { WallEvent } from '@guestwall/protocol'
import { logged } from '../event-table.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import type { VoteRecord } from '../../domain/vote-record.ts'
import { chainStart } from './ballot-chain.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'
import { publishVote } from './publish-vote.ts'

/** Messages that one transaction erases: bounds how long the session's lock is held. */
export const CLEARED_MESSAGES = 500

/**
 * Erases what guests left in a rehearsal, as removals do: every message with its author's name, every ballot, every guest. The log goes on, so that no
 * client takes its own messages for lost and sends them again (LOG-4). `isPartial`: more messages remain, and nothing but messages was erased.
 */
export function decideClearing(
  state: DecisionState,
  context: DecisionContext,
): { readonly decision: Decision; readonly isPartial: boolean } {
  const messages = [...state.messages.values()].filter(({ status, guestName }) => status !== 'removed' || guestName !== '')
  const some = messages.slice(0, CLEARED_MESSAGES)
  const events: LogEvent[] = []
  const append = (type: WallEvent['type'], data: WallEvent['data'], recipient?: string) => {
    const appended = logged({ id: context.nextEventId + events.length, type, at: context.now, data } as WallEvent)
    events.push(recipient !== undefined && appended.audience === 'author' ? { ...appended, recipient } : appended)
  }
  for (const { id, guestId, status } of some) append('message.removed', { id, wasShown: status === 'shown', nameErased: true }, guestId)
  if (messages.length > some.length) return { decision: { ...NOTHING_HAPPENS, logged: events }, isPartial: true }

  for (const guest of state.guests.values()) {
    if (guest.by === null) continue
    const untouched = { isRenamed: false, isMuted: false, isRemoved: false, isBanned: false }
    append('guest.changed', { ...guest, ...untouched, name: '', source: '', reason: null, by: null })
  }
  const votes: VoteRecord[] = []
  for (const vote of state.votes.values()) {
    if (vote.state === 'draft') continue
    const emptied = publishVote(state, emptyVote(state.session.id, vote), ['vote.closed'], {
      ...context,
      nextEventId: context.nextEventId + events.length,
    })
    // The guests whose ballots no tally has counted are not named any more.
    events.push(...emptied.logged.map(({ voters: _, ...rest }) => rest))
    votes.push(...emptied.votes)
  }
  return { decision: { ...NOTHING_HAPPENS, logged: events, votes, clears: true }, isPartial: false }
}

/** A vote without ballots, whose chain begins again. Its tally goes on in its versions (VOTE-4). */
function emptyVote(sessionId: string, vote: VoteRecord): VoteRecord {
  const { revealed: _, ...rest } = vote
  const counts = Object.fromEntries(vote.options.map(({ id }) => [id, 0]))
  return { ...rest, revealed: null, counts, ballots: 0, chain: chainStart(sessionId, vote.id) }
}
