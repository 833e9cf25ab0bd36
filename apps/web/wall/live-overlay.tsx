import { useSnapshot } from '@guestwall/react'
import type { LanguageChoice } from '../shared/language.ts'
import { useWakeLock } from '../shared/use-wake-lock.ts'
import type { Overlay } from './overlay.ts'
import { OverlayScreen } from './overlay-screen.tsx'
import type { ScreenLink } from './screen-link.ts'
import { useCalm } from './use-calm.ts'
import { useShownWall } from './use-shown-wall.ts'

interface LiveOverlayProps {
  readonly link: ScreenLink
  readonly overlay: Overlay
  readonly choice: LanguageChoice
}

/** The page of an overlay: no keys, no bars, and nothing is said of the connection. */
export function LiveOverlay({ link, overlay, choice: { language } }: LiveOverlayProps) {
  const wall = useShownWall(link, language)
  const { page, box, state, session, address, messages, seen, spotlight, photos, textScale, onPicture } = wall
  const isClosed = useSnapshot(link.client, ({ closedReason }) => closedReason !== null)
  useCalm(state.isCalm === true)
  useWakeLock()
  return (
    <div ref={page} className="wall-page wall-page--overlay">
      {session !== null && address !== null && !isClosed && (
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
          language={language}
          onPicture={onPicture}
        />
      )}
    </div>
  )
}
