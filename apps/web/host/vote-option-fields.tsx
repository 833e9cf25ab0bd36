import { MAX_VOTE_OPTIONS, MIN_VOTE_OPTIONS } from '@guestwall/protocol'
import { isComposing } from '@guestwall/react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { type VoteDraft, withLabel, withOptions, withoutOption } from './vote-draft.ts'
import type { VoteDeskMessages } from './vote-messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { Field } from '../shared/ui/field.tsx'

interface VoteOptionFieldsProps {
  readonly draft: VoteDraft
  /** The options stay; only their words may be corrected. */
  readonly isFixed: boolean
  /** The place of the option that is wrong. */
  readonly wrongAt: number | null
  readonly onDraft: (change: (draft: VoteDraft) => VoteDraft) => void
  readonly newKey: () => string
  readonly t: VoteDeskMessages['form']
}

/** A row for each option. Enter goes on to the next, and a pasted list becomes rows. */
export function VoteOptionFields({ draft, isFixed, wrongAt, onDraft, newKey, t }: VoteOptionFieldsProps) {
  const list = useRef<HTMLOListElement>(null)
  /** A new object for each request, so that the same field can be asked for twice. */
  const [focusAt, setFocusAt] = useState<{ readonly at: number } | null>(null)
  const { options } = draft
  const hasRoom = !isFixed && options.length < MAX_VOTE_OPTIONS
  useEffect(() => {
    if (focusAt !== null) list.current?.querySelectorAll('input')[focusAt.at]?.focus()
  }, [focusAt])

  const add = (afterKey: string, labels: readonly string[]): void => onDraft((known) => withOptions(known, afterKey, labels, newKey))
  const onEnter = (event: KeyboardEvent, at: number, key: string): void => {
    // In an input method Enter picks a word.
    if (event.key !== 'Enter' || isComposing(event) || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    if (event.repeat) return
    if (at === options.length - 1 && hasRoom && options[at]?.label.trim() !== '') add(key, [''])
    setFocusAt({ at: Math.min(at + 1, MAX_VOTE_OPTIONS - 1) })
  }
  const onPaste = (event: ClipboardEvent, at: number, key: string): void => {
    const [first = '', ...more] = event.clipboardData
      .getData('text')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
    if (more.length === 0 || !hasRoom) return
    event.preventDefault()
    onDraft((known) => withOptions(withLabel(known, key, `${known.options[at]?.label ?? ''}${first}`), key, more, newKey))
    setFocusAt({ at: Math.min(at + more.length, MAX_VOTE_OPTIONS - 1) })
  }

  return (
    <fieldset className="choices">
      <legend>{t.options}</legend>
      <ol ref={list} className="vote-form__options">
        {options.map((option, at) => (
          <li key={option.key} className="vote-form__option">
            <Field
              isLabelUnseen
              isWrong={at === wrongAt}
              value={option.label}
              label={t.option(at + 1)}
              placeholder={t.option(at + 1)}
              dir="auto"
              onChange={(event) => onDraft((known) => withLabel(known, option.key, event.target.value))}
              onKeyDown={(event) => onEnter(event, at, option.key)}
              onPaste={(event) => onPaste(event, at, option.key)}
            />
            {!isFixed && options.length > MIN_VOTE_OPTIONS && (
              <Button
                look="soft"
                className="vote-form__remove"
                aria-label={t.removeOption(at + 1)}
                onClick={() => {
                  onDraft((known) => withoutOption(known, option.key))
                  setFocusAt({ at: Math.max(0, at - 1) })
                }}
              >
                <span aria-hidden="true">×</span>
              </Button>
            )}
          </li>
        ))}
      </ol>
      {hasRoom && (
        <Button
          look="text"
          className="vote-form__add"
          onClick={() => {
            add(options[options.length - 1]?.key ?? '', [''])
            setFocusAt({ at: options.length })
          }}
        >
          {t.addOption}
        </Button>
      )}
    </fieldset>
  )
}
