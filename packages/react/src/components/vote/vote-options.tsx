import type { Vote } from '@guestwall/protocol'
import { type FocusEvent, type KeyboardEvent, useId, useRef } from 'react'
import { DeliveryIcon } from '../shared/icons.tsx'
import { languageOf } from '../shared/language-of.ts'
import type { Pick } from './use-pick.ts'

export interface VoteOptionsProps {
  readonly vote: Vote
  readonly pick: Pick
  readonly isCounted: boolean
  /** Ids of what names and of what explains the group. */
  readonly labelledBy: string
  readonly describedBy: string
}

/** The options to choose from: the browser's own radio buttons, or check boxes for several. */
export function VoteOptions({ vote, pick, isCounted, labelledBy, describedBy }: VoteOptionsProps) {
  const name = useId()
  const isSingle = vote.maxChoices === 1
  const isFull = !isSingle && pick.optionIds.length >= vote.maxChoices
  // Set by the key before the change that it causes.
  const isByArrow = useRef(false)
  const onKeyDown = (event: KeyboardEvent): void => {
    isByArrow.current = event.key.startsWith('Arrow')
  }
  const onPointerDown = (): void => {
    isByArrow.current = false
  }
  const choose = (optionId: string, isChosen: boolean): void => {
    const others = isSingle ? [] : pick.optionIds.filter((id) => id !== optionId)
    pick.choose(isChosen ? [...others, optionId] : others, isByArrow.current)
    isByArrow.current = false
  }
  // Who leaves the group has chosen.
  const onBlur = (event: FocusEvent): void => {
    if (isSingle && vote.changeable && !event.currentTarget.contains(event.relatedTarget)) pick.cast()
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
        const isChosen = pick.optionIds.includes(option.id)
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
            {isChosen && !pick.isUnsent && (pick.isSending || isCounted) && (
              <span className={`gw-state gw-state--${pick.isSending ? 'sending' : 'delivered'}`}>
                <DeliveryIcon delivery={pick.isSending ? 'sending' : 'delivered'} />
              </span>
            )}
          </label>
        )
      })}
    </div>
  )
}
