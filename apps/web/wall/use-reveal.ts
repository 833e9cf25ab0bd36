import type { Vote } from '@guestwall/protocol'
import { useEffect, useMemo, useState } from 'react'
import { type Reveal, revealMs } from './reveal.ts'
import { NO_VOTES_SEEN, seeVotes } from './revealed-vote.ts'

/** Follows the results that hosts reveal; `null`: none since this page was opened. `isHeld`: a host holds the picture, and no event interrupts it. */
export function useReveal(votes: readonly Vote[], isHeld: boolean): Reveal | null {
  const [known, setKnown] = useState({ votes, seen: seeVotes(NO_VOTES_SEEN, votes) })
  if (known.votes !== votes) setKnown({ votes, seen: seeVotes(known.seen, votes) })
  const { revealedId } = known.seen
  /** The event that is over. */
  const [over, setOver] = useState<string | null>(null)
  if (over !== null && revealedId === null) setOver(null)
  const isEvent = revealedId !== null && revealedId !== over && !isHeld
  // One that a held screen has missed does not come later.
  if (isHeld && revealedId !== null && revealedId !== over) setOver(revealedId)
  const vote = votes.find(({ id }) => id === revealedId)
  const lastsMs = vote === undefined ? 0 : revealMs(vote)
  useEffect(() => {
    if (!isEvent) return
    const timer = setTimeout(() => setOver(revealedId), lastsMs)
    return () => clearTimeout(timer)
  }, [isEvent, revealedId, lastsMs])
  return useMemo(() => (revealedId === null ? null : { voteId: revealedId, isEvent }), [revealedId, isEvent])
}
