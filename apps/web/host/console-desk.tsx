import type { Session } from '@guestwall/protocol'
import { ReactionsProvider } from '@guestwall/react'
import type { ReactNode } from 'react'
import type { Language } from '../shared/catalogs.ts'
import type { GuestAddress } from '../shared/guest-address.ts'
import { TabPanel } from '../shared/ui/tabs.tsx'
import type { GuestUrl } from '../shared/use-guest-url.ts'
import type { ConsolePart } from './console-part.ts'
import { GuestDesk } from './guests/guest-desk.tsx'
import { hostMessages } from './messages.ts'
import { MessageDesk } from './queue/message-desk.tsx'
import { votesOnScreens } from './screens/shown-layout.ts'
import { SharePanel } from './share-panel.tsx'
import type { Printing } from './share/print-view.tsx'
import type { Addresses } from './use-addresses.ts'
import { useBuiltParts } from './use-built-parts.ts'
import type { LiveWall } from './use-live-wall.ts'
import { VoteDesk } from './vote-desk.tsx'

interface ConsoleDeskProps {
  readonly wall: LiveWall
  readonly session: Session
  readonly part: ConsolePart
  readonly address: GuestAddress
  readonly guestUrl: GuestUrl
  readonly addresses: Addresses
  /** How often the host asked for the credentials of helpers and screens. */
  readonly accessWanted: number
  readonly onPrint: (printing: Printing) => void
  /** The first minute; `null` when it is over. */
  readonly start: ReactNode
  /** The screens; `null` where they stand beside the parts. */
  readonly screens: ReactNode
  readonly rules: ReactNode
  readonly isWide: boolean
  readonly isNarrow: boolean
  readonly language: Language
}

const PARTS: readonly ConsolePart[] = ['start', 'messages', 'votes', 'screens', 'guests', 'share']

/** The parts of the console, of which one is seen. It comes first, and the others while the browser has nothing else to do. */
export function ConsoleDesk(props: ConsoleDeskProps) {
  const { wall, session, part, address, guestUrl, addresses, accessWanted, onPrint, start, screens, rules, isWide, isNarrow, language } =
    props
  const built = useBuiltParts(part, PARTS)
  return (
    <div className="console__desk">
      {start !== null && (
        <TabPanel id="start" isSelected={part === 'start'}>
          {built.has('start') && start}
        </TabPanel>
      )}
      <TabPanel id="messages" isSelected={part === 'messages'}>
        {built.has('messages') && (
          <ReactionsProvider value={wall.reactions}>
            <MessageDesk wall={wall} session={session} rules={rules} isSeen={part === 'messages'} isNarrow={isNarrow} language={language} />
          </ReactionsProvider>
        )}
      </TabPanel>
      <TabPanel id="votes" isSelected={part === 'votes'}>
        {built.has('votes') && (
          <VoteDesk
            session={session}
            votes={wall.snapshot.votes}
            onScreens={wall.screens.list === null ? null : votesOnScreens(wall.screens.list)}
            showLayout={(layout) => void wall.showLayout(layout)}
            online={wall.snapshot.online}
            host={wall.host}
            isModerator={wall.isModerator}
            report={wall.report}
            colleagues={wall.colleagues}
            language={language}
          />
        )}
      </TabPanel>
      {screens !== null && (
        <TabPanel id="screens" isSelected={part === 'screens'}>
          {built.has('screens') && screens}
        </TabPanel>
      )}
      <TabPanel id="guests" isSelected={part === 'guests'}>
        {built.has('guests') && <GuestDesk wall={wall} isSeen={part === 'guests'} isWide={isWide} language={language} />}
      </TabPanel>
      <TabPanel id="share" isSelected={part === 'share'}>
        {built.has('share') && (
          <SharePanel
            session={session}
            credentials={wall.credentials}
            isModerator={wall.isModerator}
            address={address}
            guestUrl={guestUrl}
            addresses={addresses}
            tables={wall.tables}
            accessWanted={accessWanted}
            onPrint={onPrint}
            language={language}
            t={hostMessages(language)}
          />
        )}
      </TabPanel>
    </div>
  )
}
