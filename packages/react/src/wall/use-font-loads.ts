import { useEffect, useState } from 'react'

/** Counts loads of web fonts: they come by unicode range, when a text needs them, and change what was measured. */
export function useFontLoads(): number {
  const [loads, setLoads] = useState(0)
  useEffect(() => {
    const fonts = document.fonts
    const onDone = (): void => setLoads((count) => count + 1)
    fonts.addEventListener('loadingdone', onDone)
    return () => fonts.removeEventListener('loadingdone', onDone)
  }, [])
  return loads
}
