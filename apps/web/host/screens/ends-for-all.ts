import type { ScreenChange, ScreenState } from '@guestwall/protocol'

/** Whether a change that a host makes on one screen is one for all: a message that was enlarged for all leaves them all with one act. */
export function endsForAll(
  { spotlight }: ScreenChange,
  state: Pick<ScreenState, 'spotlight'>,
  all: Pick<ScreenState, 'spotlight'>,
): boolean {
  return spotlight === null && all.spotlight !== null && state.spotlight?.id === all.spotlight.id
}
