import { flushSync } from 'react-dom'

/** For browsers that cannot fade from one picture to the next: the new one comes in. `--gw-motion-cross` has the same value. */
const FADE_MS = 240

/** Carries out a change of the page, and fades from the picture before it to the one after it. */
export function crossfade(change: () => void, element: Element | null): void {
  const update = (): void => flushSync(change)
  if (!('startViewTransition' in document)) {
    update()
    element?.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: 'ease-out' })
    return
  }
  const { ready, finished } = document.startViewTransition(update)
  // A fade that another one overtakes, or that nobody sees, has been carried out all the same.
  for (const end of [ready, finished]) end.catch(() => undefined)
}
