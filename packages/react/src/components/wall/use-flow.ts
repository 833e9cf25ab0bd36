import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { EMPTY_FLOW, type Flow, LOOK_AHEAD, SETTLES_MS, stepOn } from './flow.ts'
import type { FlowMessage } from './flow-message.ts'
import { heldLayout, type LayoutChoice } from './layout-choice.ts'
import { applyWindow } from './log-window.ts'
import { nextFlow } from './next-flow.ts'

/** Shorter than the time between two entries. A tick that changes nothing does not render. */
const TICK_MS = 200
/** Steps at one time: a screen that was away for long takes no more. */
const MOST_STEPS = 5

export interface FlowInput {
  readonly messages: readonly FlowMessage[]
  readonly total: number
  /** `null`: it is not known yet, and nothing is shown. */
  readonly layouts: LayoutChoice | null
  /** No message enters by itself. */
  readonly isPaused: boolean
  /** Each growth lets one more message enter. */
  readonly steps: number
  readonly now: () => number
}

/** Runs the flow of the wall with the window of the log, the layout and the time. */
export function useFlow({ messages, total, layouts, isPaused, steps, now }: FlowInput): Flow {
  const [flow, setFlow] = useState(EMPTY_FLOW)
  const [applied, setApplied] = useState<readonly FlowMessage[] | null>(null)

  if (applied !== messages || flow.total !== total) {
    setApplied(messages)
    setFlow(applyWindow(flow, messages, total))
  }

  // With each change of the messages too: one that may enter at once does so. Behind the look-ahead an arrival changes nothing: the next tick is enough.
  useLayoutEffect(() => {
    if (layouts === null) return
    setFlow((known) => {
      const isFar = known.waiting.length > LOOK_AHEAD && known.chosen === layouts.name
      return isFar ? known : nextFlow(known, layouts, isPaused, now())
    })
  }, [layouts, now, isPaused, applied])

  useEffect(() => {
    if (layouts === null) return
    const timer = setInterval(() => setFlow((known) => nextFlow(known, layouts, isPaused, now())), TICK_MS)
    return () => clearInterval(timer)
  }, [layouts, now, isPaused])

  // A message that came while a picture was drawn does not wait for the next tick.
  const { lastEntryMs } = flow
  useEffect(() => {
    const leftMs = lastEntryMs + SETTLES_MS - now()
    if (layouts === null || leftMs <= 0) return
    const timer = setTimeout(() => setFlow((known) => nextFlow(known, layouts, isPaused, now())), Math.ceil(leftMs))
    return () => clearTimeout(timer)
  }, [lastEntryMs, layouts, now, isPaused])

  const stepsTaken = useRef(steps)
  useLayoutEffect(() => {
    const more = steps - stepsTaken.current
    stepsTaken.current = steps
    if (layouts === null) return
    for (let step = 0; step < Math.min(more, MOST_STEPS); step += 1) {
      setFlow((known) => stepOn(known, heldLayout(layouts, known), now()))
    }
  }, [steps, layouts, now])

  return flow
}
