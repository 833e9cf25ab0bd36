import type { Vote } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import type { SessionHost, VoteAction } from '@guestwall/client/host'
import { UNDO_OF } from './undo.ts'

/** The last act on a vote, while it can be taken back. */
export interface DoneAct {
  readonly voteId: string
  readonly question: string
  readonly action: VoteAction
}

export interface VoteActs {
  readonly act: (voteId: string, action: VoteAction) => Promise<boolean>
  readonly done: DoneAct | null
  readonly undo: () => void
}

const UNDO_MS = 10_000

/** Acts without asking back, and ten seconds to take the last one back. `report`: shows a refusal. */
export function useVoteActs(host: SessionHost, report: (call: Promise<unknown>) => Promise<boolean>): VoteActs {
  const [done, setDone] = useState<DoneAct | null>(null)
  useEffect(() => {
    if (done === null) return
    const timer = setTimeout(() => setDone(null), UNDO_MS)
    return () => clearTimeout(timer)
  }, [done])
  const carryOut = async (voteId: string, action: VoteAction): Promise<Vote | null> => {
    const call = host.actOnVote(voteId, action)
    return (await report(call)) ? call : null
  }
  const act = async (voteId: string, action: VoteAction): Promise<boolean> => {
    const vote = await carryOut(voteId, action)
    // The vote of the answer: a new run is another one than the one that was asked for.
    setDone(vote === null ? null : { voteId: vote.id, question: vote.question, action })
    return vote !== null
  }
  const undo = (): void => {
    if (done === null) return
    setDone(null)
    void carryOut(done.voteId, UNDO_OF[done.action])
  }
  return { act, done, undo }
}
