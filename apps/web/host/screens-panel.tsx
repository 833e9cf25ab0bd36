import type { Layout, Session, Vote } from '@guestwall/protocol'
import { openVotes, wallMessages } from '@guestwall/react'
import { type ReactNode, useMemo } from 'react'
import type { Language } from '../shared/catalogs.ts'
import type { GuestAddress } from '../shared/guest-address.ts'
import { hostMessages } from './messages.ts'
import { useHostPhotos } from './message-photo.tsx'
import { LayoutPicker } from './layout-picker.tsx'
import { queueMessages } from './queue/messages.ts'
import { countOf } from './queue/queue-state.ts'
import { ModeSwitch } from './queue/mode-switch.tsx'
import { screensMessages } from './screens/messages.ts'
import { ScreenList } from './screens/screen-list.tsx'
import { commonLayout } from './screens/shown-layout.ts'
import { SessionSettings } from './session-settings.tsx'
import type { LiveWall } from './use-live-wall.ts'
import { WallPreview } from './wall-preview.tsx'

interface ScreensPanelProps {
  readonly wall: LiveWall
  readonly session: Session
  /** Goes to where a screen is paired; `null`: only a host may. */
  readonly onAdd: (() => void) | null
  /** As a wall screen may see them. */
  readonly votes: readonly Vote[]
  readonly address: GuestAddress
  readonly onDeleted: () => void
  /** How messages come to the wall is chosen here, where the queue has no room for it. */
  readonly hasModes: boolean
  /** Beside the modes. */
  readonly rules: ReactNode
  readonly language: Language
}

/** The layouts for which the join page stands in until there is a message. */
const MESSAGES: readonly Layout[] = ['masonry', 'spotlight', 'danmaku']

/** The pictures that the screens report, and for a host the settings of the wall. Without a screen, the picture that one would show. */
export function ScreensPanel({ wall, session, onAdd, votes, address, onDeleted, hasModes, rules, language }: ScreensPanelProps) {
  const { snapshot, screens, messages, change } = wall
  const t = hostMessages(language)
  const several = screensMessages(language)
  const shown = useMemo(() => wallMessages(snapshot.wall), [snapshot.wall])
  const photos = useHostPhotos(queueMessages(language).photoBy)
  const { list } = screens
  const hasReports = list?.screens.some(({ pages }) => pages.length > 0) === true
  const count = list?.screens.length ?? 0
  const shownNow = list === null ? { layout: session.layout, next: null } : commonLayout(list, session)
  const isForVotes =
    session.layout === 'results' || [list?.control.all, ...Object.values(list?.control.own ?? {})].some((set) => set?.layout === 'results')
  const isForMessages = session.state !== 'ended' && shownNow !== null && MESSAGES.includes(shownNow.layout)
  return (
    <div className="screens">
      {/* First, so that it is in sight and in one place, however many screens there are. */}
      {(!wall.isModerator || count > 0) && (
        <LayoutPicker
          legend={count > 1 ? several.all(count) : t.layoutField}
          shown={shownNow}
          onLayout={(layout) => void wall.showLayout(layout)}
          t={t}
        />
      )}
      {count > 1 && shownNow?.layout === 'spotlight' && <p className="panel__hint">{several.eachAtItsPace}</p>}
      {isForMessages && snapshot.wall?.messageCount === 0 && (
        <p role="status" className="panel__hint">
          {t.noMessageOnScreen}
        </p>
      )}
      {isForVotes && votes.length === 0 && (
        <p role="status" className="panel__hint">
          {t.noVoteOnScreen}
        </p>
      )}
      {!hasReports && (
        <WallPreview
          session={session}
          messages={shown}
          total={snapshot.wall?.messageCount ?? 0}
          votes={votes}
          online={snapshot.online}
          address={address}
          language={language}
          photos={photos}
          {...(list === null ? {} : { state: list.control.all })}
        />
      )}
      <ScreenList screens={screens} session={session} messages={messages} votes={votes} onAdd={onAdd} language={language} />
      {hasModes && !wall.isModerator && <ModeSwitch session={session} change={change} rules={rules} t={queueMessages(language)} />}
      {!wall.isModerator && (
        <SessionSettings
          session={session}
          host={wall.host}
          waiting={countOf(wall.log.state, 'pending')}
          openVotes={openVotes(snapshot.votes).length}
          change={change}
          report={wall.report}
          onDeleted={onDeleted}
          language={language}
        />
      )}
    </div>
  )
}
