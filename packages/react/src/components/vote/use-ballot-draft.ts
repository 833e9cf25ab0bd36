import type { ViewBallot } from '@guestwall/client'
import { useEffect, useState } from 'react'
import { useLatest } from '../../hooks/use-latest.ts'
import type { VoteView } from './vote-view.ts'

/** A choice made on this page that the snapshot's ballot does not hold yet. */
interface LocalChoice {
  readonly optionIds: readonly string[]
  /** The key of the ballot that existed when the choice was made. A ballot with another key replaces the choice. */
  readonly afterKey: string | null
  /** The choice was handed to `onCast`; its ballot follows in the snapshot. */
  readonly isCast: boolean
}

export interface BallotDraft {
  readonly optionIds: readonly string[]
  readonly isSending: boolean
  /** Chosen here and not cast yet. */
  readonly isUnsent: boolean
  readonly choose: (optionIds: readonly string[], byArrow: boolean) => void
  readonly cast: () => void
}

/** Arrow keys select every option that they pass. The ballot is cast when no key was pressed for this long. */
const ARROW_KEY_REST_MS = 700

/** The current choice: the one made on this page, until a newer ballot replaces it. */
export function useBallotDraft(view: VoteView, ballot: ViewBallot | null, onCast: (optionIds: readonly string[]) => unknown): BallotDraft {
  const [stored, setLocal] = useState<LocalChoice | null>(null)
  const afterKey = ballot?.key ?? null
  const local = stored !== null && stored.afterKey === afterKey && view.input !== 'none' ? stored : null
  const isResting = local !== null && !local.isCast && view.input === 'tap'

  const castNow = (optionIds: readonly string[]): void => {
    const sent: LocalChoice = { optionIds, afterKey, isCast: true }
    setLocal(sent)
    // The ballot shows a refusal. Without a ballot nothing was stored, so the choice is reverted.
    Promise.resolve(onCast(optionIds)).catch(() => setLocal((latest) => (latest === sent ? null : latest)))
  }
  const choose = (optionIds: readonly string[], byArrow: boolean): void => {
    if (view.input === 'tap' && !byArrow) castNow(optionIds)
    else setLocal({ optionIds, afterKey, isCast: false })
  }
  const cast = (): void => {
    if (local !== null && !local.isCast && local.optionIds.length > 0) castNow(local.optionIds)
  }
  const castLatest = useLatest(cast)
  // `local` is a dependency, so that each arrow key restarts the timer.
  useEffect(() => {
    if (!isResting || local === null) return
    const timer = setTimeout(castLatest, ARROW_KEY_REST_MS)
    return () => clearTimeout(timer)
  }, [isResting, local, castLatest])

  return {
    optionIds: local?.optionIds ?? view.chosen,
    isSending: local?.isCast === true || (local === null && view.status === 'sending'),
    isUnsent: local !== null && !local.isCast && !isSameChoice(local.optionIds, view.chosen),
    choose,
    cast,
  }
}

function isSameChoice(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id))
}
