import type { Vote } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import type { SessionHost, VoteAction } from '@guestwall/client/host'
import { RequestError } from '@guestwall/client/guest'
import { firstAfter, isOvertaken, type Press } from './host-acts.ts'
import { insteadOf, undoOf, type VoteStep } from './undo.ts'
import type { Colleagues } from './use-host-acts.ts'
import { UNDO_MS } from './undo-strip.tsx'

/** The last act on a vote, and the step that takes it back; `null` where there is none, or another host has acted since. */
export interface DoneAct {
  readonly action: VoteAction
  readonly undo: VoteStep | null
}

/** Another host was first: who, as far as is known, and on which vote. */
export interface LateAct {
  readonly voteId: string
  readonly by: Colleagues['acts'][number]['by'] | null
}

export interface VoteActs {
  readonly act: (voteId: string, action: VoteAction) => Promise<boolean>
  readonly done: DoneAct | null
  readonly late: LateAct | null
  readonly undo: () => void
}

/** An act of this page that was answered. `undo`: the step that takes it back; `undefined`: it was refused, because the vote is not as it was. */
export interface AnsweredAct {
  readonly action: VoteAction
  readonly voteId: string
  readonly press: Press
  readonly undo: VoteStep | null | undefined
}

/** What became of an act, by the acts of all hosts in the log. A server answers an act that another host has done already with the vote as it is. */
export function outcomeOfAct(answered: AnsweredAct | null, { acts, ownId }: Omit<Colleagues, 'press'>): Pick<VoteActs, 'done' | 'late'> {
  if (answered === null) return { done: null, late: null }
  const { action, voteId, press, undo } = answered
  const first = firstAfter(acts, press)
  const isLate = undo === undefined || (first !== null && first.by.id !== ownId)
  if (isLate) return { done: null, late: { voteId, by: first === null || first.by.id === ownId ? null : first.by } }
  const isOver = isOvertaken(acts, press, (target) => target.startsWith('vote '), ownId)
  return { done: { action, undo: isOver ? null : undo }, late: null }
}

interface VoteActPorts {
  readonly host: SessionHost
  /** Shows a refusal. */
  readonly report: (call: Promise<unknown>) => Promise<boolean>
  /** The vote that the screens show. */
  readonly onScreen: string | null
  readonly colleagues: Colleagues
}

/** Acts without asking back, and ten seconds to take the last one back. Of two hosts the second one learns who was first. */
export function useVoteActs({ host, report, onScreen, colleagues }: VoteActPorts): VoteActs {
  const [answered, setAnswered] = useState<AnsweredAct | null>(null)
  useEffect(() => {
    if (answered === null) return
    const timer = setTimeout(() => setAnswered(null), UNDO_MS)
    return () => clearTimeout(timer)
  }, [answered])
  const carryOut = async (voteId: string, action: VoteAction, call: Promise<Vote>): Promise<Vote | null> => {
    const press = colleagues.press(`vote ${voteId}`)
    const isLate = await call.then(
      () => false,
      (error: unknown) => error instanceof RequestError && error.code === 'conflict',
    )
    if (isLate) {
      setAnswered({ action, voteId, press, undo: undefined })
      return null
    }
    if (!(await report(call))) {
      setAnswered(null)
      return null
    }
    // The vote of the answer: a new run is another one than the one that was asked for.
    const vote = await call
    const target = `vote ${vote.id}`
    setAnswered({ action, voteId: vote.id, press: { ...press, target }, undo: undoOf({ action, vote, onScreenBefore: onScreen }) })
    return vote
  }
  const act = async (voteId: string, action: VoteAction): Promise<boolean> =>
    (await carryOut(voteId, action, host.actOnVote(voteId, action))) !== null
  const { done, late } = outcomeOfAct(answered, colleagues)
  const undo = (): void => {
    if (!done?.undo) return
    const { voteId, action } = done.undo
    void carryOut(voteId, action, takeBack(host, done.undo)).then(() => setAnswered((known) => (known?.undo === undefined ? known : null)))
  }
  return { act, done, late, undo }
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
