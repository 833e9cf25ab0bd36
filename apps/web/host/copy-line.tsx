import { useId, useRef, useState } from 'react'
import { copyText } from '../shared/copy-text.ts'
import type { HostWords } from './words.ts'

interface CopyLineProps {
  readonly label: string
  readonly text: string
  readonly hint?: string
  readonly words: HostWords
}

const TOLD_MS = 2_000

/** A link that can be copied: by the button, or selected by hand where a browser has no clipboard. */
export function CopyLine({ label, text, hint, words }: CopyLineProps) {
  const field = useRef<HTMLInputElement>(null)
  const hintId = useId()
  const [told, setTold] = useState<'copied' | 'notCopied' | null>(null)
  const copy = async (): Promise<void> => {
    const isCopied = await copyText(text)
    if (!isCopied) field.current?.select()
    setTold(isCopied ? 'copied' : 'notCopied')
    setTimeout(() => setTold(null), TOLD_MS)
  }
  return (
    <div className="copy-line">
      <label className="labelled">
        <span>{label}</span>
        <input
          ref={field}
          className="field field--link"
          readOnly
          value={text}
          aria-describedby={hint === undefined ? undefined : hintId}
          onFocus={(event) => event.target.select()}
        />
      </label>
      <button type="button" className="gw-button gw-button--quiet" aria-label={`${words.copy}: ${label}`} onClick={copy}>
        <span role="status">{told === null ? words.copy : words[told]}</span>
      </button>
      {hint !== undefined && (
        <p id={hintId} className="copy-line__hint">
          {hint}
        </p>
      )}
    </div>
  )
}
