import type { HostMessage } from '@guestwall/protocol'
import { type SyntheticEvent, useRef, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { clockOf } from '../../shared/clock-of.ts'
import { Button } from '../../shared/ui/button.tsx'
import { ScrollBox } from '../../shared/ui/scroll-box.tsx'
import { actorName } from '../actor-name.ts'
import { Icon } from '../icon.tsx'
import { MessagePhoto } from '../message-photo.tsx'
import { actWord, becameWord } from './act-words.ts'
import { HeldChips } from './held-chips.tsx'
import { MarkedText } from './marked-text.tsx'
import { actsOn, type MessageAct } from './message-act.ts'
import type { QueueMessages } from './messages.ts'
import { entriesOf } from './queue-state.ts'
import { beginningOf } from './row-words.ts'
import type { MessageActs } from './use-message-acts.ts'
import type { MessageLog } from './use-message-log.ts'

interface CardStackProps {
  readonly log: MessageLog
  readonly acts: MessageActs
  readonly onEnlarge: (message: HostMessage) => void
  readonly onMore: (message: HostMessage) => void
  readonly language: Language
  readonly t: QueueMessages
}

/** A press that begins sooner than this after an act was meant for the card before, in milliseconds. */
const DEAF_MS = 300

/**
 * The pending messages on a phone, one card at a time, the oldest first: a new message goes behind the others, so that nothing moves under the
 * thumb. The card on top changes only by an act of this host, which may take it back; where another one was faster, it says so and waits for a tap.
 */
export function CardStack({ log, acts, onEnlarge, onMore, language, t }: CardStackProps) {
  const pending = entriesOf(log.state, 'pending')
    .map(({ message }) => message)
    .reverse()
  const open = pending.filter(({ id }) => acts.own.get(id)?.is !== 'sending')
  const [topId, setTopId] = useState<string | null>(null)
  const [seenBack, setSeenBack] = useState(acts.back)
  if (acts.back !== seenBack) {
    setSeenBack(acts.back)
    if (acts.back !== null) setTopId(acts.back.id)
  }
  const press = useRef<{ readonly id: string | null; readonly isDeaf: boolean }>({ id: null, isDeaf: false })
  const actedAtMs = useRef(Number.NEGATIVE_INFINITY)
  const kept = topId === null ? undefined : log.state.entries.get(topId)?.message
  const isOurs = topId !== null && acts.own.get(topId) !== undefined && acts.own.get(topId)?.is !== 'failed'
  const top = kept !== undefined && !isOurs ? kept : (open[0] ?? null)
  if (top !== null && top.id !== topId) setTopId(top.id)
  const isOpen = top?.status === 'pending'
  const behind = open.filter(({ id }) => id !== top?.id).length

  /** Whether a press acts on the card on top. From then on presses are for none, for a moment. */
  const takes = ({ timeStamp }: SyntheticEvent): boolean => {
    if (top === null || !isOpen || press.current.id !== top.id || press.current.isDeaf) return false
    actedAtMs.current = timeStamp
    return true
  }
  const act = (name: MessageAct | null, event: SyntheticEvent): void => {
    if (top !== null && name !== null && takes(event)) acts.act(name, [top])
  }
  /** A press is for the card that lay there when it began, and the second tap of a double tap is for none. */
  const onPress = ({ timeStamp }: SyntheticEvent): void => {
    press.current = { id: top?.id ?? null, isDeaf: timeStamp - actedAtMs.current < DEAF_MS }
  }
  const names = top === null ? null : actsOn(top)
  const label = (name: MessageAct) => {
    const word = actWord(name, { status: 'pending' }, t)
    return top === null ? word : t.actOn(word, top.guestName, beginningOf(top.content))
  }
  const clock = clockOf(language)

  return (
    <div className="cards" onPointerDownCapture={onPress} onKeyDownCapture={onPress}>
      <div className={`cards__stack${behind > 0 ? ' cards__stack--more' : ''}${behind > 1 ? ' cards__stack--many' : ''}`}>
        {top === null ? (
          <p className="cards__card cards__card--none">{t.empty.pending}</p>
        ) : (
          <article className="cards__card" aria-label={top.guestName}>
            <p className="cards__chips">
              <HeldChips held={top.held} t={t} />
              {acts.own.get(top.id)?.is === 'failed' && <span className="queue-row__failed">{t.failed}</span>}
            </p>
            <ScrollBox key={top.id} className="cards__scroll">
              <div className="cards__middle">
                <MessagePhoto message={top} className="cards__photo" label={t.photoBy(top.guestName)} />
                <MarkedText message={top} className="cards__text" t={t} />
              </div>
            </ScrollBox>
            <p className="queue-row__by cards__by">
              <bdi className="queue-row__name">{top.guestName}</bdi>
              <time dateTime={top.createdAt}>{clock(top.createdAt)}</time>
            </p>
          </article>
        )}
      </div>
      <p className="cards__end" role="status">
        {top !== null && !isOpen && (
          <>
            {top.decided !== undefined && <b>{actorName(top.decided.by, language)}</b>} {becameWord(top, 'pending', t)}
          </>
        )}
      </p>
      <div className="cards__more">
        <Button look="soft" isBusy={!isOpen} aria-label={label('approveAndPin')} onClick={(event) => act(names?.pin ?? null, event)}>
          <Icon name="pin" /> {t.acts.approveAndPin}
        </Button>
        <Button
          look="soft"
          isBusy={!isOpen}
          aria-label={top === null ? t.enlarge : t.actOn(t.enlarge, top.guestName, beginningOf(top.content))}
          onClick={(event) => top !== null && takes(event) && onEnlarge(top)}
        >
          <Icon name="enlarge" /> {t.enlarge}
        </Button>
        <Button look="soft" isBusy={top === null} onClick={() => top !== null && onMore(top)}>
          <Icon name="more" /> {t.moreShort}
        </Button>
      </div>
      {top !== null && !isOpen ? (
        <div className="cards__acts">
          <Button look="quiet" className="cards__next" onClick={() => setTopId(open[0]?.id ?? null)}>
            {t.nextCard}
          </Button>
        </div>
      ) : (
        <div className="cards__acts">
          <Button
            look="quiet"
            className="cards__reject"
            isBusy={!isOpen}
            aria-label={label('reject')}
            onClick={(event) => act('reject', event)}
          >
            {t.rejecting.pending.act}
          </Button>
          <Button className="cards__show" isBusy={!isOpen} aria-label={label('approve')} onClick={(event) => act('approve', event)}>
            <Icon name="check" /> {t.acts.approve}
          </Button>
        </div>
      )}
    </div>
  )
}
