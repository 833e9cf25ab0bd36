import { isComposing } from '@guestwall/react'
import { useEffect, useEffectEvent } from 'react'
import { type WallAction, wallAction } from './wall-keys.ts'

export type WallActions = Readonly<Record<WallAction, () => void>>

/** Keys that a focused button has for itself. */
const PRESSES: ReadonlySet<string> = new Set([' ', 'Enter'])

/** A key that is held down is one act, but for those that go on step by step. */
const REPEATS: ReadonlySet<WallAction> = new Set(['larger', 'smaller'])

function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary, dialog') !== null
}

/** Listens for the wall's keys, except while a field has the focus. */
export function useWallKeys(actions: WallActions): void {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.target instanceof Element && event.target.closest('input, textarea, select') !== null) return
    const action = isComposing(event) ? null : wallAction(event)
    if (action === null || (PRESSES.has(event.key) && isPressable(event.target))) return
    event.preventDefault()
    if (event.repeat && !REPEATS.has(action)) return
    actions[action]()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
