import type { HostMessage } from '@guestwall/protocol'
import { languageOf } from '@guestwall/react'
import { Sheet } from '../../shared/ui/sheet.tsx'
import type { ScreensMessages } from './messages.ts'

interface ChooseMessageProps {
  /** The messages on the screen. */
  readonly messages: readonly HostMessage[]
  readonly onChoose: (id: string) => void
  readonly onClose: () => void
  readonly t: ScreensMessages
}

/** Which message of a screen is shown large. */
export function ChooseMessage({ messages, onChoose, onClose, t }: ChooseMessageProps) {
  return (
    <Sheet title={t.choose} closeLabel={t.close} onClose={onClose}>
      {messages.length === 0 && <p className="choose-message__none">{t.noneToChoose}</p>}
      <ul className="choose-message">
        {messages.map(({ id, content, guestName }) => (
          <li key={id}>
            <button type="button" className="choose-message__one" onClick={() => onChoose(id)}>
              <span className="choose-message__text" lang={languageOf(content)}>
                {content}
              </span>
              <bdi className="choose-message__name">{guestName}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
