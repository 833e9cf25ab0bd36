import { useEffect, useEffectEvent } from 'react'

/**
 * A layer over a page has an entry of its own in the history, so that Back closes it instead of leaving the page. The topmost is last.
 * The listener stands before every page's own, and what it takes is no move of the page.
 */
const layers: (() => void)[] = []
/** Entries that were left by closing their layer: the browser tells each as one more move. */
let leaving = 0

function onMove(event: PopStateEvent): void {
  const top = leaving > 0 ? undefined : layers.pop()
  if (leaving === 0 && top === undefined) return
  event.stopImmediatePropagation()
  if (leaving > 0) leaving -= 1
  top?.()
}

/** Called once, before the page has listeners. */
export function listenForBack(): void {
  addEventListener('popstate', onMove, true)
}

/** While the component is there, Back calls `close`. */
export function useBackCloses(close: () => void): void {
  const onBack = useEffectEvent(close)
  useEffect(() => {
    const layer = (): void => onBack()
    layers.push(layer)
    history.pushState({ layer: layers.length }, '')
    return () => {
      const at = layers.indexOf(layer)
      // Back has taken it already.
      if (at === -1) return
      layers.splice(at, 1)
      leaving += 1
      history.back()
    }
  }, [])
}
