import { closedNotice, ConnectionBadge, ReactionsProvider, useSnapshot, wallVote } from '@guestwall/react'
import { useMemo, useState } from 'react'
import type { LanguageChoice } from '../shared/language.ts'
import { useWakeLock } from '../shared/use-wake-lock.ts'
import { asTheyAre } from './as-they-are.ts'
import { CrossfadedScreen } from './crossfaded-screen.tsx'
import { toggleFullScreen } from './full-screen.ts'
import { KeyList } from './key-list.tsx'
import { wallPageMessages } from './messages.ts'
import { QrScreen } from './qr-screen.tsx'
import { layoutChoice } from './reveal.ts'
import type { ScreenLink } from './screen-link.ts'
import { Toolbar } from './toolbar.tsx'
import { useCalm } from './use-calm.ts'
import { useHostKeys } from './use-host-keys.ts'
import { useReveal } from './use-reveal.ts'
import { useShownWall } from './use-shown-wall.ts'
import { useStill } from './use-still.ts'
import { largerText, smallerText } from './use-text-scale.ts'
import { useWallKeys } from './use-wall-keys.ts'

/** Said within five seconds of a loss (P7), with room for the client to notice. */
const PATIENCE_MS = 2_000
/** Cursor and bars go after this. */
const STILL_MS = 3_000

/** The layer over the wall. */
type Over = 'qr' | 'keys' | null

/** The page of a screen in a hall: the wall, its keys and its bars. */
export function LiveScreen({ link, choice }: { readonly link: ScreenLink; readonly choice: LanguageChoice }) {
  const { sessionId, token, client, reactions } = link
  const { language } = choice
  const t = wallPageMessages(language)
  const snapshot = useSnapshot(client)
  const wall = useShownWall(link, language)
  const {
    page,
    box,
    control,
    state,
    session,
    address,
    messages,
    seen,
    counted,
    spotlight,
    photos,
    textScale,
    setTextScale,
    picture,
    onPicture,
  } = wall
  const [over, setOver] = useState<Over>(null)
  const [hasPanel, setPanel] = useState(true)
  const isStill = useStill(STILL_MS)
  const calm = useCalm(state.isCalm === true)
  // A frozen picture keeps its numbers.
  const counts = useMemo(() => (state.frozenAt === null ? reactions : asTheyAre(reactions)), [state.frozenAt, reactions])
  const isHeld = state.isBlank || state.frozenAt !== null || state.pausedAt !== null || state.spotlight !== null
  const layout = state.layout ?? session?.layout
  const reveal = useReveal(seen.votes, { isHeld, choice: layoutChoice(state, session?.layout) })
  // With a picture on the screen a loss is a small mark; without one it is all there is to say.
  const refusal = session === null ? closedNotice(snapshot.closedReason) : null
  const wakeLock = useWakeLock()
  const onScreen = {
    picture: over === null ? picture : null,
    isReady: wallVote(seen.votes) === null && layout === 'results',
    votes: seen.votes,
    revealedId: reveal?.voteId ?? null,
  }
  const host = useHostKeys({ sessionId, token, present: snapshot.votes, onScreen, control }, language)
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
  return (
    <div ref={page} className={`wall-page${isStill ? ' wall-page--still' : ''}`}>
      {refusal !== null && <p className="wall-page__refusal">{t.connection[refusal]}</p>}
      {session !== null && address !== null && (
        <ReactionsProvider value={session.reactions === true ? counts : null}>
          <CrossfadedScreen
            session={session}
            messages={messages}
            total={seen.total}
            counted={counted}
            votes={seen.votes}
            reveal={reveal}
            online={seen.online}
            address={address}
            box={box}
            hasPanel={hasPanel}
            textScale={textScale}
            language={language}
            state={state}
            spotlight={spotlight}
            photos={photos}
            onPicture={onPicture}
          />
        </ReactionsProvider>
      )}
      {over === 'qr' && session !== null && address !== null && (
        <QrScreen address={address} code={session.code} box={box} t={t} onClose={actions.back} />
      )}
      {over === 'keys' && <KeyList isHost={host.isHost} wakeLock={wakeLock} t={t} onClose={actions.back} />}
      <footer>
        <div className="wall-page__signs">
          <p className="wall-page__note" role="status">
            {host.note}
          </p>
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
