import { type HostMessage, type Session, screenState, type Vote } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Icon } from '../icon.tsx'
import { endsForAll } from './ends-for-all.ts'
import { screensMessages } from './messages.ts'
import { ScreenCard } from './screen-card.tsx'
import { shownLayout } from './shown-layout.ts'
import type { Screens } from './use-screens.ts'

interface ScreenListProps {
  readonly screens: Screens
  readonly session: Session
  readonly messages: ReadonlyMap<string, HostMessage>
  /** As a wall screen may see them. */
  readonly votes: readonly Vote[]
  /** Goes to where a screen is paired; `null`: this browser may not pair one. */
  readonly onAdd: (() => void) | null
  readonly language: Language
}

/** Every screen that reports or was used; and, where there are several, the acts on all at once. */
export function ScreenList({ screens: { list, control }, session, messages, votes, onAdd, language }: ScreenListProps) {
  const t = screensMessages(language)
  if (list === null) return null
  const { all } = list.control
  const several = list.screens.length > 1
  return (
    <section className="screen-list" aria-label={t.title}>
      {list.screens.map((screen) => (
        <ScreenCard
          key={screen.id}
          screen={screen}
          state={screenState(list.control, screen.id)}
          shown={shownLayout(list, screen.id, session)}
          session={session}
          messages={messages}
          votes={votes}
          control={(change) => control(change, endsForAll(change, screenState(list.control, screen.id), all) ? undefined : screen.id)}
          language={language}
        />
      ))}
      {several && (
        <section className="screen-list__all" aria-label={t.all(list.screens.length)}>
          <p className="screen-list__legend">{t.all(list.screens.length)}</p>
          <div className="screen__acts screen__acts--two">
            <Button
              look="soft"
              className="screen__act"
              aria-pressed={all.pausedAt !== null}
              onClick={() => void control({ isPaused: all.pausedAt === null })}
            >
              <Icon name={all.pausedAt !== null ? 'play' : 'pause'} />
              <span>{all.pausedAt !== null ? t.goOn : t.pause}</span>
            </Button>
            <Button look="soft" className="screen__act" aria-pressed={all.isBlank} onClick={() => void control({ isBlank: !all.isBlank })}>
              <Icon name="blank" />
              <span>{all.isBlank ? t.unblank : t.blank}</span>
            </Button>
          </div>
        </section>
      )}
      {onAdd !== null && (
        <Button look="text" className="screen-list__add" onClick={onAdd}>
          <span aria-hidden="true">＋</span> {t.add}
        </Button>
      )}
    </section>
  )
}
