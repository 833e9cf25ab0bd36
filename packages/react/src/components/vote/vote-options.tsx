import type { Vote } from '@guestwall/protocol'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { classNames } from '../shared/class-names.ts'
import { DeliveryIcon } from '../shared/icons.tsx'
import { languageOf } from '../shared/language-of.ts'
import type { BallotDraft } from './use-ballot-draft.ts'

/** The state of one option in the guest's ballot. */
export interface OptionState {
  readonly isChosen: boolean
  readonly isSending: boolean
  readonly isCounted: boolean
}

/** Renders the content of one option, beside its radio button or check box. */
export type RenderOption = (option: Vote['options'][number], state: OptionState) => ReactNode

export interface VoteOptionsProps {
  readonly vote: Vote
  readonly draft: BallotDraft
  readonly isCounted: boolean
  /** Ids of the elements that name and describe the group. */
  readonly labelledBy: string
  readonly describedBy: string
  readonly renderOption?: RenderOption | undefined
}

/** The options as native radio buttons, or as check boxes when several can be chosen. */
export function VoteOptions({ vote, draft, isCounted, labelledBy, describedBy, renderOption = defaultOption }: VoteOptionsProps) {
  const name = useId()
  const group = useRef<HTMLDivElement>(null)
  const isSingle = vote.maxChoices === 1
  const isFull = !isSingle && draft.optionIds.length >= vote.maxChoices
  // The keydown event sets this before the change event that it causes.
  const isByArrow = useRef(false)
  const onKeyDown = (event: KeyboardEvent): void => {
    isByArrow.current = event.key.startsWith('Arrow')
  }
  const onKeyUp = (): void => {
    isByArrow.current = false
  }
  const choose = (optionId: string, isChosen: boolean): void => {
    const others = isSingle ? [] : draft.optionIds.filter((id) => id !== optionId)
    draft.choose(isChosen ? [...others, optionId] : others, isByArrow.current)
    isByArrow.current = false
  }
  // Leaving the group submits the choice.
  const onBlur = (event: FocusEvent): void => {
    if (isSingle && vote.changeable && !group.current?.contains(event.relatedTarget)) draft.cast()
  }
  return (
    <div
      ref={group}
      role={isSingle ? 'radiogroup' : 'group'}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className="gw-options"
    >
      {vote.options.map((option) => {
        const isChosen = draft.optionIds.includes(option.id)
        const isSettled = isChosen && !draft.isUnsent
        return (
          <label key={option.id} className={classNames('gw-option', isChosen && 'gw-option--chosen')}>
            <input
              type={isSingle ? 'radio' : 'checkbox'}
              name={name}
              className="gw-option__input"
              checked={isChosen}
              disabled={isFull && !isChosen}
              onChange={(event) => choose(option.id, event.target.checked)}
              onKeyDown={onKeyDown}
              onKeyUp={onKeyUp}
              onBlur={onBlur}
            />
            {renderOption(option, {
              isChosen,
              isSending: isSettled && draft.isSending,
              isCounted: isSettled && !draft.isSending && isCounted,
            })}
          </label>
        )
      })}
    </div>
  )
}

const defaultOption: RenderOption = ({ label }, { isSending, isCounted }) => (
  <>
    <span className="gw-option__label" dir="auto" lang={languageOf(label)}>
      {label}
    </span>
    {(isSending || isCounted) && (
      <span className={`gw-state gw-state--${isSending ? 'sending' : 'delivered'}`}>
        <DeliveryIcon delivery={isSending ? 'sending' : 'delivered'} />
      </span>
    )}
  </>
)
