import type { LanguageChoice } from '../shared/language.ts'
import { LanguageSwitch } from '../shared/ui/language-switch.tsx'
import { TitleText } from '../shared/title-text.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import type { RoomTab } from './use-vote-tab.ts'
import { guestMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface RoomHeaderProps {
  readonly session: { readonly title: string; readonly subtitle: string }
  readonly online: number | null
  readonly choice: LanguageChoice
  readonly onPeople: () => void
  readonly tab: RoomTab
  readonly onTab: (tab: RoomTab) => void
  /** Open votes that wait for this guest's choice. */
  readonly waitingVotes: number
  /** A vote is open that this guest has not seen. */
  readonly hasNewVote: boolean
}

/** The title of the wall, the number of guests online, and the two tabs. */
export function RoomHeader({ session, online, choice, onPeople, tab, onTab, waitingVotes, hasNewVote }: RoomHeaderProps) {
  const t = guestMessages(choice.language)
  return (
    <header className="room__header">
      {session.subtitle !== '' && <p className="room__subtitle">{session.subtitle}</p>}
      <h1 className="room__title">
        <TitleText title={session.title} />
      </h1>
      {online === null ? (
        <span className="room__here-later" />
      ) : (
        <Button look="soft" className="room__here" onClick={onPeople}>
          {t.here(online)}
        </Button>
      )}
      <div className="room__tabs">
        <Tabs
          label={t.tabs}
          selected={tab}
          onSelect={onTab}
          tabs={[
            { id: 'messages', label: t.tabMessages },
            {
              id: 'votes',
              label: t.tabVotes,
              count: waitingVotes,
              hasNews: hasNewVote,
              ...(waitingVotes > 0 ? { spoken: t.tabOpenVotes(waitingVotes) } : {}),
            },
          ]}
        />
        <LanguageSwitch {...choice} />
      </div>
    </header>
  )
}
