import type { VoteAction } from '@guestwall/client/host'

/** What takes an act back, where the wire has something: the undo of opening is closing. */
export const UNDO_OF: Readonly<Record<VoteAction, VoteAction>> = {
  open: 'close',
  close: 'reopen',
  reopen: 'close',
  reveal: 'hide',
  hide: 'reveal',
  // A new run opens a new vote: taking it back closes that one.
  rerun: 'close',
}
