import type { Vote } from '@guestwall/protocol'
import { type FocusEvent, type KeyboardEvent, useId, useRef } from 'react'
import { DeliveryIcon } from '../shared/icons.tsx'
import { languageOf } from '../shared/language-of.ts'
import type { BallotDraft } from './use-ballot-draft.ts'

export interface VoteOptionsProps {
  readonly vote: Vote
  readonly draft: BallotDraft
  readonly isCounted: boolean
  /** Ids of the elements that name and describe the group. */
  readonly labelledBy: string
  readonly describedBy: string
}

/** The options as native radio buttons, or as check boxes when several can be chosen. */
export function VoteOptions({ vote, draft, isCounted, labelledBy, describedBy }: VoteOptionsProps) {
  const name = useId()
  const isSingle = vote.maxChoices === 1
  const isFull = !isSingle && draft.optionIds.length >= vote.maxChoices
  // The keydown event sets this before the change event that it causes.
  const isByArrow = useRef(false)
  const onKeyDown = (event: KeyboardEvent): void => {
    isByArrow.current = event.key.startsWith('Arrow')
  }
  const onPointerDown = (): void => {
    isByArrow.current = false
  }
  const choose = (optionId: string, isChosen: boolean): void => {
    const others = isSingle ? [] : draft.optionIds.filter((id) => id !== optionId)
    draft.choose(isChosen ? [...others, optionId] : others, isByArrow.current)
    isByArrow.current = false
  }
  // Leaving the group submits the choice.
  const onBlur = (event: FocusEvent): void => {
    if (isSingle && vote.changeable && !event.currentTarget.contains(event.relatedTarget)) draft.cast()
  }
  return (
    <div
      role={isSingle ? 'radiogroup' : 'group'}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className="gw-options"
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onBlur={onBlur}
    >
      {vote.options.map((option) => {
        const isChosen = draft.optionIds.includes(option.id)
        return (
          <label key={option.id} className={`gw-option${isChosen ? ' gw-option--chosen' : ''}`}>
            <input
              type={isSingle ? 'radio' : 'checkbox'}
              name={name}
              className="gw-option__input"
              checked={isChosen}
              disabled={isFull && !isChosen}
              onChange={(event) => choose(option.id, event.target.checked)}
            />
            <span className="gw-option__label" dir="auto" lang={languageOf(option.label)}>
              {option.label}
            </span>
            {isChosen && !draft.isUnsent && (draft.isSending || isCounted) && (
              <span className={`gw-state gw-state--${draft.isSending ? 'sending' : 'delivered'}`}>
                <DeliveryIcon delivery={draft.isSending ? 'sending' : 'delivered'} />
              </span>
            )}
          </label>
        )
      })}
    </div>
  )
}
