import type { Vote } from '@guestwall/protocol'
import { useEffect, useMemo, useState } from 'react'
import { type LayoutChoice, type Reveal, type RevealsSeen, revealMs, seeReveal } from './reveal.ts'
import { NO_VOTES_SEEN, seeVotes } from './revealed-vote.ts'

/**
 * Follows the results that hosts reveal; `null`: none since this page was opened. `isHeld`: a host holds the picture, and no event interrupts it. `choice`: with
 * each one of a host the event is over at once.
 */
export function useReveal(votes: readonly Vote[], { isHeld, choice }: { isHeld: boolean; choice: LayoutChoice }): Reveal | null {
  const [known, setKnown] = useState({ votes, seen: seeVotes(NO_VOTES_SEEN, votes) })
  if (known.votes !== votes) setKnown({ votes, seen: seeVotes(known.seen, votes) })
  const { revealedId } = known.seen
  const [past, setPast] = useState<RevealsSeen>({ over: null, choice })
  const now = seeReveal(past, { revealedId, isHeld, choice })
  if (now !== past) setPast(now)
  const isEvent = revealedId !== null && revealedId !== now.over
  const vote = votes.find(({ id }) => id === revealedId)
  const lastsMs = vote === undefined ? 0 : revealMs(vote)
  useEffect(() => {
    if (!isEvent) return
    const timer = setTimeout(() => setPast((before) => ({ ...before, over: revealedId })), lastsMs)
    return () => clearTimeout(timer)
  }, [isEvent, revealedId, lastsMs])
  return useMemo(() => (revealedId === null ? null : { voteId: revealedId, isEvent }), [revealedId, isEvent])
}
