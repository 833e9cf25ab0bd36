import type { ViewMessage } from '@guestwall/client'
import type { ReactNode } from 'react'
import type { StreamItemLabels } from '../../messages/messages.ts'
import { classNames } from '../shared/class-names.ts'
import { FoldedText } from '../shared/folded-text.tsx'
import { ConnectionIcon, DeliveryIcon } from '../shared/icons.tsx'
import { languageOf } from '../shared/language-of.ts'
import { SendingText } from '../shared/sending-text.tsx'

export interface StreamItemProps {
  readonly entry: ViewMessage
  readonly labels: StreamItemLabels
  /** The session takes messages now. While `false`, no refused message can be sent again. `true` by default. */
  readonly isOpen?: boolean | undefined
  readonly timeOf: (iso: string) => string
  readonly onRetry: (key: string) => void
  readonly onDiscard: (key: string) => void
  /** Stands above the text, such as the photo of the message. */
  readonly picture?: ReactNode
}

/** Refusals of this guest or of this text: the same message would be refused again. */
const LASTING = 'session_ended removed muted content_refused invalid_text empty_content too_long name_invalid name_reserved'.split(' ')

/** One message on a phone. The reader's own message has a gold edge and shows its delivery state. */
export function StreamItem({ entry, labels, isOpen = true, timeOf, onRetry, onDiscard, picture }: StreamItemProps) {
  const { message, isMine, delivery, refusal, waitUntilMs } = entry
  const mayRetry = isOpen && !LASTING.includes(refusal?.code ?? '')
  return (
    <article className={classNames('gw-note', isMine && 'gw-note--own', message.pinned && 'gw-note--pinned')}>
      {picture}
      <FoldedText text={message.content} className="gw-note__text" labels={labels.fold} />
      <div className={classNames('gw-note__foot', waitUntilMs !== undefined && 'gw-note__foot--later')}>
        <bdi className="gw-note__name" lang={languageOf(message.guestName)}>
          {isMine ? labels.me(message.guestName) : message.guestName}
        </bdi>
        {delivery === null || delivery === 'failed' ? null : (
          <span className={`gw-state gw-state--${delivery}`}>
            <DeliveryIcon delivery={delivery} />
            {delivery === 'sending' ? (
              <SendingText entry={entry} sending={labels.delivery.sending} later={labels.later} />
            ) : (
              labels.delivery[delivery]
            )}
          </span>
        )}
        {delivery === null && <time dateTime={message.createdAt}>{timeOf(message.createdAt)}</time>}
      </div>
      {delivery === 'failed' && (
        <div className="gw-note__failed">
          {refusal !== null && <p className="gw-note__reason">{labels.reason(refusal)}</p>}
          <div className="gw-note__actions">
            {mayRetry ? (
              <button type="button" className="gw-button gw-button--text gw-state gw-state--failed" onClick={() => onRetry(message.key)}>
                <DeliveryIcon delivery="failed" />
                {`${labels.delivery.failed} · ${labels.retry}`}
              </button>
            ) : (
              <span className="gw-state gw-state--failed">
                <ConnectionIcon notice="refused" />
                {labels.delivery.failed}
              </span>
            )}
            <button type="button" className="gw-button gw-button--text gw-note__discard" onClick={() => onDiscard(message.key)}>
              {labels.discard}
            </button>
          </div>
        </div>
      )}
    </article>
  )
}
