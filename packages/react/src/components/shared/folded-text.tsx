import { useState } from 'react'
import { useCatalog } from '../../hooks/use-catalog.ts'
import type { FoldLabels } from '../../messages/messages.ts'
import { classNames } from './class-names.ts'
import { languageOf } from './language-of.ts'

export interface FoldedTextProps {
  readonly text: string
  readonly className?: string | undefined
  /** The provider's texts by default. */
  readonly labels?: FoldLabels | undefined
}

/** A text with more lines than this is folded, so that one message cannot fill the screen with line breaks. The style sheet clamps it to fewer lines. */
const MAX_LINES = 8

/** A guest's text, folded when it has many lines. Its length needs no folding, because the server limits it. */
export function FoldedText({ text, className, labels }: FoldedTextProps) {
  const { fold } = useCatalog().stream
  const { more, less } = labels ?? fold
  const [isOpen, setOpen] = useState(false)
  const isLong = text.split('\n').length > MAX_LINES
  return (
    <>
      <p className={classNames(className, isLong && !isOpen && 'gw-folded')} dir="auto" lang={languageOf(text)}>
        {text}
      </p>
      {isLong && (
        <button type="button" className="gw-button gw-button--text gw-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? less : more}
        </button>
      )}
    </>
  )
}
