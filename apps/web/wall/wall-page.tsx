import { ReportSocket, ServerTime } from '@guestwall/client/screen'
import { closedNotice, ConnectionBadge, ReactionsProvider, useBox, useSnapshot } from '@guestwall/react'
import { NEW_SCREEN, type ScreenPicture } from '@guestwall/protocol'
import { useMemo, useRef, useState } from 'react'
import { guestAddress } from '../shared/guest-address.ts'
import { useLanguage, type LanguageChoice } from '../shared/language.ts'
import { useTheme } from '../shared/theme.ts'
import { usePageTitle } from '../shared/use-page-title.ts'
import { useLastingClient } from '../shared/use-lasting-client.ts'
import { useReactionClient } from '../shared/use-reaction-client.ts'
import { useGuestUrl } from '../shared/use-guest-url.ts'
import { useWakeLock } from '../shared/use-wake-lock.ts'
import { useDisplayLink } from './display-link.ts'
import { CrossfadedScreen } from './crossfaded-screen.tsx'
import { KeyList } from './key-list.tsx'
import { PairingPage } from './pairing-page.tsx'
import { QrScreen } from './qr-screen.tsx'
import { toggleFullScreen } from './full-screen.ts'
import { Toolbar } from './toolbar.tsx'
import { keptAway, shownOn } from './own-picture.ts'
import { pageId } from './page-id.ts'
import { asTheyAre } from './as-they-are.ts'
import { useCalm } from './use-calm.ts'
import { useFrozen } from './use-frozen.ts'
import { useHeldWall } from './use-held-wall.ts'
import { useHostKeys } from './use-host-keys.ts'
import { useScreenControl } from './use-screen-control.ts'
import { useScreenReports } from './use-screen-reports.ts'
import { useSpotlight } from './use-spotlight.ts'
import { useSentAway } from './use-sent-away.ts'
import { useStill } from './use-still.ts'
import { useWallKeys } from './use-wall-keys.ts'
import { largerText, smallerText, useTextScale } from './use-text-scale.ts'
import { wallPageMessages } from './messages.ts'

/** Said within five seconds of a loss (P7), with room for the client to notice. */
const PATIENCE_MS = 2_000
/** Cursor and bars go after this. */
const STILL_MS = 3_000

/** The projector's page. */
export function WallPage() {
  const choice = useLanguage()
  const link = useDisplayLink()
  if (link.token === null) return <PairingPage choice={choice} isSentAway={link.isSentAway} onPaired={link.pair} />
  return <LiveWall key={link.token} sessionId={link.sessionId} token={link.token} choice={choice} onSentAway={link.sendAway} />
}

interface LiveWallProps {
  readonly sessionId: string
  readonly token: string
  readonly choice: LanguageChoice
  readonly onSentAway: () => void
}

/** The layer over the wall. */
type Over = 'qr' | 'keys' | null

