import type { ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { openVotes } from '@guestwall/react'
import { useEffect, useState } from 'react'

export type RoomTab = 'messages' | 'votes'

/** Open votes that this guest has neither seen nor voted in, the newest first. */
export function unseenVotes(votes: readonly Vote[], ballots: readonly ViewBallot[], seen: ReadonlySet<string>): Vote[] {
  return openVotes(votes).filter(({ id }) => !seen.has(id) && !ballots.some(({ voteId }) => voteId === id))
}

/** Which tab is open, and the newest vote to be told of while the other one is. */
export function useVoteTab(votes: readonly Vote[], ballots: readonly ViewBallot[]) {
  const [tab, setTab] = useState<RoomTab>('messages')
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  // On the votes tab all open votes count as seen.
  useEffect(() => {
    if (tab === 'votes') setSeen(new Set(openVotes(votes).map(({ id }) => id)))
  }, [tab, votes])
  return { tab, setTab, unseen: tab === 'votes' ? null : (unseenVotes(votes, ballots, seen)[0] ?? null) }
}
