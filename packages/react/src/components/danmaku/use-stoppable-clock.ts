import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { readClock, RUNNING_CLOCK, type StoppableClock, setRunning } from './stoppable-clock.ts'

/** The clock of the page's animations: it stands where no frame is drawn. */
export const readTimeline = (): number => Number(document.timeline?.currentTime ?? performance.now())

/** After a step the picture moves on for as long: a message of usual length is on the screen then. */
const STEP_MS = 5_000

export interface ScreenClock {
  readonly clock: StoppableClock
  readonly now: () => number
}

/** A clock that stands while the screen is paused, and goes on for a while with each step. */
export function useStoppableClock(isPaused: boolean, steps: number): ScreenClock {
  const [clock, setClock] = useState(RUNNING_CLOCK)
  const [isStepping, setStepping] = useState(false)
  const stepsTaken = useRef(steps)
  useEffect(() => {
    if (steps === stepsTaken.current) return
    stepsTaken.current = steps
    setStepping(true)
    const timer = setTimeout(() => setStepping(false), STEP_MS)
    return () => clearTimeout(timer)
  }, [steps])
  const isRunning = !isPaused || isStepping
  useLayoutEffect(() => {
    const atMs = readTimeline()
    setClock((known) => setRunning(known, isRunning, atMs))
  }, [isRunning])
  const now = useCallback(() => readClock(clock, readTimeline()), [clock])
  return { clock, now }
}
