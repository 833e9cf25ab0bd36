import type { ViewMessage } from '@guestwall/client'
import type { ReactNode } from 'react'
import type { StreamItemLabels } from '../../messages/messages.ts'
import { classNames } from '../shared/class-names.ts'
import { FoldedText } from '../shared/folded-text.tsx'
import { ConnectionIcon, DeliveryIcon } from '../shared/icons.tsx'
import { languageOf } from '../shared/language-of.ts'
import type { MessagePlace } from './message-place.ts'
import { OwnState, PlaceSteps } from './own-state.tsx'

export interface StreamItemProps {
  readonly entry: ViewMessage
  /** Where the reader's own message is on the screens. `null` by default: not known, and then nothing is claimed. */
  readonly place?: MessagePlace | null | undefined
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

/** One message on a phone. The reader's own message is a card with a gold edge and shows its state; the others stand between hairlines. */
export function StreamItem({ entry, place: known = null, labels, isOpen = true, timeOf, onRetry, onDiscard, picture }: StreamItemProps) {
  const { message, isMine, delivery, refusal, waitUntilMs } = entry
  const place = delivery === 'shown' ? known : null
  const mayRetry = isOpen && !LASTING.includes(refusal?.code ?? '')
  return (
    <article
      className={classNames(
        'gw-note',
        isMine && 'gw-note--own',
        place?.state === 'showing' && 'gw-note--showing',
        message.pinned && 'gw-note--pinned',
      )}
    >
      {picture}
      <FoldedText text={message.content} className="gw-note__text" labels={labels.fold} />
      <div className={classNames('gw-note__foot', waitUntilMs !== undefined && 'gw-note__foot--later')}>
        <bdi className={classNames('gw-note__name', isMine && 'gw-unseen')} lang={languageOf(message.guestName)}>
          {isMine ? labels.me(message.guestName) : message.guestName}
        </bdi>
        <time dateTime={message.createdAt}>{timeOf(message.createdAt)}</time>
        <OwnState entry={entry} place={place} labels={labels} />
      </div>
      {place?.state === 'waiting' && <PlaceSteps before={place.before} />}
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
