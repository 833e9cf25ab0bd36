import { useEffect, useState } from 'react'

/** The state of the page's web fonts. Browsers load them by unicode range when a text needs them, and they change measured sizes. */
export interface Fonts {
  readonly loads: number
  /** The fonts of the first texts are loaded, or the waiting time is over. */
  readonly areReady: boolean
}

/** A browser requests a font one frame after a text needs it. */
const REQUESTED_AFTER_MS = 120
/** Without a working network the wall is shown in a fallback font after this time. */
const MAX_WAIT_MS = 1_500

/** Follows the page's fonts. */
export function useFonts(): Fonts {
  const [loads, setLoads] = useState(0)
  const [areReady, setReady] = useState(false)
  useEffect(() => {
    const fonts = document.fonts
    const onDone = (): void => setLoads((count) => count + 1)
    fonts.addEventListener('loadingdone', onDone)
    const requested = setTimeout(() => fonts.ready.then(() => setReady(true)), REQUESTED_AFTER_MS)
    const limit = setTimeout(() => setReady(true), MAX_WAIT_MS)
    return () => {
      fonts.removeEventListener('loadingdone', onDone)
      clearTimeout(requested)
      clearTimeout(limit)
    }
  }, [])
  return { loads, areReady }
}
