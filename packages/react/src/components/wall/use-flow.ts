import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { CardRuler } from './card-ruler.ts'
import { advance, EMPTY_FLOW, type Flow, type FlowMessage, type Room, resettle, applyWindow } from './flow.ts'
import type { Geometry } from './geometry.ts'
import type { Fonts } from './use-fonts.ts'

/** Shorter than the time between two entries. A tick that changes nothing does not render. */
const TICK_MS = 200

export interface FlowInput {
  readonly messages: readonly FlowMessage[]
  readonly total: number
  readonly geometry: Geometry
  readonly unit: number
  readonly fonts: Fonts
  readonly rulerHost: RefObject<HTMLElement | null>
  readonly now: () => number
}

/** Runs the flow of the wall with the window of the log, the available room and the time. */
export function useFlow({ messages, total, geometry, unit, fonts, rulerHost, now }: FlowInput): Flow {
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

  const roomBefore = useRef<Room | null>(null)
  useLayoutEffect(() => {
    if (room === null || !fonts.areReady) return
    const before = roomBefore.current
    roomBefore.current = room
    setFlow((known) => advance(resettle(known, before, room), room, now()))
  }, [room, now, fonts.areReady])

  useEffect(() => {
    if (room === null || !fonts.areReady) return
    const tick = (): void => setFlow((known) => advance(known, room, now()))
    const timer = setInterval(tick, TICK_MS)
    return () => clearInterval(timer)
  }, [room, now, fonts.areReady])

  return flow
}
