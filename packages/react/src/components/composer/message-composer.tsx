import {
  type FormEvent,
  forwardRef,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
} from 'react'
import { useCatalog } from '../../hooks/use-catalog.ts'
import type { ComposerLabels } from '../../messages/messages.ts'
import { classNames } from '../shared/class-names.ts'
import { isComposing } from '../shared/is-composing.ts'
import type { RootProps } from '../shared/root-props.ts'
import { checkDraft, type DraftCheck } from './draft-check.ts'

export interface MessageComposerProps extends RootProps {
  readonly draft: string
  readonly onDraft: (draft: string) => void
  /** Called with a draft that passed the check. */
  readonly onSend: (draft: string) => void
  readonly guestName: string
  /** Shows a button that lets the guest change the name. No button by default. */
  readonly onRename?: (() => void) | undefined
  /** The provider's texts by default. */
  readonly labels?: ComposerLabels | undefined
  /** Text below the field, for example how many messages still wait to be sent. */
  readonly note?: string | null
  /** Between the name and the field, for example ready texts while the draft is empty. */
  readonly beforeField?: ReactNode
  /** Stands before the field, such as a button for a photo. */
  readonly tool?: ReactNode
}

/** The input field with the guest's name and a counter. It is controlled: the caller holds the draft. The ref is the text field. */
export const MessageComposer = forwardRef<HTMLTextAreaElement, MessageComposerProps>(function MessageComposer(props, ref) {
  const { draft, onDraft, onSend, guestName, onRename, note = null, beforeField = null, tool, className, style } = props
  const catalog = useCatalog()
  const labels = props.labels ?? catalog.composer
  const field = useAutoHeight(draft)
  useImperativeHandle(ref, () => field.current as HTMLTextAreaElement, [field])
  const counterId = useId()
  const check = checkDraft(draft)
  const canSend = check.problem === null
  const problem = problemText(check, labels)

  const send = (): void => {
    if (canSend) onSend(draft)
    // Keep the on-screen keyboard open: many guests send a second message.
    field.current?.focus()
  }
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    send()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isSendingKey(event) || isComposing(event)) return
    event.preventDefault()
    if (!event.repeat) send()
  }

  return (
    <form className={classNames('gw-composer', className)} style={style} onSubmit={onSubmit}>
      <div className="gw-composer__about">
        <p className="gw-composer__name">
          {labels.writingAs.before}
          <bdi>{guestName}</bdi>
          {labels.writingAs.after}
        </p>
        {onRename !== undefined && (
          <button type="button" className="gw-button gw-button--text gw-composer__rename" onClick={onRename}>
            {labels.rename}
          </button>
        )}
        <span className={classNames('gw-composer__count', check.over > 0 && 'gw-composer__count--over')} aria-hidden="true">
          {check.count} / {check.limit}
        </span>
      </div>
      {beforeField}
      <div className="gw-composer__row">
        {tool}
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
      <p className={classNames('gw-composer__note', problem !== null && 'gw-composer__note--problem')} role="status">
        {problem ?? note}
      </p>
      <p id={counterId} className="gw-unseen">
        {labels.counted(check.count, check.limit)}
      </p>
    </form>
  )
})

/** Ctrl or Command with Enter sends everywhere. Enter alone sends where a mouse and a keyboard are, and breaks the line on a phone or with Shift. */
function isSendingKey({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  if (key !== 'Enter') return false
  if (ctrlKey || metaKey) return true
  return !shiftKey && !altKey && matchMedia('(hover: hover) and (pointer: fine)').matches
}

/** An empty draft shows no problem. */
function problemText({ problem, over, isHeavy }: DraftCheck, labels: ComposerLabels): string | null {
  if (over > 0) return isHeavy ? labels.heavy(over) : labels.over(over)
  return problem === null || problem === 'empty_content' ? null : labels.problems[problem]
}

/** Grows the field with its text where the browser does not (`field-sizing`), which costs two layouts a letter. The style sheet sets the maximum height. */
function useAutoHeight(draft: string): RefObject<HTMLTextAreaElement | null> {
  const field = useRef<HTMLTextAreaElement>(null)
  // Runs when the draft changes, because the height depends on it.
  useEffect(() => {
    const element = field.current
    if (element === null || 'fieldSizing' in (element.style as object)) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`
  }, [draft])
  return field
}
