import type { Vote } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import type { SessionHost, VoteAction } from '@guestwall/client/host'
import { RequestError } from '@guestwall/client/guest'
import { insteadOf, undoOf, type VoteStep } from './undo.ts'

/** The last act on a vote, and the step that takes it back. */
export interface DoneAct {
  readonly action: VoteAction
  readonly undo: VoteStep | null
}

export interface VoteActs {
  readonly act: (voteId: string, action: VoteAction) => Promise<boolean>
  readonly done: DoneAct | null
  readonly undo: () => void
}

const UNDO_MS = 10_000

/** Acts without asking back, and ten seconds to take the last one back. `report`: shows a refusal. `onScreen`: the vote that the screens show. */
export function useVoteActs(host: SessionHost, report: (call: Promise<unknown>) => Promise<boolean>, onScreen: string | null): VoteActs {
  const [done, setDone] = useState<DoneAct | null>(null)
  useEffect(() => {
    if (done === null) return
    const timer = setTimeout(() => setDone(null), UNDO_MS)
    return () => clearTimeout(timer)
  }, [done])
  const act = async (voteId: string, action: VoteAction): Promise<boolean> => {
    const call = host.actOnVote(voteId, action)
    const isTaken = await report(call)
    // The vote of the answer: a new run is another one than the one that was asked for.
    setDone(isTaken ? { action, undo: undoOf({ action, vote: await call, onScreenBefore: onScreen }) } : null)
    return isTaken
  }
  const undo = (): void => {
    if (!done?.undo) return
    setDone(null)
    void report(takeBack(host, done.undo))
  }
  return { act, done, undo }
}

async function takeBack(host: SessionHost, step: VoteStep): Promise<Vote> {
  try {
    return await host.actOnVote(step.voteId, step.action)
  } catch (error) {
    const instead = insteadOf(step)
    if (instead === null || !(error instanceof RequestError) || error.code !== 'conflict') throw error
    return host.actOnVote(instead.voteId, instead.action)
  }
}
