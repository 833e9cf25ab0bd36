import type { ScreenPicture, ScreenState, Session } from '@guestwall/protocol'
import { type Box, DanmakuWall, type FlowMessage, type WallPhotos } from '@guestwall/react'
import { type CSSProperties, useEffect, useEffectEvent, useLayoutEffect } from 'react'
import type { GuestAddress } from '../shared/guest-address.ts'
import type { Language } from '../shared/catalogs.ts'
import { BreakableAddress } from './join-facts.tsx'
import { LowerThird } from './lower-third.tsx'
import { wallPageMessages } from './messages.ts'
import type { Overlay } from './overlay.ts'
import { screenShape } from './screen-shape.ts'
import { useLatestMessage } from './use-latest-message.ts'
import { WallQr } from './wall-qr.tsx'

/** In percent of the screen's height: the side of the code, and what `around` leaves free. */
const QR = 14
const MIDDLE = 40

interface OverlayScreenProps {
  readonly overlay: Overlay
  readonly session: Session
  readonly messages: readonly FlowMessage[]
  readonly total: number
  readonly address: GuestAddress
  readonly box: Box
  readonly textScale: number
  readonly state: ScreenState
  /** The message that a host shows large. */
  readonly spotlight: FlowMessage | null
  readonly photos: WallPhotos
  readonly language: Language
  readonly onPicture: (picture: ScreenPicture) => void
}

/** The overlay for a video picture: opaque cards, or words alone, on a transparent ground. A blank screen draws nothing at all. */
export function OverlayScreen(props: OverlayScreenProps) {
  const { overlay, session, messages, total, address, box, textScale, state, spotlight, photos, language, onPicture } = props
  const t = wallPageMessages(language)
  const { unit } = screenShape(box)
  const passes = overlay.kind === 'danmaku' && messages.length > 0
  const latest = useLatestMessage(messages, overlay.isLatest && overlay.kind === 'lower-third')
  const large = spotlight ?? latest
  const picture: ScreenPicture = state.isBlank ? 'blank' : large !== null ? 'spotlight' : passes ? 'danmaku' : 'idle'
  const say = useEffectEvent(() => onPicture(picture))
  useLayoutEffect(() => say(), [picture])
  useEffect(() => {
    document.documentElement.classList.add('over-picture')
    return () => document.documentElement.classList.remove('over-picture')
  }, [])
  if (state.isBlank) return null
  const hasEntrance = overlay.hasEntrance && overlay.kind === 'lower-third' && session.state !== 'ended'
  return (
    <main
      className="wall-screen overlay"
      data-theme={session.theme}
      style={{ '--gw-u': `${unit}px`, width: `${box.width}px`, height: `${box.height}px` } as CSSProperties}
    >
      {picture === 'danmaku' && (
        <div className="overlay__lanes">
          <DanmakuWall
            messages={messages}
            total={total}
            unit={unit}
            textScale={textScale}
            region={state.region ?? overlay.region}
            density={state.density ?? overlay.density}
            middle={MIDDLE * unit}
            photos={photos}
            isPaused={state.pausedAt !== null || state.frozenAt !== null}
            steps={state.steps}
            label={t.messages}
          />
        </div>
      )}
      {large !== null && (
        <LowerThird
          key={large.key}
          message={large}
          photos={photos}
          unit={unit}
          occasion={session.occasion ?? 'wedding'}
          hasEntrance={hasEntrance}
        />
      )}
      {hasEntrance && (
        <aside className="overlay__card overlay__entrance">
          <div className="overlay__facts">
            <p className="overlay__label">{t.scanHead}</p>
            <p className="overlay__code">{session.code}</p>
            <p className="overlay__label">
              <BreakableAddress address={address.short} />
            </p>
          </div>
          <div className="overlay__qr qr-plate">
            <WallQr link={address.link} label={t.qrLabel(address.link)} room={QR * unit} />
          </div>
        </aside>
      )}
    </main>
  )
}
