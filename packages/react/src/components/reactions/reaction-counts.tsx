import type { ReactionKind } from '@guestwall/protocol'
import { classNames } from '../shared/class-names.ts'
import { REACTION_SEALS } from './reaction-seals.ts'

export interface ReactionCountsProps {
  /** How many guests have each reaction. */
  readonly counts: Readonly<Record<string, number>>
  /** At most so many reactions: those of most guests. All six by default. */
  readonly most?: number
  /** The text that a screen reader speaks for one reaction. Without it the counts are not spoken. */
  readonly labelOf?: (kind: ReactionKind, count: number) => string
  readonly className?: string
}

/** A row of seals with their numbers, always in one order. A number that changes fades in at its place. Nothing where nobody reacts. */
export function ReactionCounts({ counts, most = REACTION_SEALS.length, labelOf, className }: ReactionCountsProps) {
  const shown = shownReactions(counts, most)
  if (shown.length === 0) return null
  return (
    <span
      className={classNames('gw-reactions', className)}
      {...(labelOf === undefined
        ? { 'aria-hidden': true }
        : { role: 'img', 'aria-label': shown.map(({ kind, count }) => labelOf(kind, count)).join(' · ') })}
    >
      {shown.map(({ kind, seal, count }) => (
        <span key={kind} className="gw-reactions__one">
          <span className="gw-reactions__seal" lang="zh-CN">
            {seal}
          </span>
          <span key={count} className="gw-reactions__count">
            {count}
          </span>
        </span>
      ))}
    </span>
  )
}

/** The reactions of most guests, in the order of the seals. */
export function shownReactions(
  counts: ReactionCountsProps['counts'],
  most: number,
): { readonly kind: ReactionKind; readonly seal: string; readonly count: number }[] {
  const present = REACTION_SEALS.map(([kind, seal]) => ({ kind, seal, count: counts[kind] ?? 0 })).filter(({ count }) => count > 0)
  const chosen = new Set([...present].sort((left, right) => right.count - left.count).slice(0, most))
  return present.filter((each) => chosen.has(each))
}
