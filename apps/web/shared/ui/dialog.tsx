import { type MouseEvent, type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { useBackCloses } from '../back-closes.ts'

interface DialogProps {
  readonly className: string
  readonly labelledBy: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/**
 * Lies over the page until it is answered: the browser itself keeps the focus in it. Esc, Back and a tap beside it close it, and the focus
 * returns to where it was.
 */
export function Dialog({ className, labelledBy, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useBackCloses(onClose)
  useReturnedFocus()
  const onEscape = useEffectEvent(onClose)
  useEffect(() => {
    const element = dialog.current
    if (element === null || element.open) return
    if (typeof element.showModal === 'function') return element.showModal()
    // Browsers of before 2022 have the element's name only: there it opens without being modal, and Esc is ours.
    element.setAttribute('open', '')
    element.querySelector('button')?.focus()
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onEscape()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  const onTap = (event: MouseEvent): void => {
    if (event.target === dialog.current) onClose()
  }
  return (
    // The browser turns Esc into onClose.
    <dialog ref={dialog} className={className} aria-labelledby={labelledBy} onClose={onClose} onClick={onTap}>
      {children}
    </dialog>
  )
}

/** Browsers return the focus of a dialog that is closed, and not of one that leaves the page. */
function useReturnedFocus(): void {
  const before = useRef(document.activeElement)
  useEffect(
    () => () => {
      const element = before.current
      if (element instanceof HTMLElement && element.isConnected) element.focus()
    },
    [],
  )
}
