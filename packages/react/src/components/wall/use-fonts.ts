import { useEffect, useState } from 'react'
import type { MissingFaces } from './missing-faces.ts'

/** The state of the page's web fonts. Browsers load them by unicode range when a text needs them, and they change measured sizes. */
export interface Fonts {
  /** Grows when fonts have come that change what was measured. */
  readonly loads: number
  /** The fonts of the first texts are loaded, or the waiting time is over. */
  readonly areReady: boolean
}

/** A browser requests a font one frame after a text needs it. */
const REQUESTED_AFTER_MS = 120
/** Without a working network the wall is shown in a fallback font after this time. */
const MAX_WAIT_MS = 1_500

/** Follows the page's fonts. `missing`: of what is measured. */
export function useFonts(missing: MissingFaces | undefined): Fonts {
  const [loads, setLoads] = useState(0)
  const [areReady, setReady] = useState(false)
  useEffect(() => {
    const fonts = document.fonts
    const onDone = (): void => {
      if (missing?.haveCome() === true) setLoads((count) => count + 1)
    }
    // Also what has come since it was measured.
    onDone()
    fonts.addEventListener('loadingdone', onDone)
    return () => fonts.removeEventListener('loadingdone', onDone)
  }, [missing])
  useEffect(() => {
    const { fonts } = document
    // What was measured meanwhile is measured again: the first picture has the sizes of its own faces.
    const start = (): void => {
      setLoads((count) => count + 1)
      setReady(true)
    }
    const requested = setTimeout(() => fonts.ready.then(start), REQUESTED_AFTER_MS)
    const limit = setTimeout(() => setReady(true), MAX_WAIT_MS)
    return () => {
      clearTimeout(requested)
      clearTimeout(limit)
    }
  }, [])
  return { loads, areReady }
}
