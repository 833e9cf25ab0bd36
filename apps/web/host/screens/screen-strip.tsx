import { type HostMessage, type Session, screenState, type Vote } from '@guestwall/protocol'
import { useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { Sheet } from '../../shared/ui/sheet.tsx'
import { backlogOf } from './backlog.ts'
import { endsForAll } from './ends-for-all.ts'
import { screensMessages } from './messages.ts'
import { ScreenCard } from './screen-card.tsx'
import { screenName } from './screen-name.ts'
import { shownPage } from './screen-view.ts'
import { shownLayout } from './shown-layout.ts'
import type { Screens } from './use-screens.ts'

interface ScreenStripProps {
  readonly screens: Screens
  readonly session: Session
  readonly messages: ReadonlyMap<string, HostMessage>
  /** As a wall screen may see them. */
  readonly votes: readonly Vote[]
  readonly language: Language
}

/** The screens on a phone: how each one keeps up, above every part; a tap opens its picture and its acts, where the thumb is. */
export function ScreenStrip({ screens: { list, control }, session, messages, votes, language }: ScreenStripProps) {
  const t = screensMessages(language)
  const [openId, setOpenId] = useState<string | null>(null)
  if (list === null || list.screens.length === 0) return null
  const opened = list.screens.find(({ id }) => id === openId)
  return (
    <>
      <ul className="screen-strip" aria-label={t.title}>
        {list.screens.map((screen) => {
          const { text, isWell } = backlogOf(shownPage(screen)?.report ?? null, screenState(list.control, screen.id), t)
          const name = screenName(screen, language)
          return (
            <li key={screen.id} className="screen-strip__item">
              <button type="button" className="screen-strip__screen" aria-label={t.open(name, text)} onClick={() => setOpenId(screen.id)}>
                <bdi className="screen-strip__name">{name}</bdi>
                <span className={`screen__backlog${isWell ? ' screen__backlog--well' : ''}`}>{text}</span>
              </button>
            </li>
          )
        })}
      </ul>
      {opened !== undefined && (
        <Sheet title={t.title} closeLabel={t.close} onClose={() => setOpenId(null)}>
          <ScreenCard
            screen={opened}
            state={screenState(list.control, opened.id)}
            shown={shownLayout(list, opened.id, session)}
            session={session}
            messages={messages}
            votes={votes}
            control={(change) =>
              control(change, endsForAll(change, screenState(list.control, opened.id), list.control.all) ? undefined : opened.id)
            }
            language={language}
          />
        </Sheet>
      )}
    </>
  )
}
