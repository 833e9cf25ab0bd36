import { type RefObject, useLayoutEffect, useState } from 'react'
import { LOOK_AHEAD } from '../wall/flow.ts'
import type { FlowMessage } from '../wall/flow-message.ts'
import type { Layout } from '../wall/layout.ts'
import { useFonts } from '../wall/use-fonts.ts'
import { DanmakuRuler } from './danmaku-ruler.ts'
import type { Setting } from './lane-ruler.ts'
import type { Lanes } from './lanes.ts'
import { passingLanes } from './passing-lanes.ts'
import { standingLanes } from './standing-lanes.ts'

interface LaneLayoutInput {
  readonly messages: readonly FlowMessage[]
  readonly lanes: Lanes
  readonly unit: number
  readonly setting: Setting
  /** Nothing moves. */
  readonly isStill: boolean
  readonly rulerHost: RefObject<HTMLElement | null>
}

interface Measured {
  readonly layout: Layout
  readonly ruler: DanmakuRuler
  /** What it was measured for. */
  readonly lanes: Lanes
  readonly loads: number
}

/** The layout of lanes, with the sizes that messages have on this page; `null` until the fonts are there and it is measured. */
export function useLaneLayout({ messages, lanes, unit, setting, isStill, rulerHost }: LaneLayoutInput): Layout | null {
  const [measured, setMeasured] = useState<Measured | null>(null)
  const fonts = useFonts(measured?.ruler.missingFaces)

  // `fonts.loads` is a dependency because a font that has come changes measured sizes.
  useLayoutEffect(() => {
    if (rulerHost.current === null || lanes.width <= 0) return
    const mostLanes = Math.max(...lanes.bands.map((band) => band.lanes))
    const ruler = new DanmakuRuler(rulerHost.current, { unit, width: lanes.width, laneHeight: lanes.laneHeight, mostLanes })
    const layout = isStill ? standingLanes(lanes, ruler, setting) : passingLanes(lanes, ruler, setting)
    setMeasured({ layout, ruler, lanes, loads: fonts.loads })
  }, [lanes, unit, setting, isStill, rulerHost, fonts.loads])

  // Measuring makes the browser load the fonts that the messages need, before a message is shown.
  useLayoutEffect(() => {
    if (measured !== null && !fonts.areReady) for (const message of messages.slice(-LOOK_AHEAD)) measured.ruler.sizeOf(message, setting)
  }, [measured, messages, setting, fonts.areReady])

  // With sizes of before, all messages would be placed twice: the second time half a second after the first.
  const isCurrent = measured?.lanes === lanes && measured?.loads === fonts.loads
  return fonts.areReady && isCurrent ? (measured?.layout ?? null) : null
}
