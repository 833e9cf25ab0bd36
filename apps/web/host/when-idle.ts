/** A browser that is never idle for so long is not waited for any longer. */
const LATEST_MS = 500
/** Safari does not say when it is idle. */
const UNSAID_MS = 100

/** Calls once when the browser has nothing else to do. Returns what ends the waiting. */
export function whenIdle(call: () => void): () => void {
  if (window.requestIdleCallback === undefined) {
    const timer = setTimeout(call, UNSAID_MS)
    return () => clearTimeout(timer)
  }
  const id = window.requestIdleCallback(call, { timeout: LATEST_MS })
  return () => window.cancelIdleCallback(id)
}
