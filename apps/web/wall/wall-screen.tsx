import { NEW_SCREEN, type Occasion, type ScreenState, type Session, type Vote } from '@guestwall/protocol'
import { type Box, type FlowMessage, MessageWall, openVotes, type WallPhotos, wallVote } from '@guestwall/react'
import type { CSSProperties } from 'react'
import type { GuestAddress } from '../shared/guest-address.ts'
import type { Language } from '../shared/catalogs.ts'
import { LookGround } from '../shared/look/look-ground.tsx'
import { BlankScreen } from './blank-screen.tsx'
import { DanmakuScreen } from './danmaku-screen.tsx'
import { IdleScreen } from './idle-screen.tsx'
import { OnTheirWay } from './on-their-way.tsx'
import { layoutOf, pictureOf } from './own-picture.ts'
import { ResultsScreen } from './results-screen.tsx'
import type { Reveal } from './reveal.ts'
import { screenShape } from './screen-shape.ts'
import { SidePanel } from './side-panel.tsx'
import { Spotlight } from './spotlight.tsx'
import { resultsVote } from './vote-keys.ts'
import { VoteSign } from './vote-sign.tsx'
import { WallHeader } from './wall-header.tsx'
import { wallPageMessages } from './messages.ts'

export interface WallScreenProps {
  readonly session: Session
  readonly messages: readonly FlowMessage[]
  readonly total: number
  /** How many of the messages on the wall this screen may show: a removal of one that its window no longer holds shows here alone. Absent: all. */
  readonly counted?: number
  /** As a wall screen may see them. */
  readonly votes: readonly Vote[]
  /** The results that were revealed last. */
  readonly reveal?: Reveal | null
  readonly online: number | null
  readonly address: GuestAddress
  /** The screen in pixels. The console's preview hands in a whole screen and scales it down. */
  readonly box: Box
  readonly hasPanel: boolean
  readonly textScale: number
  readonly language: Language
  /** The state that hosts have set for this screen. */
  readonly state?: ScreenState
  /** The message that is shown large. */
  readonly spotlight?: FlowMessage | null
  /** Shows the photos of messages. */
  readonly photos?: WallPhotos | undefined
}

/** The character of the seal on pinned messages. */
const SEALS: Readonly<Record<Occasion, string>> = { wedding: '囍', conference: '聚', class: '会' }

/** The least contrast of a text in a hall. */
const TEXT_CONTRAST = 7

/** What an event covers: it keeps its size, and is neither seen nor reported. */
export const COVERED = 'wall-screen__covered'

/** One whole screen of the wall, wherever it is shown. */
export function WallScreen(props: WallScreenProps) {
  const { session, messages, total, counted = total, votes, online, address, box, hasPanel, textScale, language } = props
  const { state = NEW_SCREEN, spotlight = null, reveal = null, photos } = props
  const t = wallPageMessages(language)
  const { unit, isUpright, isWide } = screenShape(box)
  const onHand = { hasMessages: messages.length > 0, hasSpotlight: spotlight !== null, hasVote: wallVote(votes) !== null }
  /** The picture but for an event, and the one that is drawn. */
  const usual = pictureOf(state, session, onHand)
  const picture = pictureOf(state, session, { ...onHand, hasReveal: reveal?.isEvent === true })
  /** What a message that is shown large stands before. */
  const behind = pictureOf(state, session, { ...onHand, hasSpotlight: false })
  const layout = layoutOf(state.layout ?? session.layout, onHand.hasVote)
  const isResults = picture === 'results'
  // What an event or a large message covers stands until that is over, with all that waits there.
  const isCovered = isResults && usual !== 'results'
  const isPaused = state.pausedAt !== null || state.frozenAt !== null || isCovered
  const open = session.state === 'ended' ? null : (openVotes(votes)[0] ?? null)
  const hasResults = isResults || layout === 'results'
  const revealedId = reveal?.voteId ?? null
  const hasEntrance = hasPanel && session.state !== 'ended'
  return (
    <div
      className={classOf({
        isUpright,
        isWide,
        isDimmed: picture === 'spotlight' && spotlight !== null,
        isPictured: session.look?.background !== undefined,
      })}
      data-theme={session.theme}
      style={{ '--gw-u': `${unit}px`, width: `${box.width}px`, height: `${box.height}px` } as CSSProperties}
    >
      <LookGround session={session} size="full" ratio={TEXT_CONTRAST} />
      {picture === 'blank' && <BlankScreen session={session} />}
      {picture === 'idle' && (
        <IdleScreen session={session} total={total} address={address} unit={unit} isUpright={isUpright} language={language}>
          {open !== null && <VoteSign vote={open} t={t} />}
        </IdleScreen>
      )}
      {(usual === 'danmaku' || (usual === 'spotlight' && behind === 'danmaku')) && (
        <DanmakuScreen
          session={session}
          messages={messages}
          total={total}
          address={address}
          width={box.width}
          unit={unit}
          isUpright={isUpright}
          textScale={textScale}
          region={state.region}
          density={state.density}
          photos={photos}
          isPaused={isPaused || spotlight !== null}
          isCovered={isCovered || spotlight !== null}
          steps={state.steps}
          hasEntrance={hasEntrance}
          vote={open}
          language={language}
        />
      )}
      {(isResults || usual === 'masonry' || usual === 'spotlight') && (
        <>
          <div className="wall-screen__main">
            <WallHeader session={session} total={total} online={online} language={language} />
            <main className="wall-screen__messages" data-vote={hasResults ? resultsVote(votes, revealedId)?.id : undefined}>
              {(usual === 'masonry' || usual === 'spotlight') && behind !== 'danmaku' && layout !== 'results' && (
                <MessageWall
                  className={isCovered ? COVERED : undefined}
                  messages={messages}
                  total={counted}
                  unit={unit}
                  textScale={textScale}
                  isSingle={layout === 'spotlight'}
                  // Behind a message that is shown large none can be read: none is taken as read.
                  isPaused={isPaused || spotlight !== null}
                  steps={state.steps}
                  label={t.messages}
                  photos={photos}
                  seal={SEALS[session.occasion ?? 'wedding']}
                  renderWaiting={(count) => <OnTheirWay count={count} language={language} />}
                />
              )}
              {hasResults && <ResultsScreen votes={votes} revealedId={revealedId} unit={unit} textScale={textScale} language={language} />}
              {spotlight !== null && <Spotlight key={spotlight.key} message={spotlight} unit={unit} photos={photos} />}
            </main>
          </div>
          {hasEntrance && (
            <SidePanel
              session={session}
              address={address}
              language={language}
              unit={unit}
              isUpright={isUpright}
              vote={open}
              isResults={hasResults}
            />
          )}
        </>
      )}
    </div>
  )
}

interface Face {
  readonly isUpright: boolean
  readonly isWide: boolean
  readonly isDimmed: boolean
  readonly isPictured: boolean
}

function classOf({ isUpright, isWide, isDimmed, isPictured }: Face): string {
  return `wall-screen${isUpright ? ' wall-screen--upright' : ''}${isWide ? ' wall-screen--wide' : ''}${isDimmed ? ' wall-screen--dimmed' : ''}${isPictured ? ' wall-screen--pictured' : ''}`
}
