import type { TextRefusal } from '@guestwall/protocol'
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { isComposing } from '../shared/is-composing.ts'
import { checkDraft, type DraftCheck } from './draft-check.ts'

export interface ComposerLabels {
  /** Names the field. */
  readonly field: string
  readonly placeholder: string
  readonly send: string
  /** Around the name: "Writing as" … "". */
  readonly writingAs: { readonly before: string; readonly after: string }
  readonly rename: string
  /** Read out for the counter. */
  readonly counted: (count: number, limit: number) => string
  /** When the draft is too long. */
  readonly over: (count: number) => string
  /** When its characters are too large, as some emoji are. */
  readonly heavy: (count: number) => string
  readonly problems: Readonly<Record<TextRefusal, string>>
}

export interface MessageComposerProps {
  readonly draft: string
  readonly onDraft: (draft: string) => void
  /** Called with a draft that may be sent. */
  readonly onSend: (draft: string) => void
  readonly guestName: string
  readonly onRename: () => void
  readonly labels: ComposerLabels
  /** Below the field: what still waits, or what went wrong. */
  readonly note?: string | null
}

/** The field at the thumb, with name and counter. Holds nothing: the draft is the caller's. */
export function MessageComposer({ draft, onDraft, onSend, guestName, onRename, labels, note = null }: MessageComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const counterId = useId()
  const check = checkDraft(draft)
  const canSend = check.problem === null
  const problem = problemText(check, labels)
  useGrowing(field, draft)

  const send = (): void => {
    if (canSend) onSend(draft)
    // The keyboard stays open: whoever sends one wish often sends another.
    field.current?.focus()
  }
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    send()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter is a line break on phones and picks a word in an input method; with Ctrl or Command it means send.
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || isComposing(event)) return
    event.preventDefault()
    if (!event.repeat) send()
  }

  return (
    <form className="gw-composer" onSubmit={onSubmit}>
      <div className="gw-composer__about">
        <p className="gw-composer__name">
          {labels.writingAs.before}
          <bdi>{guestName}</bdi>
          {labels.writingAs.after}
        </p>
        <button type="button" className="gw-composer__rename" onClick={onRename}>
          {labels.rename}
        </button>
        <span className={`gw-composer__count${check.over > 0 ? ' gw-composer__count--over' : ''}`} aria-hidden="true">
          {check.count} / {check.limit}
        </span>
      </div>
      <div className="gw-composer__row">
        <textarea
          ref={field}
          className="gw-composer__field"
          rows={1}
          value={draft}
          placeholder={labels.placeholder}
          aria-label={labels.field}
          aria-describedby={counterId}
          aria-invalid={check.over > 0}
          enterKeyHint="enter"
          dir="auto"
          onChange={(event) => onDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="gw-button gw-composer__send" aria-disabled={!canSend}>
          {labels.send}
        </button>
      </div>
      <p className={`gw-composer__note${problem === null ? '' : ' gw-composer__note--problem'}`} role="status">
        {problem ?? note}
      </p>
      <p id={counterId} className="gw-unseen">
        {labels.counted(check.count, check.limit)}
      </p>
    </form>
  )
}

/** An empty field needs no reproach. */
function problemText({ problem, over, isHeavy }: DraftCheck, labels: ComposerLabels): string | null {
  if (over > 0) return isHeavy ? labels.heavy(over) : labels.over(over)
  return problem === null || problem === 'empty_content' ? null : labels.problems[problem]
}

/** The field grows with its text; the style sheet sets the most. */
function useGrowing(field: { readonly current: HTMLTextAreaElement | null }, draft: string): void {
  // The height follows the draft.
  useEffect(() => {
    const element = field.current
    if (element === null) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`
  }, [field, draft])
}
