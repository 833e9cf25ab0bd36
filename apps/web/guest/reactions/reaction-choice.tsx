import type { MessageReactions } from '@guestwall/client/reactions'
import type { ReactionKind } from '@guestwall/protocol'
import { REACTION_SEALS } from '@guestwall/react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { ReactionMessages } from '../../shared/reaction-messages.ts'

interface ReactionChoiceProps extends MessageReactions {
  readonly t: ReactionMessages
  readonly onChoose: (kind: ReactionKind) => void
  readonly onClose: () => void
}

/** The six seals. One that is pressed is the guest's, and a press on it takes it back. */
export function ReactionChoice({ counts, own, t, onChoose, onClose }: ReactionChoiceProps) {
  const group = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The button that was pressed is gone.
    const seals = group.current
    const first = seals?.querySelector<HTMLElement>('[aria-pressed="true"]') ?? seals?.querySelector('button')
    first?.focus({ preventScroll: true })
  }, [])
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') onClose()
  }
  return (
    <div ref={group} className="reactions__choice" role="group" aria-label={t.choose}>
      {REACTION_SEALS.map(([kind, seal]) => {
        const count = counts[kind] ?? 0
        return (
          <button
            key={kind}
            type="button"
            className="reactions__one"
            aria-pressed={own === kind}
            title={t.names[kind]}
            aria-label={count > 0 ? t.counted(t.names[kind], count) : t.names[kind]}
            onKeyDown={onKeyDown}
            onClick={() => {
              onChoose(kind)
              onClose()
            }}
          >
            <span className="reactions__stamp" aria-hidden="true">
              <span className="reactions__seal" data-own={own === kind} lang="zh-CN">
                {seal}
              </span>
              {count > 0 && count}
            </span>
            {/* Where a seal is the word itself, nothing explains it. */}
            {t.names[kind] !== seal && (
              <span className="reactions__name" aria-hidden="true">
                {t.names[kind]}
              </span>
            )}
          </button>
        )
      })}
    </div>
  )
}
