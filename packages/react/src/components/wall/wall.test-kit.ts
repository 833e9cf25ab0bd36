import { WALL_MESSAGES } from '@guestwall/protocol'
import { EMPTY_FLOW, type Flow } from './flow.ts'
import { fewCards } from './few.ts'
import { fewSize } from './few-card.ts'
import type { FlowMessage } from './flow-message.ts'
import { type Geometry, singleGeometry, wallGeometry } from './geometry.ts'
import type { Layout } from './layout.ts'
import type { LayoutChoice } from './layout-choice.ts'
import { applyWindow } from './log-window.ts'
import { masonry, type Ruler } from './masonry.ts'
import { nextFlow } from './next-flow.ts'
import { singleCard } from './single-card.ts'
import { estimateCardHeight } from './text-fit.ts'

/** The message areas of screens, in percent of the screen's height (of the short side in portrait). */
export const AREAS = {
  '16:9': [134, 81],
  '16:9 without its panel': [171, 81],
  '4:3': [90, 81],
  '21:9': [189, 81],
  '32:9': [314, 81],
  '9:16': [92, 104],
  '16:10': [117, 81],
} as const satisfies Readonly<Record<string, readonly [width: number, height: number]>>

export type Area = keyof typeof AREAS

export const TEXTS = [
  '百年好合！',
  '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。要一直这么好好笑下去呀。',
  'Congrats!',
  '敬你们一杯，来日方长。',
  'To many more burnt dinners and long walks.',
  '两个人吃饭，比一个人香。',
  'Couldn’t fly in, but I’m watching from Lisbon with cake.',
  '要一直幸福呀',
  '新郎的前室友作证：他真的会洗碗。',
  '🎉🎉🎉 新婚快乐',
  'May your home be loud with laughter, your kitchen warm, and your arguments short and about nothing at all.',
  '姐姐今天像公主！',
  '早生贵子',
  '祝你们永远像今天一样，相互看着对方就忍不住想笑。',
  'Best wedding ever. The band!!',
] as const

export function aMessage(order: number, more: Partial<FlowMessage> = {}): FlowMessage {
  return { key: `m${order}`, order, name: '来宾', content: TEXTS[(order * 7) % TEXTS.length] as string, isPinned: false, ...more }
}

const heights = new Map<string, number>()

function heightOf(
  { content, photo }: FlowMessage,
  column: { readonly columnWidth: number; readonly height: number },
  isDense: boolean,
): number {
  const key = `${column.columnWidth} ${isDense} ${photo?.height} ${content}`
  const height = heights.get(key) ?? estimateCardHeight({ content, photo }, { ...column, width: column.columnWidth, unit: 1 }, isDense)
  heights.set(key, height)
  return height
}

/** Heights by the estimate that needs no page. */
const rulerFor = (geometry: Geometry): Ruler => ({
  sizeOf: (message, isDense = false) => ({
    height: heightOf(message, geometry, isDense),
    fit: { fontSize: 5, breaks: 'anywhere', pages: 1 },
  }),
  sheetFitOf: () => ({ fontSize: 5, breaks: 'anywhere', pages: 1 }),
  cellFitOf: (message, cell) => ({ fontSize: fewSize(message, cell, 1) ?? 0, breaks: 'anywhere', pages: 1 }),
})

export function layoutFor([width, height]: readonly [number, number], messages: readonly FlowMessage[]): Layout {
  const geometry = wallGeometry(width, height, 1, messages)
  const ruler = rulerFor(geometry)
  return geometry.kind === 'few' ? fewCards(geometry, ruler, 1) : masonry(geometry, ruler)
}

/** One message at a time, and the columns where more comes. */
function singleFor([width, height]: readonly [number, number], columns: Layout): LayoutChoice {
  const geometry = singleGeometry(width, height, 1)
  return { name: 'single', calm: singleCard(geometry, rulerFor(geometry)), busy: columns }
}

/** A screen in virtual time: messages arrive, the flow goes on, and every look is seen by `watch`. */
export class VirtualScreen {
  flow: Flow = EMPTY_FLOW
  nowMs = 0
  readonly log: FlowMessage[] = []
  readonly firstSeenMs = new Map<string, number>()
  readonly lastSeenMs = new Map<string, number>()
  readonly #area: readonly [number, number]
  readonly #watch: (flow: Flow, nowMs: number) => void
  #isSingle: boolean
  #layouts: LayoutChoice | null = null
  #kind = ''

  constructor(area: readonly [number, number], watch: (flow: Flow, nowMs: number) => void = () => undefined, isSingle = false) {
    this.#area = area
    this.#watch = watch
    this.#isSingle = isSingle
  }

  get layouts(): LayoutChoice {
    return this.#layouts as LayoutChoice
  }

  get layout(): Layout {
    return this.layouts.calm
  }

  /** The messages are in the log, and on their way to this screen. */
  add(...messages: readonly FlowMessage[]): void {
    this.log.push(...messages)
    this.#apply()
  }

  /** A host chooses one message at a time, or the columns. */
  choose(isSingle: boolean): void {
    this.#isSingle = isSingle
    this.#kind = ''
    this.#layouts = null
    this.#apply()
  }

  remove(key: string): void {
    this.log.splice(
      this.log.findIndex((message) => message.key === key),
      1,
    )
    this.#apply()
  }

  #apply(): void {
    const pinned = this.log.slice(0, -WALL_MESSAGES).filter(({ isPinned }) => isPinned)
    const window = [...pinned, ...this.log.slice(-WALL_MESSAGES)]
    this.flow = applyWindow(this.flow, window, this.log.length)
    const geometry = wallGeometry(...this.#area, 1, window)
    const kind = JSON.stringify(geometry)
    if (kind !== this.#kind) {
      this.#kind = kind
      const columns = layoutFor(this.#area, window)
      if (!this.#isSingle) this.#layouts = { name: 'columns', calm: columns }
      else this.#layouts = this.#layouts === null ? singleFor(this.#area, columns) : { ...this.#layouts, busy: columns }
    }
    this.#look()
  }

  /** Time goes on in the steps of the real wall. */
  run(forMs: number, stepMs = 200): void {
    const endMs = this.nowMs + forMs
    while (this.nowMs < endMs) {
      this.nowMs += stepMs
      this.#look()
    }
  }

  #look(): void {
    this.flow = nextFlow(this.flow, this.layouts, false, this.nowMs)
    for (const { key } of this.flow.shown) {
      if (!this.firstSeenMs.has(key)) this.firstSeenMs.set(key, this.nowMs)
      this.lastSeenMs.set(key, this.nowMs)
    }
    this.#watch(this.flow, this.nowMs)
  }

  /** The part of the area that is neither a card nor a regular gap beside one. */
  blank(gap = 1.7): number {
    const [width, height] = this.#area
    let covered = 0
    for (const { place } of this.flow.shown) {
      const right = place.x + place.width >= width - 0.5 ? 0 : gap
      const bottom = place.y + place.height >= height - 0.5 ? 0 : gap
      covered += (place.width + right) * (place.height + bottom)
    }
    return Math.max(0, 1 - covered / (width * height))
  }
}
