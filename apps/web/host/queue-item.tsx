import type { WallMessage } from '@guestwall/protocol'
import { FoldedText } from '@guestwall/react'
import { ConfirmButton } from '../shared/ui/confirm-button.tsx'
import type { HostWords } from './words.ts'
import { Button } from '../shared/ui/button.tsx'

interface QueueItemProps {
  readonly message: WallMessage
  readonly time: string
  /** Removing was tapped once. */
  readonly isAsked: boolean
  readonly onAsk: () => void
  readonly onKeep: () => void
  readonly onRemove: () => void
  readonly words: HostWords
}

/** One message with its way off the wall: two taps, and no double tap removes. */
export function QueueItem({ message, time, isAsked, onAsk, onKeep, onRemove, words }: QueueItemProps) {
  return (
    <li className={`queue__item${isAsked ? ' queue__item--asked' : ''}`}>
      <div className="queue__words">
        <FoldedText text={message.content} className="queue__text" labels={words.fold} />
        <p className="queue__by">
          <bdi>{message.guestName}</bdi>
          <time dateTime={message.createdAt}>{time}</time>
        </p>
      </div>
      <div className="queue__actions">
        {isAsked ? (
          <>
            <ConfirmButton className="queue__confirm" onConfirm={onRemove}>
              {words.confirmRemove}
            </ConfirmButton>
            <Button look="quiet" onClick={onKeep}>
              {words.keep}
            </Button>
          </>
        ) : (
          <Button look="text" className="queue__remove" aria-label={words.removeOf(message.guestName)} onClick={onAsk}>
            {words.remove}
          </Button>
        )}
      </div>
    </li>
  )
}
