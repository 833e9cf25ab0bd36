import type { VoteAction } from '@guestwall/client/host'
import type { Vote } from '@guestwall/protocol'

/** One action on one vote. */
export interface VoteStep {
  readonly voteId: string
  readonly action: VoteAction
}

/** The votes that an action changed: the vote of the answer, and the vote that was on the screens before. */
interface Done {
  readonly action: VoteAction
  readonly vote: Vote
  readonly onScreenBefore: string | null
}

/** The action on the same vote that gives it back the state that it had (VOTE-6). */
const OPPOSITE: Readonly<Partial<Record<VoteAction, VoteAction>>> = {
  open: 'withdraw',
  rerun: 'remove',
  close: 'reopen',
  reopen: 'close',
  reveal: 'hide',
  hide: 'reveal',
}

/** The step that takes an action back; `null` where there is none. Showing a vote is taken back by showing the one before. */
export function undoOf({ action, vote, onScreenBefore }: Done): VoteStep | null {
  if (action === 'show') return onScreenBefore === null ? null : { voteId: onScreenBefore, action }
  const opposite = OPPOSITE[action]
  return opposite === undefined ? null : { voteId: vote.id, action: opposite }
}

/** The step in place of one that is refused because somebody has voted meanwhile: the vote is closed, and its ballots stay. */
export function insteadOf({ voteId, action }: VoteStep): VoteStep | null {
  return action === 'withdraw' || action === 'remove' ? { voteId, action: 'close' } : null
}
