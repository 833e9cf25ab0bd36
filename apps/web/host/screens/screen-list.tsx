import { type HostMessage, type Layout, type Session, screenState } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Choices } from '../choices.tsx'
import { Icon } from '../icon.tsx'
import { endsForAll } from './ends-for-all.ts'
import { screensMessages } from './messages.ts'
import { layouts, ScreenCard } from './screen-card.tsx'
import type { Screens } from './use-screens.ts'

interface ScreenListProps {
  readonly screens: Screens
  readonly session: Session
  readonly messages: ReadonlyMap<string, HostMessage>
  /** Goes to where a screen is paired; `null`: this browser may not pair one. */
  readonly onAdd: (() => void) | null
  readonly language: Language
}

/** Every screen that reports or was used; and, where there are several, what is set for all at once. */
export function ScreenList({ screens: { list, control }, session, messages, onAdd, language }: ScreenListProps) {
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
          session={session}
          messages={messages}
          control={(change) => control(change, endsForAll(change, screenState(list.control, screen.id), all) ? undefined : screen.id)}
          language={language}
        />
      ))}
      {several && (
        <div className="screen-list__all">
          <Choices
            legend={t.all(list.screens.length)}
            choices={layouts(language)}
            chosen={all.layout ?? session.layout}
            onChoose={(layout: Layout) => void control({ layout })}
          />
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
        </div>
      )}
      {onAdd !== null && (
        <Button look="text" className="screen-list__add" onClick={onAdd}>
          <span aria-hidden="true">＋</span> {t.add}
        </Button>
      )}
    </section>
  )
}
