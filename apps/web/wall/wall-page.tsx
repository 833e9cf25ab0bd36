import type { RealtimeClient } from '@guestwall/client'
import { ReportSocket, ServerTime } from '@guestwall/client/screen'
import { closedNotice, ConnectionBadge, type ReactionSource, ReactionsProvider, useBox, useSnapshot } from '@guestwall/react'
import { NEW_SCREEN, type ScreenPicture } from '@guestwall/protocol'
import { useEffect, useMemo, useRef, useState } from 'react'
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
import { type Overlay, readOverlay } from './overlay.ts'
import { OverlayScreen } from './overlay-screen.tsx'
import { QrScreen } from './qr-screen.tsx'
import { forgetFrozen } from './frozen-picture.ts'
import { toggleFullScreen } from './full-screen.ts'
import { Toolbar } from './toolbar.tsx'
import { heldState, keptAway, shownOn } from './own-picture.ts'
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
import { useWallPhotos } from './use-wall-photos.ts'
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

/** The screen until its session is deleted: the component below reads and shows the session, and is removed with it. */
function LiveWall({ sessionId, token, choice, onSentAway }: LiveWallProps) {
  const [time] = useState(() => new ServerTime())
  const [reporter] = useState(() => new ReportSocket({ page: pageId(), onAnswer: (answer) => time.add(answer) }))
  const reactions = useReactionClient(sessionId, token, reporter.open)
  const { client, isGone } = useLastingClient(sessionId, token, { socket: reactions.open })
  const [overlay] = useState(() => readOverlay(location.search))
  // On air nothing is said: an overlay that is sent away, or whose session is deleted, shows nothing.
  const isSilent = overlay !== null
  useSentAway(
    token,
    useSnapshot(client, ({ closedReason }) => (isGone || isSilent ? null : closedReason)),
    onSentAway,
  )
  if (isGone) return <GonePage choice={choice} isSilent={isSilent} />
  return (
    <LiveScreen
      sessionId={sessionId}
      token={token}
      choice={choice}
      client={client}
      reactions={reactions}
      reporter={reporter}
      time={time}
      overlay={overlay}
    />
  )
}

/** The page of a screen whose session is deleted. */
function GonePage({ choice, isSilent }: { readonly choice: LanguageChoice; readonly isSilent: boolean }) {
  usePageTitle(null)
  useEffect(forgetFrozen, [])
  return (
    <div className="wall-page">
      {!isSilent && <p className="wall-page__refusal">{wallPageMessages(choice.language).connection.session_not_found}</p>}
    </div>
  )
}

interface LiveScreenProps extends Omit<LiveWallProps, 'onSentAway'> {
  readonly client: RealtimeClient
  readonly reactions: ReactionSource
  readonly reporter: ReportSocket
  readonly time: ServerTime
  readonly overlay: Overlay | null
}

function LiveScreen({ sessionId, token, choice, client, reactions, reporter, time, overlay }: LiveScreenProps) {
  const t = wallPageMessages(choice.language)
  const snapshot = useSnapshot(client)
  const page = useRef<HTMLDivElement>(null)
  const box = useBox(page)
  const guestUrl = useGuestUrl(snapshot.state === 'connected').url
  const [over, setOver] = useState<Over>(null)
  const [hasPanel, setPanel] = useState(true)
  const [textScale, setTextScale] = useTextScale()
  const isStill = useStill(STILL_MS)
  const control = useScreenControl(client, sessionId, token)
  const { wall, votes, online } = snapshot
  const set = control?.state ?? NEW_SCREEN
  const state = useMemo(() => heldState(set, wall?.session), [set, wall])
  const heldAt = control === null ? undefined : (state.frozenAt ?? state.pausedAt)
  const { messages: all, isReady } = useHeldWall(client, { sessionId, token, wall, heldAt })
  const present = useMemo(() => ({ session: wall?.session ?? null, total: wall?.messageCount ?? 0, votes, online }), [wall, votes, online])
  const { value: seen, ids: frozen } = useFrozen(
    sessionId,
    isReady && wall !== null && control !== null ? state.frozenAt : undefined,
    present,
    all,
  )
  const messages = useMemo(() => shownOn(state, all, frozen), [state, all, frozen])
  const away = useMemo(() => keptAway(state, all, frozen), [state, all, frozen])
  const photos = useWallPhotos(token, choice.language)
  const spotlight = useSpotlight(client, { sessionId, token }, state.spotlight, all)
  const calm = useCalm(state.isCalm === true)
  const [picture, setPicture] = useState<ScreenPicture | null>(null)
  // A frozen picture keeps its numbers.
  const counts = useMemo(() => (state.frozenAt === null ? reactions : asTheyAre(reactions)), [state.frozenAt, reactions])
  // Until it is known what a host has set, nothing is shown: a blank screen that is loaded again stays blank.
  const session = control === null || !isReady ? null : seen.session
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
  useWallKeys(actions, overlay === null)

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
  if (overlay !== null)
    return (
      <div ref={page} className="wall-page wall-page--overlay">
        {session !== null && address !== null && snapshot.closedReason === null && (
          <OverlayScreen
            overlay={overlay}
            session={session}
            messages={messages}
            total={seen.total}
            address={address}
            box={box}
            textScale={textScale}
            state={state}
            spotlight={spotlight}
            photos={photos}
            language={choice.language}
            onPicture={setPicture}
          />
        )}
      </div>
    )
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
            photos={photos}
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
