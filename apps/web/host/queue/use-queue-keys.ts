import { useEffectEvent, useLayoutEffect } from 'react'
import { isFreeKey } from '../free-key.ts'

export interface QueueKeys {
  readonly move: (step: 1 | -1) => void
  readonly show: () => void
  readonly reject: () => void
  readonly pin: () => void
  readonly select: () => void
  readonly undo: () => void
  readonly newer: () => void
  readonly help: () => void
}

/** Keys of the queue (H2), while its page is seen. Not while something is typed or chosen, and not behind a dialog. */
export function useQueueKeys(isSeen: boolean, keys: QueueKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (!isFreeKey(event)) return
    const act = actOf(event.key, keys)
    // A key that is held down moves through the list, and does nothing else twice.
    if (act === null || (event.repeat && !'jk'.includes(event.key.toLowerCase()))) return
    event.preventDefault()
    act()
  })
  // In the commit that draws the first row, so that a key that is pressed then counts.
  useLayoutEffect(() => {
    if (!isSeen) return
    const listen = (event: KeyboardEvent): void => onKey(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [isSeen])
}

function actOf(key: string, keys: QueueKeys): (() => void) | null {
  switch (key.toLowerCase()) {
    case 'j':
      return () => keys.move(1)
    case 'k':
      return () => keys.move(-1)
    case 'a':
      return keys.show
    case 'r':
      return keys.reject
    case 'p':
      return keys.pin
    case 'x':
      return keys.select
    case 'u':
      return keys.undo
    case 'n':
      return keys.newer
    case '?':
      return keys.help
    default:
      return null
  }
}
