import { useEffect, useState } from 'react'

/** For how long it is said, in milliseconds. */
const TOLD_MS = 10_000

/** A sentence for a while, such as who was first. `say(null)` ends it. */
export function useTold(): { readonly told: string | null; readonly say: (text: string | null) => void } {
  const [told, say] = useState<string | null>(null)
  useEffect(() => {
    if (told === null) return
    const timer = setTimeout(() => say(null), TOLD_MS)
    return () => clearTimeout(timer)
  }, [told])
  return { told, say }
}
