import { NEW_SCREEN, type ScreenPicture } from '@guestwall/protocol'
import { useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { Crossfade } from './crossfade.ts'
import { pictureOf } from './own-picture.ts'
import { WallScreen, type WallScreenProps } from './wall-screen.tsx'

interface CrossfadedScreenProps extends WallScreenProps {
  /** Called with the picture that is drawn from now on. */
  readonly onPicture: (picture: ScreenPicture) => void
}

/** Pictures that are there once they show a message. */
const OF_MESSAGES: ReadonlySet<ScreenPicture> = new Set(['masonry', 'danmaku', 'spotlight'])

/** One whole screen that fades from one picture, theme or layout to the next. All else that changes is drawn at once, and so is a blank screen. */
export function CrossfadedScreen({ onPicture, ...given }: CrossfadedScreenProps) {
  const [drawn, setDrawn] = useState<WallScreenProps>(given)
  const [crossfade] = useState(() => new Crossfade())
  const frame = useRef<HTMLDivElement>(null)
  const cover = useRef<HTMLDivElement>(null)
  const wanted = pictureDrawn(given)
  const isChange = faceOf(given) !== faceOf(drawn) && wanted !== 'blank'
  const shown = isChange ? drawn : given
  // A new picture is drawn below, with its fade.
  if (!isChange && !isSame(given, drawn)) setDrawn(given)

  const draw = useEffectEvent(() => setDrawn(given))
  const isDrawn = useEffectEvent(() => !OF_MESSAGES.has(pictureDrawn(shown)) || frame.current?.querySelector('[data-message]') !== null)
  useLayoutEffect(() => {
    if (!isChange || frame.current === null || cover.current === null) return
    crossfade.play({ frame: frame.current, cover: cover.current, change: () => draw(), isDrawn: () => isDrawn() })
  }, [isChange, crossfade])
  const picture = pictureDrawn(shown)
  const { messages } = given
  useLayoutEffect(() => {
    if (picture === 'blank') crossfade.clear()
    else crossfade.keep(new Set(messages.map(({ key }) => key)))
  }, [messages, picture, isChange, crossfade])
  const say = useEffectEvent(() => onPicture(picture))
  useLayoutEffect(() => say(), [picture])
  return (
    <>
      <div ref={frame} data-picture={picture}>
        <WallScreen {...shown} />
      </div>
      <div ref={cover} className="wall-page__past" aria-hidden="true" inert />
    </>
  )
}

function pictureDrawn({ state = NEW_SCREEN, session, messages, spotlight = null, reveal = null }: WallScreenProps): ScreenPicture {
  const has = { hasMessages: messages.length > 0, hasSpotlight: spotlight !== null, hasReveal: reveal?.isEvent === true }
  return pictureOf(state, session, has)
}

/** Two screens with the same face differ in their contents alone. A message that is shown large has a fade of its own. */
function faceOf({ spotlight: _, ...props }: WallScreenProps): string {
  return `${pictureDrawn(props)} ${props.session.theme} ${props.hasPanel}`
}

function isSame(one: WallScreenProps, other: WallScreenProps): boolean {
  const keys = Object.keys(one) as (keyof WallScreenProps)[]
  return keys.every((key) => Object.is(one[key], other[key]))
}
