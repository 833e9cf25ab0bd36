import type { ChangeSessionBody, HostMessage } from '@guestwall/protocol'
import { closedNotice, openVotes, useSnapshot } from '@guestwall/react'
import { useMemo, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import { guestAddress } from '../shared/guest-address.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { TabPanel } from '../shared/ui/tabs.tsx'
import { outcomeOf } from '../shared/outcome.ts'
import { useLastingClient } from '../shared/use-lasting-client.ts'
import { useGuestUrl } from '../shared/use-guest-url.ts'
import { useMedia } from '../shared/use-media.ts'
import { usePageTitle } from '../shared/use-page-title.ts'
import { ConsoleHeader } from './console-header.tsx'
import type { ConsolePart } from './console-part.ts'
import { ConsoleTabs } from './console-tabs.tsx'
import { type WallCredentials, wallPathOf } from './credentials.ts'
import { sessionHost } from './host-client.ts'
import { type Errand, FirstMinute } from './first-minute/first-minute.tsx'
import { useEvidence } from './first-minute/use-evidence.ts'
import { useFirstMinute } from './first-minute/use-first-minute.ts'
import { GuestDesk } from './guests/guest-desk.tsx'
import { ManyJoins } from './many-joins.tsx'
import { ModerationRules } from './moderation/moderation-rules.tsx'
import { MessageDesk } from './queue/message-desk.tsx'
import { countOf } from './queue/queue-state.ts'
import { useMessageActs } from './queue/use-message-acts.ts'
import { useMessageLog } from './queue/use-message-log.ts'
import { pairCode } from './pair-code.ts'
import { useScreens } from './screens/use-screens.ts'
import { ScreensPanel } from './screens-panel.tsx'
import { SharePanel } from './share-panel.tsx'
import { keptTables } from './share/kept-tables.ts'
import { type Printing, PrintView } from './share/print-view.tsx'
import { parseTags } from './share/tags.ts'
import { TakeHome } from './take-home.tsx'
import { useAddresses } from './use-addresses.ts'
import { useStoreFailing } from './use-store-failing.ts'
import { VoteDesk } from './vote-desk.tsx'
import { hostMessages } from './messages.ts'

interface LiveConsoleProps {
  readonly sessionId: string
  readonly credentials: WallCredentials
  readonly choice: LanguageChoice
  readonly takesFocus: boolean
  readonly onLeave: () => void
}

/** Refusals that say that the server is away, or on its way back. */
const UNREACHED: readonly string[] = ['network', 'foreign', 'unavailable', 'draining']
/** There is room for the screens beside the panels. */
const WIDE = '(min-width: 68rem)'
/** A phone. */
const NARROW = '(max-width: 45rem)'

/** The console of one wall: the screens on one side, and one of its parts. */
export function LiveConsole({ sessionId, credentials, choice, takesFocus, onLeave }: LiveConsoleProps) {
  const { language } = choice
  const t = hostMessages(language)
  const { hostToken } = credentials
  const client = useLastingClient(sessionId, hostToken)
  const snapshot = useSnapshot(client)
  const host = useMemo(() => sessionHost(sessionId, hostToken), [sessionId, hostToken])
  const isStoreFailing = useStoreFailing()
  const guestUrl = useGuestUrl(snapshot.state === 'connected')
  const isWide = useMedia(WIDE)
  const isNarrow = useMedia(NARROW)
  const [refusal, setRefusal] = useState<string | null>(null)
  // The sentence about a server that could not be reached would be untrue beside a link that is well again.
  const isReached = snapshot.state === 'connected' || snapshot.isTimely
  const [wasReached, setWasReached] = useState(isReached)
  if (wasReached !== isReached) {
    setWasReached(isReached)
    if (isReached && refusal !== null && UNREACHED.includes(refusal)) setRefusal(null)
  }
  const log = useMessageLog(client, host, isReached)
  const acts = useMessageActs({ host, learn: log.learn, report: setRefusal })
  const screensNow = useScreens(host, isReached, setRefusal)
  const messages = useMemo(
    () =>
      new Map([
        ...(snapshot.wall?.messages ?? []).map((message) => [message.id, message] as const),
        ...[...log.state.entries].map(([id, { message }]) => [id, message] as const),
      ]),
    [snapshot.wall, log.state.entries],
  )
  const session = snapshot.wall?.session ?? null
  const closed = closedNotice(snapshot.closedReason)
  usePageTitle(session?.title ?? null)

  const hasMessages = snapshot.wall !== null && snapshot.wall.messages.length > 0
  const start = useFirstMinute(
    sessionId,
    session === null
      ? null
      : { state: session.state, isHost: snapshot.role === 'host', hasMessages: hasMessages || log.state.entries.size > 0 },
  )
  const evidence = useEvidence(host, log.state, start.isOn)
  const addresses = useAddresses(guestUrl, start.isOn ? snapshot.online : null)

  // A wall without messages opens on what it needs first: guests. It stays there until the host turns to something else.
  const [isScanned] = useState(pairCode.isKept)
  const [first, setFirst] = useState<ConsolePart | null>(null)
  if (first === null && session !== null) setFirst(isScanned || !hasMessages ? 'share' : 'messages')
  const [chosen, setChosen] = useState<ConsolePart | null>(null)
  const wanted = chosen ?? (start.isOn && !isScanned ? 'start' : first) ?? 'messages'
  const isAway = (wanted === 'start' && !start.isOn) || (wanted === 'screens' && isWide)
  const tab = isAway ? 'messages' : wanted
  const [accessWanted, setAccessWanted] = useState(0)
  const [printing, setPrinting] = useState<Printing | null>(null)

  const act = async (call: Promise<unknown>): Promise<boolean> => {
    const answer = await outcomeOf(call)
    setRefusal(answer.ok ? null : answer.failure.code)
    return answer.ok
  }
  const change = (body: ChangeSessionBody): Promise<boolean> => act(host.change(body))
  /** Shows a message large on every screen; one that waits is shown first. */
  const enlarge = async (message: HostMessage): Promise<void> => {
    if (message.status !== 'shown') {
      const shown = await outcomeOf(host.actOnMessage(message.id, 'approve'))
      setRefusal(shown.ok ? null : shown.failure.code)
      if (!shown.ok) return
      log.learn([shown.value])
    }
    await screensNow.control({ spotlight: message.id })
  }
  // A helper moderates by the rules, and does not make them.
  const rules = snapshot.role === 'moderator' ? null : <ModerationRules host={host} language={language} />
  const errands: Readonly<Record<Errand, () => void>> = {
    cards: () => setPrinting({ what: 'cards', tags: parseTags(keptTables.recall(sessionId)) }),
    access: () => {
      setAccessWanted((count) => count + 1)
      setChosen('share')
    },
    votes: () => setChosen('votes'),
  }
  const address = session === null ? null : guestAddress(guestUrl.url, session.code)
  const screens = session !== null && address !== null && (
    <ScreensPanel
      session={session}
      snapshot={snapshot}
      screens={screensNow}
      messages={messages}
      onAdd={snapshot.role === 'host' ? errands.access : null}
      address={address}
      change={change}
      host={host}
      isModerator={snapshot.role === 'moderator'}
      report={act}
      onDeleted={onLeave}
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
        <ConsoleHeader session={session} snapshot={snapshot} choice={choice} takesFocus={takesFocus} onLeave={onLeave} screens={screensNow}>
          {session !== null && snapshot.role === 'host' && (
            <TakeHome host={host} report={act} isNext={session.state === 'ended'} language={language} />
          )}
        </ConsoleHeader>
        <p role="alert" className="console__problem problem">
          {refusal === null ? null : errorSentence(language, refusal)}
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
          <main className={`console__body${tab === 'start' ? ' console__body--start' : ''}`}>
            <ConsoleTabs
              selected={tab}
              onSelect={(part) => {
                setChosen(part)
                if (part !== 'start') start.leave()
              }}
              pendingCount={countOf(log.state, 'pending')}
              openVoteCount={openVotes(snapshot.votes).length}
              areScreensSeen={isWide}
              hasStart={start.isOn}
              t={t}
            />
            {isWide && tab !== 'start' && <aside className="console__screens">{screens}</aside>}
            <div className="console__desk">
              {start.isOn && (
                <TabPanel id="start" isSelected={tab === 'start'}>
                  <FirstMinute
                    session={session}
                    evidence={evidence}
                    host={host}
                    address={address}
                    guestUrl={guestUrl}
                    addresses={addresses}
                    wallPath={wallPathOf(sessionId, credentials.wallToken)}
                    messages={log.state}
                    acts={acts}
                    change={change}
                    errands={errands}
                    onDone={start.keepOver}
                    onFinish={() => {
                      start.finish()
                      setChosen('messages')
                    }}
                    language={language}
                  />
                </TabPanel>
              )}
              <TabPanel id="messages" isSelected={tab === 'messages'}>
                <MessageDesk
                  session={session}
                  log={log}
                  acts={acts}
                  change={change}
                  onEnlarge={(message) => void enlarge(message)}
                  rules={rules}
                  isSeen={tab === 'messages'}
                  isNarrow={isNarrow}
                  language={language}
                />
              </TabPanel>
              <TabPanel id="votes" isSelected={tab === 'votes'}>
                <VoteDesk session={session} votes={snapshot.votes} online={snapshot.online} host={host} report={act} language={language} />
              </TabPanel>
              {!isWide && (
                <TabPanel id="screens" isSelected={tab === 'screens'}>
                  {screens}
                </TabPanel>
              )}
              <TabPanel id="guests" isSelected={tab === 'guests'}>
                <GuestDesk
                  client={client}
                  host={host}
                  messages={log.state}
                  isSeen={tab === 'guests'}
                  isWide={isWide}
                  report={act}
                  language={language}
                />
              </TabPanel>
              <TabPanel id="share" isSelected={tab === 'share'}>
                <SharePanel
                  session={session}
                  credentials={credentials}
                  isModerator={snapshot.role === 'moderator'}
                  address={address}
                  guestUrl={guestUrl}
                  addresses={addresses}
                  accessWanted={accessWanted}
                  onPrint={setPrinting}
                  language={language}
                  t={t}
                />
              </TabPanel>
            </div>
          </main>
        )}
      </div>
    </>
  )
}
