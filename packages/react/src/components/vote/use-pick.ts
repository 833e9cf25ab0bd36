import type { ViewBallot } from '@guestwall/client'
import { useEffect, useState } from 'react'
import type { VoteView } from './vote-view.ts'

/** A choice on this page that the ballot does not hold yet. */
interface Picked {
  readonly optionIds: readonly string[]
  /** The ballot that was there when it was made: a newer one settles it. */
  readonly afterKey: string | null
  /** Handed over; the ballot will follow. */
  readonly isCast: boolean
}

export interface Pick {
  readonly optionIds: readonly string[]
  readonly isSending: boolean
  /** Chosen here, and cast by nobody yet. */
  readonly isUnsent: boolean
  readonly choose: (optionIds: readonly string[], byArrow: boolean) => void
  readonly cast: () => void
}

/** Arrow keys choose each option that they pass: the ballot is cast where they rest. */
const ARROWS_REST_MS = 700

/** What is chosen: at once here, and by the ballot as soon as there is a newer one. */
export function usePick(view: VoteView, ballot: ViewBallot | null, onCast: (optionIds: readonly string[]) => unknown): Pick {
  const [known, setPicked] = useState<Picked | null>(null)
  const afterKey = ballot?.key ?? null
  const picked = known !== null && known.afterKey === afterKey && view.asking !== 'no' ? known : null
  const isResting = picked !== null && !picked.isCast && view.asking === 'tap'

  const castNow = (optionIds: readonly string[]): void => {
    const sent: Picked = { optionIds, afterKey, isCast: true }
    setPicked(sent)
    // A refusal is shown by the ballot. Where there is none, nothing was kept: the choice goes back.
    Promise.resolve(onCast(optionIds)).catch(() => setPicked((latest) => (latest === sent ? null : latest)))
  }
  const choose = (optionIds: readonly string[], byArrow: boolean): void => {
    if (view.asking === 'tap' && !byArrow) castNow(optionIds)
    else setPicked({ optionIds, afterKey, isCast: false })
  }
  const cast = (): void => {
    if (picked !== null && !picked.isCast && picked.optionIds.length > 0) castNow(picked.optionIds)
  }
  // Starts again with each step of the arrows.
  useEffect(() => {
    if (!isResting) return
    const timer = setTimeout(cast, ARROWS_REST_MS)
    return () => clearTimeout(timer)
  }, [isResting, picked])

  return {
    optionIds: picked?.optionIds ?? view.chosen,
    isSending: picked?.isCast === true || (picked === null && view.status === 'sending'),
    isUnsent: picked !== null && !picked.isCast && !isSameChoice(picked.optionIds, view.chosen),
    choose,
    cast,
  }
}

function isSameChoice(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id))
}
