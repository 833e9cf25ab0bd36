import { REPORT_INTERVAL_MS } from '@guestwall/protocol'

/** A screen may report so often; a little more, because the way of one report may be shorter than that of the one before. */
const GAP_MS = REPORT_INTERVAL_MS + 20

/** Calls `onChange` in the first frame in which other messages are on the page, or wait: at once, then at most once in `GAP_MS`. Returns the end. */
export function watchPicture(page: Element, onChange: () => void): () => void {
  let lastMs = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | null = null
  let frame = 0
  const lookInFrame = (): void => {
    frame = requestAnimationFrame(() => {
      timer = null
      lastMs = performance.now()
      onChange()
    })
  }
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(lookInFrame, Math.max(0, lastMs + GAP_MS - performance.now()))
  })
  observer.observe(page, { subtree: true, childList: true, attributeFilter: ['data-message', 'data-queue', 'data-waiting', 'data-vote'] })
  return () => {
    observer.disconnect()
    if (timer !== null) clearTimeout(timer)
    cancelAnimationFrame(frame)
  }
}
