import type { ChangeSessionBody, Session } from '@guestwall/protocol'
import { EndSession } from './end-session.tsx'
import { LayoutPicker } from './layout-picker.tsx'
import { ThemePicker } from './theme-picker.tsx'
import { TitleForm } from './title-form.tsx'
import type { HostWords } from './words.ts'

interface SessionSettingsProps {
  readonly session: Session
  /** Resolves to whether it was taken. */
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  readonly end: () => Promise<boolean>
  readonly words: HostWords
}

/** What the host can change while the wall runs. */
export function SessionSettings({ session, change, end, words }: SessionSettingsProps) {
  return (
    <section className="settings">
      <LayoutPicker layout={session.layout} onLayout={(layout) => change({ layout })} words={words} />
      <ThemePicker theme={session.theme} onTheme={(theme) => change({ theme })} words={words} />
      <TitleForm key={`${session.title}\n${session.subtitle}`} session={session} change={change} words={words} />
      {session.state !== 'ended' && <EndSession end={end} words={words} />}
    </section>
  )
}
