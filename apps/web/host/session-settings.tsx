import type { ChangeSessionBody, Session } from '@guestwall/protocol'
import { useKeptFocus } from '../shared/use-kept-focus.ts'
import { EndSession } from './end-session.tsx'
import { LayoutPicker } from './layout-picker.tsx'
import { ThemePicker } from './theme-picker.tsx'
import { TitleForm } from './title-form.tsx'
import type { HostMessages } from './messages.ts'

interface SessionSettingsProps {
  readonly session: Session
  /** Resolves to whether it was taken. */
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  readonly end: () => Promise<boolean>
  readonly t: HostMessages
}

/** The settings that the host can change while the wall runs. */
export function SessionSettings({ session, change, end, t }: SessionSettingsProps) {
  const focus = useKeptFocus<HTMLElement>()
  return (
    <section {...focus} className="settings">
      <LayoutPicker layout={session.layout} onLayout={(layout) => change({ layout })} t={t} />
      <ThemePicker theme={session.theme} onTheme={(theme) => change({ theme })} t={t} />
      <TitleForm key={`${session.title}\n${session.subtitle}`} session={session} change={change} t={t} />
      {session.state !== 'ended' && <EndSession end={end} t={t} />}
    </section>
  )
}
