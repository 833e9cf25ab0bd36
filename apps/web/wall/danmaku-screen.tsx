import type { DanmakuDensity, DanmakuRegion, Session, Vote } from '@guestwall/protocol'
import { DanmakuWall, type FlowMessage, languageOf, useBox, type WallPhotos } from '@guestwall/react'
import { useMemo, useRef } from 'react'
import type { GuestAddress } from '../shared/guest-address.ts'
import type { Language } from '../shared/catalogs.ts'
import { TitleText } from '../shared/title-text.tsx'
import { FittedLine } from './fitted-line.tsx'
import { Invitation } from './invitation.tsx'
import { DanmakuEntrance } from './danmaku-entrance.tsx'
import { wallPageMessages } from './messages.ts'
import { OnTheirWayBelowNames } from './on-their-way.tsx'
import { RehearsalMark } from './rehearsal-mark.tsx'
import { isVertical, VerticalLine } from './vertical-line.tsx'

/** In percent of the screen's height: what stays free between the lanes at least, and the room at both sides of the names. */
const LEAST_MIDDLE = 36
const BESIDE_NAMES = 96
const BESIDE_UPRIGHT_NAMES = 18
const NAMES = { most: 13.5, least: 6, leastForWords: 2.6 } as const
/** From the left edge of the entrance to the right edge of the stage. */
const ASIDE = 38.5
/** Above and below what stands in the middle, together: the distance of the nearest messages. */
const AROUND = 3
/** Between the names and the entrance below them. The style sheet has the same. */
const BELOW_NAMES = 4

interface DanmakuScreenProps {
  readonly session: Session
  readonly messages: readonly FlowMessage[]
  readonly total: number
  readonly address: GuestAddress
  /** The width of the screen, and one percent of its height, in pixels. */
  readonly width: number
  readonly unit: number
  readonly isUpright: boolean
  readonly textScale: number
  readonly region: DanmakuRegion | undefined
  readonly density: DanmakuDensity | undefined
  readonly photos: WallPhotos | undefined
  readonly isPaused: boolean
  /** An event stands over it. */
  readonly isCovered: boolean
  readonly steps: number
  readonly hasEntrance: boolean
  /** The open vote; `null`: there is none. */
  readonly vote: Vote | null
  readonly language: Language
}

/** The invitation with messages that pass above and below the names. */
export function DanmakuScreen(props: DanmakuScreenProps) {
  const { session, messages, total, address, width, unit, isUpright, textScale, region, density, photos, isPaused, steps } = props
  const { isCovered, hasEntrance, vote, language } = props
  const t = wallPageMessages(language)
  // The same element while it is the same title: a new one is measured again.
  const title = useMemo(() => <TitleText title={session.title} />, [session.title])
  const namesWidth = width - (isUpright ? BESIDE_UPRIGHT_NAMES : BESIDE_NAMES) * unit
  const entrance = useRef<HTMLDivElement>(null)
  const { height: entranceHeight } = useBox(entrance)
  const [names, middle] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)]
  const { height: namesHeight } = useBox(names)
  const { height: free } = useBox(middle)
  const isBare = region === 'all'
  // Upright, the entrance stands below the names, where no message passes.
  const isAside = hasEntrance && (!isUpright || isBare)
  const below = hasEntrance && !isAside ? entranceHeight + BELOW_NAMES * unit : 0
  /** Lanes have what is left of the height. Where that is none, each side has one lane all the same, and the names are smaller. */
  const needed = namesHeight + below + AROUND * unit
  const room = free - below - AROUND * unit
  const isTooHigh = free > 0 && namesHeight > room
  const isBeside = !isUpright && isVertical(session.subtitle)
  const aside = isAside ? { width: ASIDE * unit, height: entranceHeight + AROUND * unit } : null
  return (
    <main className={`danmaku-screen${isCovered ? ' wall-screen__covered' : ''}`}>
      <div className="danmaku-screen__stage">
        <DanmakuWall
          messages={messages}
          total={total}
          unit={unit}
          textScale={textScale}
          region={region}
          density={density}
          isLargeForFew
          photos={photos}
          aside={aside}
          middle={Math.max(LEAST_MIDDLE * unit, needed)}
          isPaused={isPaused}
          steps={steps}
          label={t.messages}
          renderMiddle={(waiting) => (
            <div ref={middle} className={`danmaku-screen__middle${isAside ? ' danmaku-screen__middle--aside' : ''}`}>
              {isBeside && !isBare && <VerticalLine text={session.subtitle} />}
              {/* Where messages pass over all of it, the names would be read along with them. */}
              <div
                ref={names}
                className="danmaku-screen__names"
                style={{ maxWidth: namesWidth, ...(isTooHigh && { transform: `scale(${Math.max(0, room) / namesHeight})` }) }}
                hidden={isBare}
              >
                {!isBeside && session.subtitle !== '' && <VerticalLine text={session.subtitle} />}
                <FittedLine
                  className="danmaku-screen__title"
                  width={namesWidth}
                  most={NAMES.most * unit}
                  least={NAMES.least * unit}
                  leastForWords={NAMES.leastForWords * unit}
                >
                  {title}
                </FittedLine>
                <hr className="danmaku-screen__rule" />
                {/* One of them is seen. Each has its room all the time: no lane moves when one takes the place of another. */}
                <div className="danmaku-screen__words">
                  <OnTheirWayBelowNames count={waiting} language={language} />
                  {vote !== null && waiting === 0 && (
                    <p className="danmaku-screen__vote">
                      <span className="danmaku-screen__state">{t.votingNow}</span>{' '}
                      <bdi lang={languageOf(vote.question)}>{vote.question}</bdi>
                    </p>
                  )}
                  <Invitation
                    language={language}
                    of={(of) => (session.state === 'paused' ? of.paused : of.scan)}
                    isUnseen={vote !== null || waiting > 0}
                  />
                </div>
                <RehearsalMark session={session} language={language} />
              </div>
              {hasEntrance && (
                <DanmakuEntrance
                  box={entrance}
                  address={address}
                  code={session.code}
                  label={t.qrLabel(address.link)}
                  unit={unit}
                  isAside={isAside}
                />
              )}
            </div>
          )}
        />
      </div>
    </main>
  )
}
