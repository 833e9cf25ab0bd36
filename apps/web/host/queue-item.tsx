import type { WallMessage } from '@guestwall/protocol'
import { FoldedText } from '@guestwall/react'
import { ConfirmButton } from '../shared/ui/confirm-button.tsx'
import type { HostMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface QueueItemProps {
  readonly message: WallMessage
  readonly time: string
  /** Removing was tapped once. */
  readonly isAsked: boolean
  readonly onAsk: () => void
  readonly onKeep: () => void
  readonly onRemove: () => void
  readonly t: HostMessages
}

/** One message with its way off the wall: two taps, and no double tap removes. */
export function QueueItem({ message, time, isAsked, onAsk, onKeep, onRemove, t }: QueueItemProps) {
  return (
    <li className={`queue__item${isAsked ? ' queue__item--asked' : ''}`}>
      <div className="queue__words">
        <FoldedText text={message.content} className="queue__text" labels={t.fold} />
        <p className="queue__by">
          <bdi>{message.guestName}</bdi>
          <time dateTime={message.createdAt}>{time}</time>
        </p>
      </div>
      <div className="queue__actions">
        {isAsked ? (
          <>
            <ConfirmButton className="queue__confirm" onConfirm={onRemove}>
              {t.confirmRemove}
            </ConfirmButton>
            <Button look="quiet" onClick={onKeep}>
              {t.keep}
            </Button>
          </>
        ) : (
          <Button look="text" className="queue__remove" aria-label={t.removeOf(message.guestName)} onClick={onAsk}>
            {t.remove}
          </Button>
        )}
      </div>
    </li>
  )
}
