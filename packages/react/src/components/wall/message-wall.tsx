import { type CSSProperties, forwardRef, useImperativeHandle, useMemo, useRef } from 'react'
import { useCatalog } from '../../hooks/use-catalog.ts'
import { classNames } from '../shared/class-names.ts'
import { languageOf } from '../shared/language-of.ts'
import type { RootProps } from '../shared/root-props.ts'
import type { FlowMessage, StageCard } from './flow.ts'
import { type Geometry, spanWidth, wallGeometry } from './geometry.ts'
import { stackCards } from './masonry.ts'
import { type TextFit, wallText } from './text-fit.ts'
import { useBox } from '../../hooks/use-box.ts'
import { useFlow } from './use-flow.ts'
import { useFonts } from './use-fonts.ts'
import type { Placed, SceneItem } from './scene.ts'
import { useScene } from './use-scene.ts'

export interface MessageWallProps extends RootProps {
  /** The messages on the wall, oldest first. */
  readonly messages: readonly FlowMessage[]
  /** Total number of messages on the wall, including those that `messages` no longer holds. */
  readonly total: number
  /** Pixels of one percent of the screen's height. All sizes are multiples of it. */
  readonly unit: number
  /** The operator's text size, 1 by default. */
  readonly textScale?: number
  /** No message enters by itself; a message that is taken from `messages` leaves all the same. */
  readonly isPaused?: boolean
  /** Each growth lets the next message enter at once. */
  readonly steps?: number
  /** Accessible name of the list. The provider's text by default. */
  readonly label?: string | undefined
  readonly now?: () => number
}

interface LaidOut extends Placed {
  readonly card: StageCard
}

const readMonotonic = (): number => performance.now()

/** The wall for a projector: cards in columns, new ones on top. Each card stays until it can be read. Fills its parent. */
export const MessageWall = forwardRef<HTMLDivElement, MessageWallProps>(function MessageWall(props, ref) {
  const { messages, total, unit, textScale = 1, isPaused = false, steps = 0, label, now = readMonotonic, className, style } = props
  const catalog = useCatalog()
  const stage = useRef<HTMLDivElement>(null)
  useImperativeHandle(ref, () => stage.current as HTMLDivElement, [])
  const rulerHost = useRef<HTMLDivElement>(null)
  const box = useBox(stage)
  const geometry = wallGeometry(box.width, box.height, unit, messages.length)
  const textUnit = unit * textScale
  const flow = useFlow({ messages, total, geometry, unit: textUnit, fonts: useFonts(), isPaused, steps, rulerHost, now })
  const { columns, columnWidth, gap, left, height, isAlone } = geometry
  const laid = useMemo(
    () => layOut(flow.stage, { columns, columnWidth, gap, left, height, isAlone }),
    [flow.stage, columns, columnWidth, gap, left, height, isAlone],
  )
  const scene = useScene(laid)

  return (
    <div
      ref={stage}
      className={classNames('gw-wall', isAlone && 'gw-wall--alone', className)}
      data-waiting={flow.waiting.length}
      style={{ ...style, ...unitStyle(unit) }}
    >
      <ul className="gw-wall__cards" aria-label={label ?? catalog.wall.label}>
        {scene.items.map((item) => (
          <WallCard key={item.id} item={item} />
        ))}
      </ul>
      <div ref={rulerHost} className="gw-wall__ruler" aria-hidden="true" />
    </div>
  )
})

/** The style sheet derives all sizes from this property. */
function unitStyle(unit: number): CSSProperties {
  return { '--gw-u': `${unit}px` } as CSSProperties
}

function layOut(stage: readonly StageCard[], geometry: Geometry): LaidOut[] {
  const fitting = stage.filter((card) => card.column + card.span <= geometry.columns)
  const { placed, ends } = stackCards(fitting, geometry.columns, geometry.gap)
  const drop = isOneRow(fitting, geometry) ? Math.max(0, (geometry.height - Math.max(0, ...ends)) * 0.42) : 0
  return placed.map(({ card, top }) => ({
    key: card.key,
    card,
    x: geometry.left + card.column * (geometry.columnWidth + geometry.gap),
    y: top + drop,
    width: spanWidth(geometry, card.span),
    height: card.height,
  }))
}

/** A single row of cards is placed near the middle of the wall instead of at its top. */
function isOneRow(cards: readonly StageCard[], { columns }: Geometry): boolean {
  return cards.length <= columns && new Set(cards.map((card) => card.column)).size === cards.length
}

function WallCard({ item }: { readonly item: SceneItem<LaidOut> }) {
  const { isLeaving, entersAfterMs, movesAfterMs } = item
  const { card, x, y, width, height } = item.card
  const { message, fit, mostLines } = card
  return (
    <li
      className={`gw-wall__slot${isLeaving ? ' gw-wall__slot--leaving' : ''}`}
      aria-hidden={isLeaving}
      data-message={isLeaving ? undefined : message.key}
      style={{
        transform: `translate(${x}px, ${y}px)`,
        width: `${width}px`,
        height: `${height}px`,
        transitionDelay: `${movesAfterMs}ms`,
      }}
    >
      <article className={cardClass(message, card.isNew)} dir="auto" style={{ '--gw-enters': `${entersAfterMs}ms` } as CSSProperties}>
        <p
          className={`gw-card__text${setting(fit)}${mostLines === null ? '' : ' gw-card__text--cut'}`}
          lang={languageOf(message.content)}
          style={{ fontSize: `${fit.fontSize}px`, ...(mostLines === null ? {} : { WebkitLineClamp: mostLines }) }}
        >
          {wallText(message.content)}
        </p>
        <footer className="gw-card__name" lang={languageOf(message.name)}>
          <bdi>{message.name}</bdi>
        </footer>
      </article>
    </li>
  )
}

/** The class for the line breaks of a text. `CardRuler` uses the same class. */
function setting(fit: TextFit): string {
  return fit.breaks === 'anywhere' ? '' : ` gw-card__text--${fit.breaks}`
}

function cardClass(message: FlowMessage, isNew: boolean): string {
  return `gw-card${message.isPinned ? ' gw-card--pinned' : ''}${isNew ? ' gw-card--new' : ''}`
}
