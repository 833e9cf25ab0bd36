import type { ChangeSessionBody } from '@guestwall/protocol'
import { closedNotice, openVotes, useSnapshot, wallMessages } from '@guestwall/react'
import { useMemo, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import { guestAddress } from '../shared/guest-address.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { TabPanel, Tabs } from '../shared/ui/tabs.tsx'
import { outcomeOf } from '../shared/outcome.ts'
import { useLastingClient } from '../shared/use-lasting-client.ts'
import { useGuestUrl } from '../shared/use-guest-url.ts'
import { usePageTitle } from '../shared/use-page-title.ts'
import { ConsoleHeader } from './console-header.tsx'
import type { WallCredentials } from './credentials.ts'
import { asWallSees } from './hall-view.ts'
import { sessionHost } from './host-client.ts'
import { ManyJoins } from './many-joins.tsx'
import { MessageQueue } from './message-queue.tsx'
import { SessionSettings } from './session-settings.tsx'
import { SharePanel } from './share-panel.tsx'
import { useStoreFailing } from './use-store-failing.ts'
import { VoteDesk } from './vote-desk.tsx'
import { WallPreview } from './wall-preview.tsx'
import { hostMessages } from './messages.ts'

interface LiveConsoleProps {
  readonly sessionId: string
  readonly credentials: WallCredentials
  readonly choice: LanguageChoice
  readonly onLeave: () => void
}

/** Refusals that say that the server is away, or on its way back. */
const UNREACHED: readonly string[] = ['network', 'foreign', 'unavailable', 'draining']

/** One page: the way in, the messages, and what the hall sees. */
export function LiveConsole({ sessionId, credentials, choice, onLeave }: LiveConsoleProps) {
  const { language } = choice
  const t = hostMessages(language)
  const { hostToken } = credentials
  const client = useLastingClient(sessionId, hostToken)
  const snapshot = useSnapshot(client)
  const host = useMemo(() => sessionHost(sessionId, hostToken), [sessionId, hostToken])
  const isStoreFailing = useStoreFailing()
  const guestUrl = useGuestUrl(snapshot.state === 'connected')
  const shown = useMemo(() => wallMessages(snapshot.wall), [snapshot.wall])
  const seenVotes = useMemo(() => asWallSees(snapshot.votes), [snapshot.votes])
  const [refusal, setRefusal] = useState<string | null>(null)
  // The sentence about a server that could not be reached would be untrue beside a link that is well again.
  const isReached = snapshot.state === 'connected' || snapshot.isTimely
  const [wasReached, setWasReached] = useState(isReached)
  if (wasReached !== isReached) {
    setWasReached(isReached)
    if (isReached && refusal !== null && UNREACHED.includes(refusal)) setRefusal(null)
  }
  const [tab, setTab] = useState<'messages' | 'votes'>('messages')
  const openCount = openVotes(snapshot.votes).length
  const session = snapshot.wall?.session ?? null
  const closed = closedNotice(snapshot.closedReason)
  usePageTitle(session?.title ?? null)

  const act = async (call: Promise<unknown>): Promise<boolean> => {
    const answer = await outcomeOf(call)
    setRefusal(answer.ok ? null : answer.failure.code)
    return answer.ok
  }
  const change = (body: ChangeSessionBody): Promise<boolean> => act(host.change(body))

  return (
    <div className="console">
      <ConsoleHeader session={session} snapshot={snapshot} choice={choice} onLeave={onLeave} />
      <p role="alert" className="console__problem problem">
        {refusal === null ? null : errorSentence(language, refusal)}
      </p>
      <p role="status" className="console__problem problem">
        {isStoreFailing ? t.storeFailing : null}
      </p>
      <ManyJoins host={host} t={t} />
      {session === null ? (
        <p className="console__loading" role="status">
          {closed === null ? t.loading : t.health[closed]}
        </p>
      ) : (
        <main className={`console__columns${snapshot.wall?.messageCount === 0 ? ' console__columns--new' : ''}`}>
          <SharePanel
            session={session}
            credentials={credentials}
            isModerator={snapshot.role === 'moderator'}
            address={guestAddress(guestUrl.url, session.code)}
            guestUrl={guestUrl}
            language={language}
            t={t}
          />
          <div className="console__desk">
            <Tabs
              label={t.tabs}
              selected={tab}
              onSelect={setTab}
              tabs={[
                { id: 'messages', label: t.tabMessages },
                {
                  id: 'votes',
                  label: t.tabVotes,
                  count: openCount,
                  ...(openCount > 0 ? { spoken: t.tabOpenVotes(openCount) } : {}),
                },
              ]}
            />
            <TabPanel id="messages" isSelected={tab === 'messages'}>
              <MessageQueue client={client} wall={snapshot.wall} host={host} act={act} language={language} />
            </TabPanel>
            <TabPanel id="votes" isSelected={tab === 'votes'}>
              <VoteDesk session={session} votes={snapshot.votes} online={snapshot.online} host={host} report={act} language={language} />
            </TabPanel>
          </div>
          <aside className="console__side">
            <WallPreview
              session={session}
              messages={shown}
              total={snapshot.wall?.messageCount ?? 0}
              votes={seenVotes}
              online={snapshot.online}
              address={guestAddress(guestUrl.url, session.code)}
              language={language}
            />
            <SessionSettings session={session} change={change} end={() => act(host.end())} t={t} />
          </aside>
        </main>
      )}
    </div>
  )
}
