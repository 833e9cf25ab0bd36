import { useEffect, useState } from 'react'

/** True while neither pointer nor keyboard was touched for `stillMs`. Focus inside the page by keyboard counts as a touch. */
export function useStill(stillMs: number): boolean {
  const [isStill, setStill] = useState(false)
  useEffect(() => {
    let timer = setTimeout(() => setStill(true), stillMs)
    const onTouch = (): void => {
      clearTimeout(timer)
      setStill(false)
      timer = setTimeout(() => setStill(true), stillMs)
    }
    const events = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const
    for (const event of events) addEventListener(event, onTouch)
    return () => {
      clearTimeout(timer)
      for (const event of events) removeEventListener(event, onTouch)
    }
  }, [stillMs])
  return isStill
}
