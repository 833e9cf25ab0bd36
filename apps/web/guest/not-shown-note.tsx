import type { GuestMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface NotShownNoteProps {
  readonly count: number
  readonly onDismiss: () => void
  readonly t: GuestMessages
}

/** A line over the composer: a message of one's own is not on the wall any more, or never will be. It gives no reason and quotes nothing (LOG-5). */
export function NotShownNote({ count, onDismiss, t }: NotShownNoteProps) {
  return (
    <div role="status">
      {count > 0 && (
        <div className="not-shown">
          <p>{t.notShown(count)}</p>
          <Button look="text" className="not-shown__read" onClick={onDismiss}>
            {t.understood}
          </Button>
        </div>
      )}
    </div>
  )
}
