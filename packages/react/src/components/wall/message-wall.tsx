import { type CSSProperties, forwardRef, type ReactNode, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { useBox } from '../../hooks/use-box.ts'
import { useCatalog } from '../../hooks/use-catalog.ts'
import { classNames } from '../shared/class-names.ts'
import type { RootProps } from '../shared/root-props.ts'
import type { FlowMessage } from './flow-message.ts'
import type { Layout, Shown } from './layout.ts'
import type { LayoutChoice } from './layout-choice.ts'
import type { Cell } from './few-grid.ts'
import { type Geometry, singleGeometry, wallGeometry } from './geometry.ts'
import { useCardLayout } from './use-card-layout.ts'
import { useFlow } from './use-flow.ts'
import { useLoadedTexts } from './use-loaded-texts.ts'
import { usePhotoMessages } from './use-photo-messages.ts'
import { useScene } from './use-scene.ts'
import { waitingMarks } from './waiting-marks.ts'
import { type LaidOut, WallCard } from './wall-card.tsx'
import type { WallPhotos } from './wall-photo.tsx'

export interface MessageWallProps extends RootProps {
  /** The messages on the wall, oldest first. */
  readonly messages: readonly FlowMessage[]
  /** Total number of messages on the wall, including those that `messages` no longer holds. */
  readonly total: number
  /** Pixels of one percent of the screen's height. All sizes are multiples of it. */
  readonly unit: number
  /** The operator's text size, 1 by default. */
  readonly textScale?: number
  /** One message at a time, as large as it fits. While more come than can be read so, the columns take over. */
  readonly isSingle?: boolean
  /** No message enters by itself; a message that is taken from `messages` leaves all the same. */
  readonly isPaused?: boolean
  /** Each growth lets the next message enter at once. */
  readonly steps?: number
  /** The character of the seal on pinned messages, 囍 by default. */
  readonly seal?: string
  /** Shows the photos of messages. Without it they are texts alone. */
  readonly photos?: WallPhotos | undefined
  /** The line below the messages while some wait. Without it there is no place for one. */
  readonly renderWaiting?: (waiting: number) => ReactNode
  /** Accessible name of the list. The provider's text by default. */
  readonly label?: string | undefined
  readonly now?: () => number
}

const readMonotonic = (): number => performance.now()

/** The wall for a projector: cards in columns that end on one line, new ones on top. Each card stays until it can be read. Fills its parent. */
export const MessageWall = forwardRef<HTMLDivElement, MessageWallProps>(function MessageWall(props, ref) {
  const { unit, textScale = 1, isSingle = false, isPaused = false, steps = 0, seal = '囍', photos, renderWaiting, label } = props
  const { now = readMonotonic, className, style } = props
  const catalog = useCatalog()
  const root = useRef<HTMLDivElement>(null)
  const messages = useLoadedTexts(root, usePhotoMessages(props.messages, photos !== undefined))
  const total = props.total - (props.messages.length - messages.length)
  useImperativeHandle(ref, () => root.current as HTMLDivElement, [])
  const stage = useRef<HTMLDivElement>(null)
  const rulerHost = useRef<HTMLDivElement>(null)
  const singleRulerHost = useRef<HTMLDivElement>(null)
  const box = useBox(stage)
  const { width, height } = box
  // A size of text at which these messages were measured and have no place.
  const [tooLarge, setTooLarge] = useState<{ readonly of: readonly FlowMessage[]; readonly scale: number } | null>(null)
  const below = tooLarge?.of === messages ? tooLarge.scale : undefined
  const wanted = useMemo(
    () => wallGeometry(width, height, unit, messages, textScale, below),
    [width, height, unit, messages, textScale, below],
  )
  const geometry = useStableGeometry(wanted)
  const scaled = unit * textScale
  const singlePlace = useMemo(() => (isSingle ? singleGeometry(width, height, scaled) : null), [isSingle, width, height, scaled])
  const { layout: columns, isTooLarge } = useCardLayout({ messages, geometry, unit: scaled, rulerHost })
  if (isTooLarge && below !== geometry.scale) setTooLarge({ of: messages, scale: geometry.scale })
  const { layout: single } = useCardLayout({ messages, geometry: singlePlace, unit: scaled, rulerHost: singleRulerHost })
  const layouts = useMemo(() => layoutsOf(columns, isSingle ? { layout: single } : null), [columns, single, isSingle])
  const flow = useFlow({ messages, total, layouts, isPaused, steps, now })
  const isOne = isSingle && single !== null && flow.layout === single
  const laid = useMemo(() => flow.shown.map(laidOut), [flow.shown])
  const scene = useScene(laid, flow.chosen)
  const waiting = flow.waiting.length

  return (
    <div
      ref={root}
      className={classNames('gw-wall', isOne && 'gw-wall--single', className)}
      {...waitingMarks(flow)}
      style={{ ...style, '--gw-u': `${unit}px` } as CSSProperties}
    >
      <div ref={stage} className="gw-wall__stage">
        <ul className="gw-wall__cards" aria-label={label ?? catalog.wall.label}>
          {scene.items.map((item) => (
            <WallCard key={item.id} item={item} unit={scaled} seal={seal} photos={photos} />
          ))}
        </ul>
        <div ref={rulerHost} className="gw-wall__ruler" aria-hidden="true" />
        {isSingle && <div ref={singleRulerHost} className="gw-wall__ruler" aria-hidden="true" />}
      </div>
      {renderWaiting !== undefined && (
        <div className="gw-wall__foot">{waiting > 0 && <p className="gw-wall__waiting">{renderWaiting(waiting)}</p>}</div>
      )}
    </div>
  )
})

/** `single`: the wall shows one message at a time. A layout is `null` until it is measured. */
function layoutsOf(columns: Layout | null, single: { readonly layout: Layout | null } | null): LayoutChoice | null {
  if (columns === null || single === null) return columns === null ? null : { name: 'columns', calm: columns }
  return single.layout === null ? null : { name: 'single', calm: single.layout, busy: columns }
}

/** The same object while nothing changes: a change measures every card again. In whole pixels, so that no edge is cut. */
function useStableGeometry({ columns, columnWidth, gap, left, height, cells, kind, scale }: Geometry): Geometry {
  const wholeWidth = Math.floor(columnWidth)
  const wholeHeight = Math.floor(height)
  const wholeCells = useStableCells(cells)
  return useMemo(
    () => ({ columns, columnWidth: wholeWidth, gap, left, height: wholeHeight, cells: wholeCells, kind, scale }),
    [columns, wholeWidth, gap, left, wholeHeight, wholeCells, kind, scale],
  )
}

function useStableCells(cells: readonly Cell[]): readonly Cell[] {
  const whole = cells.map(({ x, y, width, height }) => [x, y, width, height].map(Math.floor))
  const known = JSON.stringify(whole)
  return useMemo(() => (JSON.parse(known) as number[][]).map(([x = 0, y = 0, width = 0, height = 0]) => ({ x, y, width, height })), [known])
}

const LAID = new WeakMap<Shown, LaidOut>()

/** The same object for the same card: a card that does not change is not drawn again. */
function laidOut(shown: Shown): LaidOut {
  const known = LAID.get(shown)
  if (known !== undefined) return known
  const { x, y, width, height, natural, isSheet } = shown.place
  const laid = { key: shown.key, shown, x, y, width, height, least: isSheet ? height : natural }
  LAID.set(shown, laid)
  return laid
}
