import type { HostMessage } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Icon } from '../icon.tsx'
import { MessagePhoto } from '../message-photo.tsx'
import { actWord } from './act-words.ts'
import { HeldChips } from './held-chips.tsx'
import { MarkedText } from './marked-text.tsx'
import { actsOn, type MessageAct } from './message-act.ts'
import type { QueueMessages } from './messages.ts'
import { RowReactions } from './row-reactions.tsx'
import { beginningOf, type RowEnd } from './row-words.ts'

interface QueueRowProps {
  readonly message: HostMessage
  readonly time: string
  /** The decision; `null` while there is none. */
  readonly end: RowEnd | null
  /** The last act on it did not arrive. */
  readonly hasFailed: boolean
  readonly isCurrent: boolean
  readonly isSelected: boolean
  readonly onAct: (act: MessageAct) => void
  readonly onSelect: () => void
  /** Shows it large on the screens. */
  readonly onEnlarge: () => void
  readonly onMore: () => void
  readonly language: Language
  readonly t: QueueMessages
}

/** The acts stand at these places, in every row the same. */
const PLACES = { show: 'queue-row__show', reject: 'queue-row__reject', pin: 'queue-row__pin' } as const

/** One message with its acts, each in its place. A message that was decided keeps its row for a while and says by whom. */
export function QueueRow({
  message,
  time,
  end,
  hasFailed,
  isCurrent,
  isSelected,
  onAct,
  onSelect,
  onEnlarge,
  onMore,
  language,
  t,
}: QueueRowProps) {
  const beginning = beginningOf(message.content)
  const acts = actsOn(message)
  const button = (act: MessageAct | null, place: keyof typeof PLACES) =>
    act === null ? (
      <span className={PLACES[place]} />
    ) : (
      <Button
        look={isCurrent && place === 'show' ? 'solid' : 'soft'}
        className={PLACES[place]}
        aria-label={t.actOn(actWord(act, message, t), message.guestName, beginning)}
        onClick={() => onAct(act)}
      >
        {place === 'pin' && <Icon name="pin" />}
        <span>{actWord(act, message, t)}</span>
        {isCurrent && place !== 'pin' && <kbd aria-hidden="true">{place === 'show' ? 'A' : 'R'}</kbd>}
      </Button>
    )
  const state = [
    end === null ? '' : ' queue-row--ended',
    isCurrent ? ' queue-row--current' : '',
    hasFailed ? ' queue-row--failed' : '',
  ].join('')
  return (
    <li className={`queue__item queue-row${state}`} data-message={message.id} tabIndex={isCurrent ? 0 : -1}>
      <label className="queue-row__select">
        <input
          type="checkbox"
          checked={isSelected}
          disabled={end !== null}
          aria-label={t.select(message.guestName, beginning)}
          onChange={onSelect}
        />
      </label>
      <div className="queue-row__words">
        <MessagePhoto message={message} className="queue-row__photo" label={t.photoBy(message.guestName)} />
        <MarkedText message={message} className="queue__text queue-row__text" t={t} />
        <p className="queue-row__by">
          <bdi className="queue-row__name">{message.guestName}</bdi>
          <time dateTime={message.createdAt}>{time}</time>
          {message.pinned && <span className="held-chip">{t.pinned}</span>}
          <HeldChips held={message.held} t={t} />
          {message.status === 'shown' && <RowReactions messageId={message.id} language={language} />}
          {hasFailed && <span className="queue-row__failed">{t.failed}</span>}
        </p>
      </div>
      {end === null ? (
        <div className="queue-row__acts">
          {button(acts.show, 'show')}
          {button(acts.reject, 'reject')}
          {button(acts.pin, 'pin')}
          {acts.pin === null ? (
            <span />
          ) : (
            <Button
              look="soft"
              className="queue-row__enlarge"
              aria-label={t.actOn(t.enlarge, message.guestName, beginning)}
              onClick={onEnlarge}
            >
              <Icon name="enlarge" />
              <span>{t.enlarge}</span>
            </Button>
          )}
          <Button look="soft" className="queue-row__more" aria-label={t.more(message.guestName, beginning)} onClick={onMore}>
            <Icon name="more" />
            <span>{t.moreShort}</span>
          </Button>
        </div>
      ) : (
        <p className={`queue-row__end${end.isSettled ? ` queue-row__end--${message.status}` : ''}`}>
          {end.name !== null && <b>{end.name}</b>} {end.text}
        </p>
      )}
    </li>
  )
}
