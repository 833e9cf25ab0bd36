import { useEffect, useRef } from 'react'
import { type WallAction, wallAction } from './wall-keys.ts'

export type WallActions = Readonly<Record<WallAction, () => void>>

/** Keys that a focused button has for itself. */
const PRESSES: ReadonlySet<string> = new Set([' ', 'Enter'])

function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary, dialog') !== null
}

/** Listens for the wall's keys, not while somebody types. */
export function useWallKeys(actions: WallActions): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.target instanceof Element && event.target.closest('input, textarea, select') !== null) return
      const action = wallAction(event)
      if (action === null || (PRESSES.has(event.key) && isPressable(event.target))) return
      event.preventDefault()
      latest.current[action]()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
