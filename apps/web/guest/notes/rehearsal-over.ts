import type { SessionState } from '@guestwall/protocol'

/** What a page has seen of a rehearsal. */
export interface RehearsalSeen {
  readonly state: SessionState
  /** It ended on this page, and so many messages were left of it, such as one that was never sent; `null`: none has ended, or there is a newer message. */
  readonly left: number | null
}

/** The next state. At the first message of the real evening nobody asks any more where those of the rehearsal are. The same object while nothing changes. */
export function seeRehearsal(seen: RehearsalSeen, state: SessionState, messages: number): RehearsalSeen {
  const left = leftAfter(seen, state, messages)
  return left === seen.left && state === seen.state ? seen : { state, left }
}

function leftAfter(seen: RehearsalSeen, state: SessionState, messages: number): number | null {
  if (state === 'rehearsing') return null
  if (seen.state === 'rehearsing') return messages
  return seen.left === null || messages > seen.left ? null : messages
}
