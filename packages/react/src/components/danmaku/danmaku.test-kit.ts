import { type DanmakuDensity, type DanmakuRegion, WALL_MESSAGES } from '@guestwall/protocol'
import { advance, EMPTY_FLOW, type Flow } from '../wall/flow.ts'
import type { FlowMessage } from '../wall/flow-message.ts'
import type { Layout, Shown } from '../wall/layout.ts'
import { applyWindow } from '../wall/log-window.ts'
import { estimateEm } from '../wall/text-width.ts'
import { type Aside, danmakuLanes, type Lanes, leftAt } from './lanes.ts'
import type { LaneRuler, LaneSize, Setting } from './lane-ruler.ts'
import { LINE_SIZE, laneType } from './lane-type.ts'
import { passingLanes } from './passing-lanes.ts'
import { standingLanes } from './standing-lanes.ts'

const NAME = 12

/** Sizes by an estimate that needs no page; one unit is one pixel. */
export function estimatingRuler({ width, bands }: Pick<Lanes, 'width' | 'bands'>, unit = 1): LaneRuler {
  const mostLanes = Math.max(...bands.map(({ lanes }) => lanes))
  const sizeOf = ({ content }: FlowMessage, setting: Setting): LaneSize => {
    const length = estimateEm(content) * LINE_SIZE
    const { lines, lanes, size } = laneType({ length, width: width / unit, mostLanes, setting })
    const drawn = (length * size * (lines === 1 ? 1 : 1.05)) / LINE_SIZE / lines
    return { width: (drawn + NAME) * unit, fit: { fontSize: size * unit, breaks: lines === 1 ? 'line' : 'anywhere', pages: 1 }, lanes }
  }
  return {
    sizeOf,
    blockOf: (message, setting) => {
      const size = sizeOf(message, setting)
      if (size.width <= width) return size
      return { ...size, width, lanes: Math.max(1, Math.min(mostLanes, Math.ceil(size.width / width))) }
    },
  }
}

export interface Stage {
  readonly width: number
  readonly height: number
  readonly region: DanmakuRegion
  readonly density: DanmakuDensity
  readonly unit?: number
  readonly isStill?: boolean
  readonly setting?: Setting
  readonly aside?: Aside
}

export const PROJECTOR: Stage = { width: 169, height: 88.6, region: 'around', density: 'normal' }

/** A screen in virtual time: messages arrive, time goes on, and every look is seen by `watch`. */
export class VirtualLanes {
  flow: Flow = EMPTY_FLOW
  nowMs = 0
  lanes: Lanes
  readonly log: FlowMessage[] = []
  /** How often each message has entered. */
  readonly entries = new Map<string, number>()
  readonly #watch: (screen: VirtualLanes) => void
  #layout: Layout

  constructor(stage: Stage, watch: (screen: VirtualLanes) => void = () => undefined) {
    this.#watch = watch
    ;[this.lanes, this.#layout] = layOut(stage)
  }

  resize(stage: Stage): void {
    ;[this.lanes, this.#layout] = layOut(stage)
  }

  add(...messages: readonly FlowMessage[]): void {
    this.log.push(...messages)
    this.#apply()
  }

  remove(key: string): void {
    this.log.splice(
      this.log.findIndex((message) => message.key === key),
      1,
    )
    this.#apply()
  }

  /** Time goes on in the steps of the real wall. */
  run(forMs: number, stepMs = 200): void {
    for (const endMs = this.nowMs + forMs; this.nowMs < endMs; ) {
      this.nowMs += stepMs
      this.#look()
    }
  }

  /** Where a message is now, from the left edge of the stage. */
  boxOf(card: Shown): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number } {
    const left = leftAt(card, this.nowMs)
    return { left, right: left + card.place.width, top: card.place.y, bottom: card.place.y + card.place.height }
  }

  /** The messages of which a part is on the screen. */
  visible(): readonly Shown[] {
    return this.flow.shown.filter((card) => this.boxOf(card).right > 0 && this.boxOf(card).left < this.lanes.width)
  }

  #apply(): void {
    this.flow = applyWindow(this.flow, this.log.slice(-WALL_MESSAGES), this.log.length)
    this.#look()
  }

  #look(): void {
    const before = new Set(this.flow.shown.map(({ key }) => key))
    this.flow = advance(this.flow, this.#layout, this.nowMs)
    for (const { key } of this.flow.shown) if (!before.has(key)) this.entries.set(key, (this.entries.get(key) ?? 0) + 1)
    this.#watch(this)
  }
}

function layOut({ isStill = false, unit = 1, setting, aside, ...stage }: Stage): [Lanes, Layout] {
  const beside = aside === undefined ? null : { width: aside.width * unit, height: aside.height * unit }
  const lanes = danmakuLanes({ ...stage, unit, middle: 34 * unit, aside: beside })
  const ruler = estimatingRuler(lanes, unit)
  return [lanes, isStill ? standingLanes(lanes, ruler, setting) : passingLanes(lanes, ruler, setting)]
}
