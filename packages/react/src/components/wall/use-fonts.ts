import { useEffect, useState } from 'react'

/** The state of the page's web fonts. They come by unicode range, when a text needs them, and change what was measured. */
export interface Fonts {
  readonly loads: number
  /** The first texts have theirs, or have waited long enough. */
  readonly areReady: boolean
}

/** The browser asks for a font one frame after a text needs it. */
const ASKED_AFTER_MS = 120
/** A hall without a working network still gets its wall, in whatever font there is. */
const LONGEST_WAIT_MS = 1_500

/** Follows the page's fonts. */
export function useFonts(): Fonts {
  const [loads, setLoads] = useState(0)
  const [areReady, setReady] = useState(false)
  useEffect(() => {
    const fonts = document.fonts
    const onDone = (): void => setLoads((count) => count + 1)
    fonts.addEventListener('loadingdone', onDone)
    const asked = setTimeout(() => fonts.ready.then(() => setReady(true)), ASKED_AFTER_MS)
    const limit = setTimeout(() => setReady(true), LONGEST_WAIT_MS)
    return () => {
      fonts.removeEventListener('loadingdone', onDone)
      clearTimeout(asked)
      clearTimeout(limit)
    }
  }, [])
  return { loads, areReady }
}
