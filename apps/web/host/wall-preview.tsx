import { useBox } from '@guestwall/react'
import { useEffect, useRef, useState } from 'react'
import { WallScreen, type WallScreenProps } from '../wall/wall-screen.tsx'
import { hostMessages } from './messages.ts'
import { whenIdle } from './when-idle.ts'

/** A projector's usual screen, drawn whole and scaled down: the preview is the wall itself, not a likeness. */
const SCREEN = { width: 1920, height: 1080 } as const

type WallPreviewProps = Omit<WallScreenProps, 'box' | 'hasPanel' | 'textScale'>

/** A small picture of what the hall sees. */
export function WallPreview(props: WallPreviewProps) {
  const t = hostMessages(props.language)
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useBox(frame)
  // Drawn whole, it takes as long as the rest of the console, which comes first.
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => whenIdle(() => setDrawn(true)), [])
  return (
    <figure className="preview">
      <figcaption className="console__heading">{t.previewTitle}</figcaption>
      <div ref={frame} className="preview__frame" role="img" aria-label={t.previewTitle}>
        <div className="preview__screen" inert style={{ transform: `scale(${width / SCREEN.width})` }}>
          {isDrawn && <WallScreen {...props} box={SCREEN} hasPanel={true} textScale={1} />}
        </div>
      </div>
    </figure>
  )
}
