import type { HostMessage } from '@guestwall/protocol'
import { languageOf } from '@guestwall/react'
import { Button } from '../../shared/ui/button.tsx'
import { Icon } from '../icon.tsx'
import type { MessageActs } from '../queue/use-message-acts.ts'
import type { QueueMessages } from '../queue/messages.ts'

interface WaitingMessageProps {
  readonly message: HostMessage
  readonly acts: MessageActs
  readonly approve: string
  readonly t: QueueMessages
}

/** The first message that waits for the host, with both answers to it. */
export function WaitingMessage({ message, acts, approve, t }: WaitingMessageProps) {
  const { guestName, content } = message
  return (
    <div className="waiting-message">
      <blockquote className="waiting-message__text" dir="auto" lang={languageOf(content)}>
        {content}
      </blockquote>
      <p className="waiting-message__author">
        <bdi>{guestName}</bdi>
      </p>
      <div className="waiting-message__acts">
        <Button
          look="quiet"
          aria-label={t.actOn(t.rejecting.pending.act, guestName, content)}
          onClick={() => acts.act('reject', [message])}
        >
          {t.rejecting.pending.act}
        </Button>
        <Button
          className="waiting-message__approve"
          aria-label={t.actOn(t.acts.approve, guestName, content)}
          onClick={() => acts.act('approve', [message])}
        >
          <Icon name="check" />
          <span>{approve}</span>
        </Button>
      </div>
    </div>
  )
}
