import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { CardRuler } from './card-ruler.ts'
import { fewCards } from './few.ts'
import { advance, advancePaused, EMPTY_FLOW, type Flow, LOOK_AHEAD, stepOn } from './flow.ts'
import type { FlowMessage } from './flow-message.ts'
import type { Geometry } from './geometry.ts'
import type { Layout } from './layout.ts'
import { applyWindow } from './log-window.ts'
import { masonry, type Ruler } from './masonry.ts'
import type { Fonts } from './use-fonts.ts'

/** Shorter than the time between two entries. A tick that changes nothing does not render. */
const TICK_MS = 200
/** Steps at one time: a screen that was away for long takes no more. */
const MOST_STEPS = 5

export interface FlowInput {
  readonly messages: readonly FlowMessage[]
  readonly total: number
  readonly geometry: Geometry
  readonly unit: number
  readonly fonts: Fonts
  /** No message enters by itself. */
  readonly isPaused: boolean
  /** Each growth lets one more message enter. */
  readonly steps: number
  readonly rulerHost: RefObject<HTMLElement | null>
  readonly now: () => number
}

/** Runs the flow of the wall with the window of the log, the layout and the time. */
export function useFlow({ messages, total, geometry, unit, fonts, isPaused, steps, rulerHost, now }: FlowInput): Flow {
  const [flow, setFlow] = useState(EMPTY_FLOW)
  const [applied, setApplied] = useState<readonly FlowMessage[] | null>(null)
  const [measured, setMeasured] = useState<{ readonly layout: Layout; readonly ruler: Ruler } | null>(null)

  // `fonts.loads` is a dependency because a loaded font changes every measured size.
  useLayoutEffect(() => {
    if (rulerHost.current === null || geometry.height <= 0 || geometry.columnWidth <= 0) return
    const ruler = new CardRuler(rulerHost.current, geometry, unit)
    setMeasured({ layout: geometry.kind === 'few' ? fewCards(geometry, ruler) : masonry(geometry, ruler), ruler })
  }, [geometry, unit, rulerHost, fonts.loads])

  // Measuring makes the browser load the fonts that the messages need, before a message is shown.
  useLayoutEffect(() => {
    if (measured !== null && !fonts.areReady) for (const message of messages.slice(-LOOK_AHEAD)) measured.ruler.sizeOf(message)
  }, [measured, messages, fonts.areReady])

  if (applied !== messages || flow.total !== total) {
    setApplied(messages)
    setFlow(applyWindow(flow, messages, total))
  }

  const layout = fonts.areReady ? (measured?.layout ?? null) : null
  const goOn = isPaused ? advancePaused : advance
  // With each change of the messages too: one that may enter at once does so. Behind the look-ahead an arrival changes nothing: the next tick is enough.
  useLayoutEffect(() => {
    if (layout !== null) setFlow((known) => (known.waiting.length > LOOK_AHEAD ? known : goOn(known, layout, now())))
  }, [layout, now, goOn, applied])

  useEffect(() => {
    if (layout === null) return
    const timer = setInterval(() => setFlow((known) => goOn(known, layout, now())), TICK_MS)
    return () => clearInterval(timer)
  }, [layout, now, goOn])

  const stepsTaken = useRef(steps)
  useLayoutEffect(() => {
    const more = steps - stepsTaken.current
    stepsTaken.current = steps
    if (layout === null) return
    for (let step = 0; step < Math.min(more, MOST_STEPS); step += 1) setFlow((known) => stepOn(known, layout, now()))
  }, [steps, layout, now])

  return flow
}
