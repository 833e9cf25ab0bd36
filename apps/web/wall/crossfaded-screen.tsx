import { NEW_SCREEN, type ScreenPicture } from '@guestwall/protocol'
import { useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { crossfade } from './crossfade.ts'
import { pictureOf } from './own-picture.ts'
import { WallScreen, type WallScreenProps } from './wall-screen.tsx'

interface CrossfadedScreenProps extends WallScreenProps {
  /** Called with the picture that is drawn from now on. */
  readonly onPicture: (picture: ScreenPicture) => void
}

/** One whole screen that fades from one picture, theme or layout to the next. All else that changes is drawn at once. */
export function CrossfadedScreen({ onPicture, ...given }: CrossfadedScreenProps) {
  const [drawn, setDrawn] = useState<WallScreenProps>(given)
  const frame = useRef<HTMLDivElement>(null)
  const isChange = faceOf(given) !== faceOf(drawn)
  const shown = isChange ? drawn : given
  // A new picture is drawn below, with its fade.
  if (!isChange && !isSame(given, drawn)) setDrawn(given)

  const draw = useEffectEvent(() => setDrawn(given))
  useLayoutEffect(() => {
    if (isChange) crossfade(() => draw(), frame.current)
  }, [isChange])
  const picture = pictureDrawn(shown)
  const say = useEffectEvent(() => onPicture(picture))
  useLayoutEffect(() => say(), [picture])
  return (
    <div ref={frame}>
      <WallScreen {...shown} />
    </div>
  )
}

function pictureDrawn({ state = NEW_SCREEN, session, messages, spotlight = null }: WallScreenProps): ScreenPicture {
  return pictureOf(state, session, { hasMessages: messages.length > 0, hasSpotlight: spotlight !== null })
}

/** Two screens with the same face differ in their contents alone. A message that is shown large has a fade of its own. */
function faceOf({ spotlight: _, ...props }: WallScreenProps): string {
  return `${pictureDrawn(props)} ${props.session.theme} ${props.hasPanel}`
}

function isSame(one: WallScreenProps, other: WallScreenProps): boolean {
  const keys = Object.keys(one) as (keyof WallScreenProps)[]
  return keys.every((key) => Object.is(one[key], other[key]))
}
