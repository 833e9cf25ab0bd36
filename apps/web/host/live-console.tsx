import type { RealtimeClient } from '@guestwall/client'
import { closedNotice, openVotes, type ReactionSource } from '@guestwall/react'
import { useMemo, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import { guestAddress } from '../shared/guest-address.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { useGuestUrl } from '../shared/use-guest-url.ts'
import { useMedia } from '../shared/use-media.ts'
import { usePageTitle } from '../shared/use-page-title.ts'
import { ConsoleDesk } from './console-desk.tsx'
import { ConsoleHeader } from './console-header.tsx'
import { ConsoleTabs } from './console-tabs.tsx'
import { operatorToken, type WallCredentials, wallPathOf } from './credentials.ts'
import { type Errand, FirstMinute } from './first-minute/first-minute.tsx'
import { useEvidence } from './first-minute/use-evidence.ts'
import { useFirstMinute } from './first-minute/use-first-minute.ts'
import { asWallSees } from './hall-view.ts'
import { ManyJoins } from './many-joins.tsx'
import { hostMessages } from './messages.ts'
import { PhotosOf } from './message-photo.tsx'
import { ModerationRules } from './moderation/moderation-rules.tsx'
import { countOf } from './queue/queue-state.ts'
import { ScreenStrip } from './screens/screen-strip.tsx'
import { ScreensPanel } from './screens-panel.tsx'
import { type Printing, PrintView } from './share/print-view.tsx'
import { parseTags } from './share/tags.ts'
import { TakeHome } from './take-home.tsx'
import { useAddresses } from './use-addresses.ts'
import { useConsolePart } from './use-console-part.ts'
import { useLiveWall } from './use-live-wall.ts'
import { useStoreFailing } from './use-store-failing.ts'

interface LiveConsoleProps {
  readonly client: RealtimeClient
  readonly reactions: ReactionSource
  readonly sessionId: string
  readonly credentials: WallCredentials
  readonly choice: LanguageChoice
  readonly takesFocus: boolean
  readonly onLeave: () => void
  readonly onDeleted: () => void
}

/** There is room for the screens beside the panels. */
const WIDE = '(min-width: 68rem)'
/** A phone. */
const NARROW = '(max-width: 45rem)'

/** The console of one wall: the screens on one side, and one of its parts. */
export function LiveConsole({ client, reactions, sessionId, credentials, choice, takesFocus, onLeave, onDeleted }: LiveConsoleProps) {
  const { language } = choice
  const t = hostMessages(language)
  const wall = useLiveWall({ sessionId, credentials, client, reactions }, language)
  const { snapshot, host, isModerator } = wall
  const isStoreFailing = useStoreFailing()
  const guestUrl = useGuestUrl(snapshot.state === 'connected')
  const isWide = useMedia(WIDE)
  const isNarrow = useMedia(NARROW)
  const session = snapshot.wall?.session ?? null
  const address = session === null ? null : guestAddress(guestUrl.url, session.code)
  const closed = closedNotice(snapshot.closedReason)
  usePageTitle(session?.title ?? null)

  const hasMessages = wall.hasMessages || wall.log.state.entries.size > 0
  const opening = session === null ? null : { state: session.state, isHost: snapshot.role === 'host', hasMessages }
  const start = useFirstMinute(sessionId, opening)
  const evidence = useEvidence(wall, start.isOn)
  const addresses = useAddresses(guestUrl, start.isOn ? snapshot.online : null)
  const { part, choose } = useConsolePart({
    isKnown: session !== null,
    hasMessages: wall.hasMessages,
    isStart: start.isOn,
    isWide,
  })
  const [accessWanted, setAccessWanted] = useState(0)
  const [printing, setPrinting] = useState<Printing | null>(null)
  const errands: Readonly<Record<Errand, () => void>> = {
    cards: () => setPrinting({ what: 'cards', tags: parseTags(wall.tables.text) }),
    access: () => {
      setAccessWanted((count) => count + 1)
      choose('share')
    },
    votes: () => choose('votes'),
  }
  const votes = useMemo(() => asWallSees(snapshot.votes), [snapshot.votes])
  // A helper moderates by the rules, and does not make them.
  const rules = isModerator ? null : <ModerationRules host={host} language={language} />
  const screens = session !== null && address !== null && (
    <ScreensPanel
      wall={wall}
      session={session}
      onAdd={snapshot.role === 'host' ? errands.access : null}
      votes={votes}
      address={address}
      onDeleted={onDeleted}
      hasModes={isNarrow}
      rules={rules}
      language={language}
    />
  )

  return (
    <>
      {printing !== null && session !== null && address !== null && (
        <PrintView printing={printing} session={session} address={address} onClose={() => setPrinting(null)} language={language} />
      )}
      <div className={printing === null ? 'console' : 'console console--away'}>
        <ConsoleHeader
          session={session}
          snapshot={snapshot}
          choice={choice}
          takesFocus={takesFocus}
          onLeave={operatorToken.recall() === null ? null : onLeave}
          screens={wall.screens}
          told={wall.told}
        >
          {session !== null && snapshot.role === 'host' && (
            <TakeHome host={host} session={session} report={wall.report} isNext={session.state === 'ended'} language={language} />
          )}
        </ConsoleHeader>
        <p role="alert" className="console__problem problem">
          {wall.refusal === null ? null : errorSentence(language, wall.refusal)}
        </p>
        <p role="status" className="console__problem problem">
          {isStoreFailing ? t.storeFailing : null}
        </p>
        <ManyJoins host={host} t={t} />
        {session === null || address === null ? (
          <p className="console__loading" role="status">
            {closed === null ? t.loading : t.health[closed]}
          </p>
        ) : (
          <PhotosOf token={credentials.hostToken}>
            {isNarrow && part !== 'start' && part !== 'screens' && (
              <ScreenStrip screens={wall.screens} session={session} messages={wall.messages} votes={votes} language={language} />
            )}
            <main className={`console__body${part === 'start' ? ' console__body--start' : ''}`}>
              <ConsoleTabs
                selected={part}
                onSelect={(next) => {
                  choose(next)
                  if (next !== 'start') start.leave()
                }}
                pendingCount={countOf(wall.log.state, 'pending')}
                openVoteCount={openVotes(snapshot.votes).length}
                areScreensSeen={isWide}
                hasStart={start.isOn}
                t={t}
              />
              {isWide && part !== 'start' && <aside className="console__screens">{screens}</aside>}
              <ConsoleDesk
                wall={wall}
                session={session}
                part={part}
                address={address}
                guestUrl={guestUrl}
                addresses={addresses}
                accessWanted={accessWanted}
                onPrint={setPrinting}
                start={
                  start.isOn ? (
                    <FirstMinute
                      wall={wall}
                      session={session}
                      evidence={evidence}
                      address={address}
                      guestUrl={guestUrl}
                      addresses={addresses}
                      wallPath={wallPathOf(sessionId, credentials.wallToken)}
                      errands={errands}
                      onDone={start.keepOver}
                      onFinish={() => {
                        start.finish()
                        choose('messages')
                      }}
                      language={language}
                    />
                  ) : null
                }
                screens={isWide ? null : screens}
                rules={rules}
                isWide={isWide}
                isNarrow={isNarrow}
                language={language}
              />
            </main>
          </PhotosOf>
        )}
      </div>
    </>
  )
}
