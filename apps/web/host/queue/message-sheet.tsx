import { type HostMessage, unnamedActor } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Sheet } from '../../shared/ui/sheet.tsx'
import { TwoStep } from '../../shared/ui/two-step.tsx'
import { guestDeskMessages } from '../guests/messages.ts'
import type { GuestActs } from '../guests/use-guest-acts.ts'
import { Icon } from '../icon.tsx'
import { MessagePhoto } from '../message-photo.tsx'
import { actWord } from './act-words.ts'
import { MarkedText } from './marked-text.tsx'
import { actsOn, type MessageAct } from './message-act.ts'
import { queueMessages } from './messages.ts'

interface MessageSheetProps {
  readonly message: HostMessage
  /** The acts that its row has on a laptop; `null`: the row is in sight and has them. */
  readonly onAct: ((act: MessageAct) => void) | null
  readonly onEnlarge: () => void
  readonly guestActs: GuestActs
  readonly onRemove: () => void
  readonly onClose: () => void
  readonly language: Language
}

/** The acts on a message and on its author. Each act closes the sheet, so that its undo is visible; removing is final, and takes two steps. */
export function MessageSheet({ message, onAct, onEnlarge, guestActs, onRemove, onClose, language }: MessageSheetProps) {
  const t = queueMessages(language)
  const guest = guestDeskMessages(language)
  const { show, reject, pin } = actsOn(message)
  const closing = (run: () => void) => () => {
    run()
    onClose()
  }
  return (
    <Sheet title={t.menuTitle} closeLabel={t.close} onClose={onClose}>
      <MessagePhoto message={message} className="message-sheet__photo" label={t.photoBy(message.guestName)} />
      <MarkedText message={message} className="queue__text" t={t} />
      <p className="queue-row__by">
        <bdi className="queue-row__name">{message.guestName}</bdi>
      </p>
      {onAct !== null && (
        <div className="message-sheet__acts">
          {[show, reject, pin].map(
            (act) =>
              act !== null && (
                <Button key={act} look="quiet" onClick={closing(() => onAct(act))}>
                  {act === pin && <Icon name="pin" />} {actWord(act, message, t)}
                </Button>
              ),
          )}
          {pin !== null && (
            <Button look="quiet" onClick={closing(onEnlarge)}>
              <Icon name="enlarge" /> {t.enlarge}
            </Button>
          )}
        </div>
      )}
      {unnamedActor(message.guestId) === null && (
        <ul className="message-sheet__guest" aria-label={message.guestName}>
          {(['mute', 'ban'] as const).map((act) => (
            <li key={act}>
              <Button look="quiet" onClick={closing(() => guestActs.act({ id: message.guestId, name: message.guestName }, act))}>
                {guest.actOn(guest.acts[act], message.guestName)}
              </Button>
              <p className="message-sheet__hint">{guest.does[act]}</p>
            </li>
          ))}
        </ul>
      )}
      <p className="message-sheet__hint">{t.removeHint}</p>
      <TwoStep ask={t.remove} confirm={t.confirmRemove} keep={t.keep} onConfirm={closing(onRemove)} />
    </Sheet>
  )
}
