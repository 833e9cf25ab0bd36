import type { SessionHost } from '@guestwall/client/host'
import type { ChangeSessionBody, Session } from '@guestwall/protocol'
import type { Language } from '../shared/catalogs.ts'
import { useKeptFocus } from '../shared/use-kept-focus.ts'
import { Choices } from './choices.tsx'
import { DataFold } from './life/data-fold.tsx'
import { LifePanel } from './life/life-panel.tsx'
import { LookFields } from './look/look-fields.tsx'
import { hostMessages } from './messages.ts'
import { ThemePicker } from './theme-picker.tsx'
import { TitleForm } from './title-form.tsx'

interface SessionSettingsProps {
  readonly session: Session
  readonly host: SessionHost
  /** The messages and votes that the end of the session would leave and close. */
  readonly waiting: number
  readonly openVotes: number
  /** Resolves to whether it was taken. */
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  readonly report: (call: Promise<unknown>) => Promise<boolean>
  readonly onDeleted: () => void
  readonly language: Language
}

/** The settings that the host can change while the wall runs, and the life of the session. */
export function SessionSettings({ session, host, waiting, openVotes, change, report, onDeleted, language }: SessionSettingsProps) {
  const t = hostMessages(language)
  const focus = useKeptFocus<HTMLElement>()
  return (
    <section {...focus} className="settings">
      <LifePanel
        session={session}
        host={host}
        waiting={waiting}
        openVotes={openVotes}
        change={change}
        report={report}
        language={language}
      />
      <ThemePicker theme={session.theme} onTheme={(theme) => change({ theme })} t={t} />
      <LookFields session={session} host={host} language={language} />
      <Choices
        legend={t.privateField}
        choices={(['on', 'off'] as const).map((each) => [each, t.privateChoices[each]] as const)}
        chosen={session.privateWishes === true ? 'on' : 'off'}
        onChoose={(chosen) => void change({ privateWishes: chosen === 'on' })}
      />
      <Choices
        legend={t.reactionsField}
        choices={(['on', 'off'] as const).map((each) => [each, t.privateChoices[each]] as const)}
        chosen={session.reactions === true ? 'on' : 'off'}
        onChoose={(chosen) => void change({ reactions: chosen === 'on' })}
      />
      <TitleForm key={`${session.title}\n${session.subtitle}`} session={session} change={change} t={t} />
      <DataFold session={session} host={host} change={change} report={report} onDeleted={onDeleted} language={language} />
    </section>
  )
}
