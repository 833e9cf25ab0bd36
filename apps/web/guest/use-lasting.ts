import { useEffect, useState } from 'react'

/** True once `isSo` has held for `lastingMs`; false at once when it no longer does. */
export function useLasting(isSo: boolean, lastingMs: number): boolean {
  const [isLasting, setLasting] = useState(false)
  useEffect(() => {
    if (!isSo) return
    const timer = setTimeout(() => setLasting(true), lastingMs)
    return () => {
      clearTimeout(timer)
      setLasting(false)
    }
  }, [isSo, lastingMs])
  return isSo && isLasting
}
