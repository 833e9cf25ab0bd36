import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react'

import { useBackCloses } from './back-closes.ts'

export interface SheetProps {
  readonly title: string
  readonly closeLabel: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A sheet over the page: a modal dialog that the browser itself keeps the focus in. Esc, Back and a tap beside it close it. */
export function Sheet({ title, closeLabel, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useBackCloses(onClose)
  useEffect(() => {
    const element = dialog.current
    if (element === null || element.open) return
    if (typeof element.showModal === 'function') return element.showModal()
    // Browsers of before 2022 have the element's name only: there the sheet opens without being modal, and Esc is ours.
    element.setAttribute('open', '')
    element.querySelector('button')?.focus()
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onClose()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  const onTap = (event: MouseEvent): void => {
    if (event.target === dialog.current) onClose()
  }
  return (
    // The browser turns Esc into onClose.
    <dialog ref={dialog} className="sheet" aria-labelledby={titleId} onClose={onClose} onClick={onTap}>
      <div className="sheet__body">
        <header className="sheet__head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="sheet__close" onClick={onClose}>
            {closeLabel}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
