import type { MessageReactions } from '@guestwall/client/reactions'
import { REACTION_SEALS } from '@guestwall/react'
import { useEffect, useRef } from 'react'
import type { ReactionMessages } from '../../shared/reaction-messages.ts'

/** Of the six, the one that fits every message. */
const FIRST_SEAL = '赞'

interface ReactionSumProps extends MessageReactions {
  readonly t: ReactionMessages
  /** The seals were open, and the focus was in them. */
  readonly takesFocus: boolean
  readonly onOpen: () => void
}

/** How many guests have each reaction, in one button that opens the seals. Without any it is a faint seal and what it does. */
export function ReactionSum({ counts, own, t, takesFocus, onOpen }: ReactionSumProps) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (takesFocus) button.current?.focus({ preventScroll: true })
  }, [takesFocus])
  const present = REACTION_SEALS.filter(([kind]) => (counts[kind] ?? 0) > 0)
  const label = [t.choose, ...present.map(([kind]) => t.counted(t.names[kind], counts[kind] ?? 0))].join(' · ')
  return (
    <button ref={button} type="button" className="reactions__sum" title={label} aria-label={label} aria-expanded="false" onClick={onOpen}>
      {present.map(([kind, seal]) => (
        <span key={kind} className="reactions__one" aria-hidden="true">
          <span className="reactions__seal" data-own={own === kind} lang="zh-CN">
            {seal}
          </span>
          {counts[kind]}
        </span>
      ))}
      {present.length === 0 ? (
        <span className="reactions__one reactions__one--first" aria-hidden="true">
          <span className="reactions__seal" lang="zh-CN">
            {FIRST_SEAL}
          </span>
          {t.choose}
        </span>
      ) : (
        own === null && (
          <span className="reactions__seal reactions__seal--more" aria-hidden="true">
            +
          </span>
        )
      )}
    </button>
  )
}