function LiveWall({ sessionId, token, choice, onSentAway }: LiveWallProps) {
  const t = wallPageMessages(choice.language)
  const [time] = useState(() => new ServerTime())
  const [reporter] = useState(() => new ReportSocket({ page: pageId(), onAnswer: (answer) => time.add(answer) }))
  const reactions = useReactionClient(sessionId, token, reporter.open)
  const client = useLastingClient(sessionId, token, { socket: reactions.open })
  const snapshot = useSnapshot(client)
  useSentAway(token, snapshot.closedReason, onSentAway)
  const page = useRef<HTMLDivElement>(null)
  const box = useBox(page)
  const guestUrl = useGuestUrl(snapshot.state === 'connected').url
  const [over, setOver] = useState<Over>(null)
  const [hasPanel, setPanel] = useState(true)
  const [textScale, setTextScale] = useTextScale()
  const isStill = useStill(STILL_MS)
  const control = useScreenControl(client, sessionId, token)
  const state = control?.state ?? NEW_SCREEN
  const { wall, votes, online } = snapshot
  const heldAt = control === null ? undefined : (state.frozenAt ?? state.pausedAt)
  const { messages: all, isReady } = useHeldWall(client, { sessionId, token, wall, heldAt })
  const present = useMemo(() => ({ session: wall?.session ?? null, total: wall?.messageCount ?? 0, votes, online }), [wall, votes, online])
  const { value: seen, ids: frozen } = useFrozen(sessionId, isReady && wall !== null ? control?.state.frozenAt : undefined, present, all)
  const messages = useMemo(() => shownOn(state, all, frozen), [state, all, frozen])
  const away = useMemo(() => keptAway(state, all, frozen), [state, all, frozen])
  const spotlight = useSpotlight(client, { sessionId, token }, state.spotlight, all)
  const calm = useCalm(state.isCalm === true)
  const [picture, setPicture] = useState<ScreenPicture | null>(null)
  // A frozen picture keeps its numbers.
  const counts = useMemo(() => (state.frozenAt === null ? reactions : asTheyAre(reactions)), [state.frozenAt, reactions])
  // Until it is known what a host has set, nothing is shown: a blank screen that is loaded again stays blank.
  // Of a deleted session nothing stays on the screen.
  const isGone = snapshot.closedReason === 'session_not_found'
  const session = control === null || !isReady || isGone ? null : seen.session
  useTheme(session?.theme ?? 'linen')
  // With a picture on the screen a loss is a small mark; without one it is all there is to say.
  const refusal = session === null ? closedNotice(snapshot.closedReason) : null
  usePageTitle(session?.title ?? null)

  const wakeLock = useWakeLock()
  const host = useHostKeys({ sessionId, token, seen: snapshot.votes, control }, choice.language)
  const actions = {
    qr: () => setOver((known) => (known === 'qr' ? null : 'qr')),
    keys: () => setOver((known) => (known === 'keys' ? null : 'keys')),
    back: () => setOver(null),
    fullScreen: toggleFullScreen,
    larger: () => setTextScale(largerText),
    smaller: () => setTextScale(smallerText),
    vote: host.vote,
    results: host.results,
    pause: host.pause,
    blank: host.blank,
    calm: () => host.say(calm.toggle() ? t.screenDone.calm : t.screenDone.moves),
  }
  useWallKeys(actions)

  useScreenReports({
    client,
    page,
    reporter,
    time,
    picture: session === null ? null : picture,
    version: control?.version ?? 0,
    keptAway: away,
  })

  const address = session === null ? null : guestAddress(guestUrl, session.code)
  return (
    <div ref={page} className={`wall-page${isStill ? ' wall-page--still' : ''}`}>
      {refusal !== null && <p className="wall-page__refusal">{t.connection[refusal]}</p>}
      {session !== null && address !== null && (
        <ReactionsProvider value={session.reactions === true ? counts : null}>
          <CrossfadedScreen
            session={session}
            messages={messages}
            total={seen.total}
            counted={present.total - away.length}
            votes={seen.votes}
            online={seen.online}
            address={address}
            box={box}
            hasPanel={hasPanel}
            textScale={textScale}
            language={choice.language}
            state={state}
            spotlight={spotlight}
            onPicture={setPicture}
          />
        </ReactionsProvider>
      )}
      {over === 'qr' && session !== null && address !== null && (
        <QrScreen address={address} code={session.code} box={box} t={t} onClose={actions.back} />
      )}
      {over === 'keys' && <KeyList isHost={host.isHost} wakeLock={wakeLock} t={t} onClose={actions.back} />}
      <footer>
        <p className="wall-page__note" role="status">
          {host.note}
        </p>
        <div className="wall-page__connection">
          {refusal === null && <ConnectionBadge connection={snapshot} labels={t.connection} kind="mark" patienceMs={PATIENCE_MS} />}
        </div>
        <Toolbar
          actions={actions}
          hasPanel={hasPanel}
          isCalm={calm.isCalm}
          onPanel={() => setPanel(!hasPanel)}
          choice={choice}
          t={t}
          isHidden={isStill}
        />
      </footer>
    </div>
  )
}
