import type { HostMessage } from '@guestwall/protocol'
import { Sheet } from '../../shared/ui/sheet.tsx'
import { TwoStep } from '../../shared/ui/two-step.tsx'
import { MarkedText } from './marked-text.tsx'
import type { QueueMessages } from './messages.ts'

interface MessageSheetProps {
  readonly message: HostMessage
  readonly onRemove: () => void
  readonly onClose: () => void
  readonly t: QueueMessages
}

/** What is rarely done with a message. Removing is final, and takes two steps. */
export function MessageSheet({ message, onRemove, onClose, t }: MessageSheetProps) {
  const remove = (): void => {
    onRemove()
    onClose()
  }
  return (
    <Sheet title={t.menuTitle} closeLabel={t.close} onClose={onClose}>
      <MarkedText message={message} className="queue__text" t={t} />
      <p className="queue-row__by">
        <bdi className="queue-row__name">{message.guestName}</bdi>
      </p>
      <p className="message-sheet__hint">{t.removeHint}</p>
      <TwoStep ask={t.remove} confirm={t.confirmRemove} keep={t.keep} onConfirm={remove} />
    </Sheet>
  )
}
