import { type ReactNode, useId } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

export interface SheetProps {
  readonly title: string
  readonly closeLabel: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog with a title and a way to close it: from the lower edge of a phone, in the middle of a larger screen. */
export function Sheet({ title, closeLabel, onClose, children }: SheetProps) {
  const titleId = useId()
  return (
    <Dialog className="sheet" labelledBy={titleId} onClose={onClose}>
      <div className="sheet__body">
        <header className="sheet__head">
          <h2 id={titleId}>{title}</h2>
          <Button look="text" onClick={onClose}>
            {closeLabel}
          </Button>
        </header>
        {children}
      </div>
    </Dialog>
  )
}
