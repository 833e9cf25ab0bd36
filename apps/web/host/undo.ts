import type { VoteAction } from '@guestwall/client/host'

/** The action that undoes another one, where the wire has one: the undo of opening is closing. */
export const UNDO_OF: Readonly<Record<VoteAction, VoteAction>> = {
  open: 'close',
  close: 'reopen',
  reopen: 'close',
  reveal: 'hide',
  hide: 'reveal',
  // A new run opens a new vote: taking it back closes that one.
  rerun: 'close',
}
