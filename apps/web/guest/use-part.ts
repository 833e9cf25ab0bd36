import { useEffect, useState } from 'react'

/** A part is asked for again after this time where the network gave none. */
const AGAIN_MS = 5_000

/**
 * A part of the page that is loaded once it is needed, so that the first message waits for none of it. `null` until it is there. `load`: the same
 * function at each call.
 */
export function usePart<Part>(load: () => Promise<Part>, isNeeded: boolean): Part | null {
  const [part, setPart] = useState<Part | null>(null)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (!isNeeded || part !== null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isHere = true
    load().then(
      (loaded) => isHere && setPart(loaded),
      () => {
        timer = setTimeout(() => setTries(tries + 1), AGAIN_MS)
      },
    )
    return () => {
      isHere = false
      clearTimeout(timer)
    }
  }, [load, isNeeded, part, tries])
  return part
}
