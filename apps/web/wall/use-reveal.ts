import type { Vote } from '@guestwall/protocol'
import { useEffect, useMemo, useState } from 'react'
import { overReveal, type Reveal, revealMs } from './reveal.ts'
import { NO_VOTES_SEEN, seeVotes } from './revealed-vote.ts'

/** Follows the results that hosts reveal; `null`: none since this page was opened. `isHeld`: a host holds the picture, and no event interrupts it. */
export function useReveal(votes: readonly Vote[], isHeld: boolean): Reveal | null {
  const [known, setKnown] = useState({ votes, seen: seeVotes(NO_VOTES_SEEN, votes) })
  if (known.votes !== votes) setKnown({ votes, seen: seeVotes(known.seen, votes) })
  const { revealedId } = known.seen
  const [past, setPast] = useState<string | null>(null)
  const over = overReveal(past, revealedId, isHeld)
  if (over !== past) setPast(over)
  const isEvent = revealedId !== null && revealedId !== over
  const vote = votes.find(({ id }) => id === revealedId)
  const lastsMs = vote === undefined ? 0 : revealMs(vote)
  useEffect(() => {
    if (!isEvent) return
    const timer = setTimeout(() => setPast(revealedId), lastsMs)
    return () => clearTimeout(timer)
  }, [isEvent, revealedId, lastsMs])
  return useMemo(() => (revealedId === null ? null : { voteId: revealedId, isEvent }), [revealedId, isEvent])
}
