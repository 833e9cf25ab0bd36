import type { ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { openVotes } from '@guestwall/react'
import { useState } from 'react'

export type RoomTab = 'messages' | 'votes'

/** Open votes that this guest has neither seen nor voted in, the newest first. */
export function unseenVotes(votes: readonly Vote[], ballots: readonly ViewBallot[], seen: ReadonlySet<string>): Vote[] {
  return openVotes(votes).filter(({ id }) => !seen.has(id) && !ballots.some(({ voteId }) => voteId === id))
}

/** Which tab is open, and the newest vote to be told of while the other one is. */
export function useVoteTab(votes: readonly Vote[], ballots: readonly ViewBallot[]) {
  const [tab, setTab] = useState<RoomTab>('messages')
  const [seen, setSeen] = useState<readonly Vote[]>([])
  // On the votes tab all open votes count as seen.
  if (tab === 'votes' && seen !== votes) setSeen(votes)
  const seenIds = new Set(openVotes(seen).map(({ id }) => id))
  return {
    tab,
    setTab,
    unseen: tab === 'votes' ? null : (unseenVotes(votes, ballots, seenIds)[0] ?? null),
    /** Open votes that wait for this guest's choice. */
    waitingVotes: unseenVotes(votes, ballots, new Set()).length,
  }
}
