import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { CardRuler } from './card-ruler.ts'
import { advance, advancePaused, EMPTY_FLOW, type Flow, type FlowMessage, type Room, resettle, applyWindow, stepOn } from './flow.ts'
import type { Geometry } from './geometry.ts'
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

/** Runs the flow of the wall with the window of the log, the available room and the time. */
export function useFlow({ messages, total, geometry, unit, fonts, isPaused, steps, rulerHost, now }: FlowInput): Flow {
  const [flow, setFlow] = useState(EMPTY_FLOW)
  const [room, setRoom] = useState<Room | null>(null)
  const { columns, columnWidth, gap, height, isAlone } = geometry
  const settled = useMemo<Geometry>(
    () => ({ columns, columnWidth, gap, left: 0, height, isAlone }),
    [columns, columnWidth, gap, height, isAlone],
  )

  // `fonts.loads` is a dependency because a loaded font changes every measured size.
  useLayoutEffect(() => {
    if (rulerHost.current === null || settled.height <= 0 || settled.columnWidth <= 0) return
    const ruler = new CardRuler(rulerHost.current, settled, unit)
    setRoom({ columns: settled.columns, gap: settled.gap, height: settled.height, sizeOf: (message) => ruler.sizeOf(message) })
  }, [settled, unit, rulerHost, fonts.loads])

  // Measuring makes the browser load the fonts that the messages need, before a message is shown.
  useLayoutEffect(() => {
    if (room !== null && !fonts.areReady) for (const message of messages) room.sizeOf(message)
  }, [room, messages, fonts.areReady])

  if (flow.window !== messages || flow.total !== total) setFlow(applyWindow(flow, messages, total))

  const goOn = isPaused ? advancePaused : advance
  const roomBefore = useRef<Room | null>(null)
  useLayoutEffect(() => {
    if (room === null || !fonts.areReady) return
    const before = roomBefore.current
    roomBefore.current = room
    setFlow((known) => goOn(resettle(known, before, room), room, now()))
  }, [room, now, fonts.areReady, goOn])

  useEffect(() => {
    if (room === null || !fonts.areReady) return
    const tick = (): void => setFlow((known) => goOn(known, room, now()))
    const timer = setInterval(tick, TICK_MS)
    return () => clearInterval(timer)
  }, [room, now, fonts.areReady, goOn])

  const stepsTaken = useRef(steps)
  useLayoutEffect(() => {
    const more = steps - stepsTaken.current
    stepsTaken.current = steps
    if (room === null || !fonts.areReady) return
    for (let step = 0; step < Math.min(more, MOST_STEPS); step += 1) setFlow((known) => stepOn(known, room, now()))
  }, [steps, room, now, fonts.areReady])

  return flow
}
