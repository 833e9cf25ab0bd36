import type { ClientSnapshot } from '@guestwall/client'
import type { ChangeSessionBody, Session } from '@guestwall/protocol'
import { wallMessages } from '@guestwall/react'
import { useMemo } from 'react'
import type { Language } from '../shared/catalogs.ts'
import type { GuestAddress } from '../shared/guest-address.ts'
import { asWallSees } from './hall-view.ts'
import type { HostMessages } from './messages.ts'
import { queueMessages } from './queue/messages.ts'
import { ModeSwitch } from './queue/mode-switch.tsx'
import { SessionSettings } from './session-settings.tsx'
import { WallPreview } from './wall-preview.tsx'

interface ScreensPanelProps {
  readonly session: Session
  readonly snapshot: ClientSnapshot
  readonly address: GuestAddress
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  readonly end: () => Promise<boolean>
  /** How messages come to the wall is chosen here, where the queue has no room for it. */
  readonly hasModes: boolean
  readonly language: Language
  readonly t: HostMessages
}

/** What the hall sees, and the settings of the wall. */
export function ScreensPanel({ session, snapshot, address, change, end, hasModes, language, t }: ScreensPanelProps) {
  const shown = useMemo(() => wallMessages(snapshot.wall), [snapshot.wall])
  const votes = useMemo(() => asWallSees(snapshot.votes), [snapshot.votes])
  return (
    <div className="screens">
      <WallPreview
        session={session}
        messages={shown}
        total={snapshot.wall?.messageCount ?? 0}
        votes={votes}
        online={snapshot.online}
        address={address}
        language={language}
      />
      {hasModes && <ModeSwitch session={session} change={change} t={queueMessages(language)} />}
      <SessionSettings session={session} change={change} end={end} t={t} />
    </div>
  )
}
