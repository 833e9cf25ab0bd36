import type { ViewMessage } from '@guestwall/client'
import type { StreamItemLabels } from '../../messages/messages.ts'
import { classNames } from '../shared/class-names.ts'
import { FoldedText } from '../shared/folded-text.tsx'
import { DeliveryIcon } from '../shared/icons.tsx'
import { languageOf } from '../shared/language-of.ts'

export interface StreamItemProps {
  readonly entry: ViewMessage
  readonly labels: StreamItemLabels
  readonly timeOf: (iso: string) => string
  readonly onRetry: (key: string) => void
  readonly onDiscard: (key: string) => void
}

/** One message on a phone. The reader's own message has a gold edge and shows its delivery state. */
export function StreamItem({ entry, labels, timeOf, onRetry, onDiscard }: StreamItemProps) {
  const { message, isMine, delivery, refusal } = entry
  return (
    <article className={classNames('gw-note', isMine && 'gw-note--own', message.pinned && 'gw-note--pinned')}>
      <FoldedText text={message.content} className="gw-note__text" labels={labels.fold} />
      <div className="gw-note__foot">
        <bdi className="gw-note__name" lang={languageOf(message.guestName)}>
          {isMine ? labels.me(message.guestName) : message.guestName}
        </bdi>
        {delivery === null || delivery === 'failed' ? null : (
          <span className={`gw-state gw-state--${delivery}`}>
            <DeliveryIcon delivery={delivery} />
            {labels.delivery[delivery]}
          </span>
        )}
        {delivery === null && <time dateTime={message.createdAt}>{timeOf(message.createdAt)}</time>}
      </div>
      {delivery === 'failed' && (
        <div className="gw-note__failed">
          {refusal !== null && <p className="gw-note__reason">{labels.reason(refusal)}</p>}
          <div className="gw-note__actions">
            <button type="button" className="gw-button gw-button--text gw-state gw-state--failed" onClick={() => onRetry(message.key)}>
              <DeliveryIcon delivery="failed" />
              {labels.delivery.failed}
            </button>
            <button type="button" className="gw-button gw-button--text gw-note__discard" onClick={() => onDiscard(message.key)}>
              {labels.discard}
            </button>
          </div>
        </div>
      )}
    </article>
  )
}
