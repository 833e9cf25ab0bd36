import { useEffect, useState } from 'react'

/** Grows when faces have loaded: a browser fetches them when a text needs them, and they change its width. */
export function useFontLoads(): number {
  const [loads, setLoads] = useState(0)
  useEffect(() => {
    const { fonts } = document
    const onDone = (): void => setLoads((count) => count + 1)
    fonts.addEventListener('loadingdone', onDone)
    return () => fonts.removeEventListener('loadingdone', onDone)
  }, [])
  return loads
}
