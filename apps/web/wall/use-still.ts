import { useEffect, useState } from 'react'

/** True while the pointer rested for `stillMs`. A key shows nothing: the hall sees the wall, and a bar that has the focus shows itself. */
export function useStill(stillMs: number): boolean {
  const [isStill, setStill] = useState(false)
  useEffect(() => watchStill(window, stillMs, setStill), [stillMs])
  return isStill
}

/** Tells when the pointer rests and when it moves again; the returned function ends it. */
export function watchStill(target: EventTarget, stillMs: number, onChange: (isStill: boolean) => void): () => void {
  const rest = (): void => onChange(true)
  let timer = setTimeout(rest, stillMs)
  const onTouch = (): void => {
    clearTimeout(timer)
    onChange(false)
    timer = setTimeout(rest, stillMs)
  }
  const events = ['pointermove', 'pointerdown'] as const
  for (const event of events) target.addEventListener(event, onTouch)
  return () => {
    clearTimeout(timer)
    for (const event of events) target.removeEventListener(event, onTouch)
  }
}
