import { useEffect, useId, useRef, useState } from 'react'
import { copyText } from '../copy-text.ts'
import { Button } from './button.tsx'
import { Field } from './field.tsx'

export interface CopyMessages {
  readonly copy: string
  readonly copied: string
  readonly notCopied: string
}

interface CopyButtonProps {
  readonly text: string
  readonly t: CopyMessages
  /** Names the text for screen readers, where the button alone does not. */
  readonly label?: string
  /** Called when the browser has no clipboard: the caller selects the text, to be copied by hand. */
  readonly onRefused?: () => void
  readonly className?: string
}

const TOLD_MS = 2_000

/** Copies a text and says in its own words whether it did. */
export function CopyButton({ text, t, label, onRefused, className }: CopyButtonProps) {
  const [told, setTold] = useState<'copied' | 'notCopied' | null>(null)
  useEffect(() => {
    if (told === null) return
    const timer = setTimeout(() => setTold(null), TOLD_MS)
    return () => clearTimeout(timer)
  }, [told])
  const copy = async (): Promise<void> => {
    const isCopied = await copyText(text)
    if (!isCopied) onRefused?.()
    setTold(isCopied ? 'copied' : 'notCopied')
  }
  return (
    <Button
      look="quiet"
      {...(className === undefined ? {} : { className })}
      aria-label={label === undefined ? undefined : `${t.copy}: ${label}`}
      onClick={() => void copy()}
    >
      <span role="status">{t[told ?? 'copy']}</span>
    </Button>
  )
}

interface CopyFieldProps {
  readonly label: string
  readonly text: string
  readonly hint?: string
  readonly t: CopyMessages
}

/** A link that can be copied: by the button, or selected by hand where a browser has no clipboard. */
export function CopyField({ label, text, hint, t }: CopyFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const hintId = useId()
  return (
    <div className="copy-field">
      <Field
        label={label}
        look="link"
        fieldRef={field}
        readOnly
        value={text}
        aria-describedby={hint === undefined ? undefined : hintId}
        onFocus={(event) => event.target.select()}
      />
      <CopyButton className="copy-field__button" text={text} t={t} label={label} onRefused={() => field.current?.select()} />
      {hint !== undefined && (
        <p id={hintId} className="copy-field__hint">
          {hint}
        </p>
      )}
    </div>
  )
}
