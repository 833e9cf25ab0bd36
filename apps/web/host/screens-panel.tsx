import type { Session } from '@guestwall/protocol'
import { openVotes, wallMessages } from '@guestwall/react'
import { type ReactNode, useMemo } from 'react'
import type { Language } from '../shared/catalogs.ts'
import type { GuestAddress } from '../shared/guest-address.ts'
import { asWallSees } from './hall-view.ts'
import { hostMessages } from './messages.ts'
import { useHostPhotos } from './message-photo.tsx'
import { queueMessages } from './queue/messages.ts'
import { countOf } from './queue/queue-state.ts'
import { ModeSwitch } from './queue/mode-switch.tsx'
import { ScreenList } from './screens/screen-list.tsx'
import { SessionSettings } from './session-settings.tsx'
import type { LiveWall } from './use-live-wall.ts'
import { WallPreview } from './wall-preview.tsx'

interface ScreensPanelProps {
  readonly wall: LiveWall
  readonly session: Session
  /** Goes to where a screen is paired; `null`: only a host may. */
  readonly onAdd: (() => void) | null
  readonly address: GuestAddress
  readonly onDeleted: () => void
  /** How messages come to the wall is chosen here, where the queue has no room for it. */
  readonly hasModes: boolean
  /** Beside the modes. */
  readonly rules: ReactNode
  readonly language: Language
}

/** The pictures that the screens report, and for a host the settings of the wall. Without a screen, the picture that one would show. */
export function ScreensPanel({ wall, session, onAdd, address, onDeleted, hasModes, rules, language }: ScreensPanelProps) {
  const { snapshot, screens, messages, change } = wall
  const shown = useMemo(() => wallMessages(snapshot.wall), [snapshot.wall])
  const photos = useHostPhotos(queueMessages(language).photoBy)
  const votes = useMemo(() => asWallSees(snapshot.votes), [snapshot.votes])
  const hasReports = screens.list?.screens.some(({ pages }) => pages.length > 0) === true
  const control = screens.list?.control
  const isForVotes =
    session.layout === 'results' || [control?.all, ...Object.values(control?.own ?? {})].some((set) => set?.layout === 'results')
  return (
    <div className="screens">
      {isForVotes && votes.length === 0 && (
        <p role="status" className="panel__hint">
          {hostMessages(language).noVoteOnScreen}
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
        />
      )}
      <ScreenList screens={screens} session={session} messages={messages} onAdd={onAdd} language={language} />
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
