import { useEffect, useState } from 'react'

/** A browser that is never idle for so long draws the next part all the same. */
const LATEST_MS = 500

/**
 * How many parts of a page may stand on it, beside the one that is seen: one more whenever the browser has nothing else to do. So the page answers while it is
 * built.
 */
export function useStages(count: number): number {
  const [stage, setStage] = useState(0)
  useEffect(() => {
    return stage < count ? whenIdle(() => setStage(stage + 1)) : undefined
  }, [stage, count])
  return stage
}

/** Calls once when the browser is idle. Safari does not say when it is. Returns what ends the waiting. */
function whenIdle(call: () => void): () => void {
  if (window.requestIdleCallback === undefined) {
    const timer = setTimeout(call, LATEST_MS / 5)
    return () => clearTimeout(timer)
  }
  const id = window.requestIdleCallback(call, { timeout: LATEST_MS })
  return () => window.cancelIdleCallback(id)
}
