import { useBox } from '@guestwall/react'
import { useRef } from 'react'
import { WallScreen, type WallScreenProps } from '../wall/wall-screen.tsx'
import { hostMessages } from './messages.ts'
import { useStages } from './use-stages.ts'

/** A projector's usual screen, drawn whole and scaled down: the preview is the wall itself, not a likeness. */
const SCREEN = { width: 1920, height: 1080 } as const

type WallPreviewProps = Omit<WallScreenProps, 'box' | 'hasPanel' | 'textScale'>

/** A small picture of what the hall sees. */
export function WallPreview(props: WallPreviewProps) {
  const t = hostMessages(props.language)
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useBox(frame)
  const stage = useStages(1)
  return (
    <figure className="preview">
      <figcaption className="console__heading">{t.previewTitle}</figcaption>
      <div ref={frame} className="preview__frame" role="img" aria-label={t.previewTitle}>
        <div className="preview__screen" inert style={{ transform: `scale(${width / SCREEN.width})` }}>
          {stage > 0 && <WallScreen {...props} box={SCREEN} hasPanel={true} textScale={1} />}
        </div>
      </div>
    </figure>
  )
}
