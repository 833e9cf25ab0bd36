import type { Store } from '@guestwall/server'
import type { CountedBallot, HistoryRecord } from './history.ts'

type Batch = Parameters<Store['append']>[1]
type Committed = NonNullable<Awaited<ReturnType<Store['append']>>>
type CommittedRecord = Extract<HistoryRecord, { kind: 'committed' }> extends infer Record ? Omit<Record, 'atMs'> : never

/** The events that each vote action appends. */
const TURN_EVENTS = {
  open: 'vote.opened',
  reopen: 'vote.opened',
  rerun: 'vote.opened',
  close: 'vote.closed',
  reveal: 'vote.revealed',
  hide: 'vote.revealed',
  show: 'vote.shown',
  withdraw: 'vote.created',
  remove: 'vote.removed',
} as const

/** The result of a batch: its events, and its ballots where they stand among them. Told by the commands' own outcomes. */
export function committedOf({ commands }: Batch, { slice, outcomes }: Committed): CommittedRecord {
  const { epoch, from, events } = slice
  const ballots: CountedBallot[] = []
  /** Events of the batch that its commands so far account for. */
  let passed = 0
  for (const [index, command] of commands.entries()) {
    const outcome = outcomes[index]
    if (outcome?.ok !== true || outcome.value.isReplay) continue
    if (command.kind === 'castVote') {
      const { voteId, key, optionIds, actor } = command
      ballots.push({ voteId, guestId: actor.id, key, optionIds, before: from + passed + 1 })
    } else if (command.kind === 'actOnVote') {
      const voteId = outcome.value.vote?.id
      const at = events.findIndex(
        ({ event }, place) => place >= passed && event.type.startsWith('vote.') && (event.data as { id?: string }).id === voteId,
      )
      // One that was already so appends nothing: the next event of its vote is then another command's.
      if (at !== -1 && events[at]?.event.type === TURN_EVENTS[command.action]) passed = at + 1
    }
  }
  return { kind: 'committed', epoch, from, events, ballots }
}
