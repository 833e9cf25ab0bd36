import { useEffect, useRef } from 'react'
import { type WallAction, wallAction } from './wall-keys.ts'

export type WallActions = Readonly<Record<WallAction, () => void>>

/** Listens for the wall's keys, not while somebody types. */
export function useWallKeys(actions: WallActions): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.target instanceof Element && event.target.closest('input, textarea, select') !== null) return
      const action = wallAction(event)
      if (action === null) return
      event.preventDefault()
      latest.current[action]()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
