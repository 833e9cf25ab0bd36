import { useState } from 'react'
import { languageOf } from './language-of.ts'

export interface FoldLabels {
  /** Unfolds a text of many lines. */
  readonly more: string
  readonly less: string
}

export interface FoldedTextProps {
  readonly text: string
  readonly className: string
  readonly labels: FoldLabels
}

/** A text of more lines than this is folded, so that nobody's line breaks push everybody else's words off a screen. The style sheet cuts it to fewer. */
const MOST_LINES = 8

/** What a guest wrote, folded where it has very many lines. Never folded by its length: that is limited already. */
export function FoldedText({ text, className, labels }: FoldedTextProps) {
  const [isOpen, setOpen] = useState(false)
  const isLong = text.split('\n').length > MOST_LINES
  return (
    <>
      <p className={`${className}${isLong && !isOpen ? ' gw-folded' : ''}`} dir="auto" lang={languageOf(text)}>
        {text}
      </p>
      {isLong && (
        <button type="button" className="gw-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? labels.less : labels.more}
        </button>
      )}
    </>
  )
}
