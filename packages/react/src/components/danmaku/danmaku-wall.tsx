import type { DanmakuDensity, DanmakuRegion } from '@guestwall/protocol'
import { type CSSProperties, forwardRef, type ReactNode, useImperativeHandle, useMemo, useRef } from 'react'
import { useBox } from '../../hooks/use-box.ts'
import { useCatalog } from '../../hooks/use-catalog.ts'
import { classNames } from '../shared/class-names.ts'
import type { RootProps } from '../shared/root-props.ts'
import type { FlowMessage } from '../wall/flow-message.ts'
import { useFlow } from '../wall/use-flow.ts'
import { useLoadedTexts } from '../wall/use-loaded-texts.ts'
import { usePhotoMessages } from '../wall/use-photo-messages.ts'
import { waitingMarks } from '../wall/waiting-marks.ts'
import type { WallPhotos } from '../wall/wall-photo.tsx'
import { DanmakuItem } from './danmaku-item.tsx'
import { bandOf, danmakuLanes } from './lanes.ts'
import { useIsStill } from './use-is-still.ts'
import { useLaneLayout } from './use-lane-layout.ts'
import { useStoppableClock } from './use-stoppable-clock.ts'

export interface DanmakuWallProps extends RootProps {
  /** The messages on the wall, oldest first. */
  readonly messages: readonly FlowMessage[]
  /** Total number of messages on the wall, including those that `messages` no longer holds. */
  readonly total: number
  /** Pixels of one percent of the screen's height. All sizes are multiples of it. */
  readonly unit: number
  /** The operator's text size, 1 by default. */
  readonly textScale?: number
  /** Where messages pass; `around` by default: above and below a free middle. */
  readonly region?: DanmakuRegion | undefined
  /** How closely messages follow one another, `normal` by default. */
  readonly density?: DanmakuDensity | undefined
  /** Few messages are set large, each as large as its length allows, so that they fill the screen. */
  readonly isLargeForFew?: boolean
  /** The height that `around` leaves free, in pixels; a third of the wall by default. */
  readonly middle?: number
  /** The size of what `renderMiddle` draws at the right edge, in the vertical middle, with its margins: messages pass around it. In pixels. */
  readonly aside?: { readonly width: number; readonly height: number } | null
  /** Shows the photos of messages. Without it they are texts alone. */
  readonly photos?: WallPhotos | undefined
  /** Everything stands. A message that is taken from `messages` leaves all the same. */
  readonly isPaused?: boolean
  /** Each growth lets a paused picture move on by one message. */
  readonly steps?: number
  /** The content of the middle, given how many messages wait. */
  readonly renderMiddle?: (waiting: number) => ReactNode
  /** Accessible name of the list. The provider's text by default. */
  readonly label?: string | undefined
}

/** So many messages are few. */
const FEW = 8

/**
 * Messages that pass over the screen in lanes (弹幕), at one speed and never over each other. Where motion is reduced they stand in the lanes until they were read.
 * Nothing is drawn behind them. Fills its parent.
 */
export const DanmakuWall = forwardRef<HTMLDivElement, DanmakuWallProps>(function DanmakuWall(props, ref) {
  const { unit, textScale = 1, photos, region = 'around', density = 'normal', isPaused = false, steps = 0 } = props
  const { isLargeForFew = false, aside = null, renderMiddle, label, className, style } = props
  const catalog = useCatalog()
  const root = useRef<HTMLDivElement>(null)
  const messages = useLoadedTexts(root, usePhotoMessages(props.messages, photos !== undefined))
  const total = props.total - (props.messages.length - messages.length)
  useImperativeHandle(ref, () => root.current as HTMLDivElement, [])
  const rulerHost = useRef<HTMLDivElement>(null)
  const { width, height } = useBox(root)
  const middle = props.middle ?? height / 3
  const scaled = unit * textScale
  const [asideWidth, asideHeight] = [aside?.width ?? 0, aside?.height ?? 0]
  const lanes = useMemo(() => {
    const beside = asideWidth > 0 ? { width: asideWidth, height: asideHeight } : null
    return danmakuLanes({ width, height, unit: scaled, region, density, middle, aside: beside })
  }, [width, height, scaled, region, density, middle, asideWidth, asideHeight])
  const isStill = useIsStill(root)
  // Where all stand, each has its place at the usual size.
  const setting = isLargeForFew && !isStill && density === 'normal' && messages.length <= FEW ? 'large' : 'usual'
  const layout = useLaneLayout({ messages, lanes, unit: scaled, setting, isStill, rulerHost })
  const layouts = useMemo(() => (layout === null ? null : { name: 'lanes', calm: layout }), [layout])
  const { clock, now } = useStoppableClock(isPaused, steps)
  const flow = useFlow({ messages, total, layouts, isPaused: !clock.isRunning, steps, now })

  return (
    <div
      ref={root}
      className={classNames('gw-danmaku', isStill && 'gw-danmaku--still', className)}
      {...waitingMarks(flow)}
      style={{ ...style, '--gw-u': `${unit}px`, '--gw-lane-u': `${scaled}px`, '--gw-lane-fade': `${lanes.fade}px` } as CSSProperties}
    >
      {renderMiddle !== undefined && (
        <div className="gw-danmaku__middle" style={{ top: `${lanes.free.top}px`, bottom: `${lanes.free.bottom}px` }}>
          {renderMiddle(flow.waiting.length)}
        </div>
      )}
      {lanes.bands.map((band) => (
        <ul
          key={band.first}
          className="gw-danmaku__band"
          aria-label={label ?? catalog.wall.label}
          data-fade={isStill ? 0 : lanes.fade}
          style={{ top: `${band.top}px`, width: `${band.width}px`, height: `${band.lanes * lanes.laneHeight}px` }}
        >
          {flow.shown.map((shown) =>
            bandOf(lanes, shown.place.lane?.at ?? -1) === band ? (
              <DanmakuItem key={shown.key} shown={shown} top={band.top} unit={scaled} clock={clock} photos={photos} />
            ) : null,
          )}
        </ul>
      ))}
      <div ref={rulerHost} className="gw-danmaku__ruler" aria-hidden="true" />
    </div>
  )
})
