import { flushSync } from 'react-dom'

/** `--gw-motion-cross` has the same value. */
const FADE_MS = 240

/** Carries out a change of the page, and fades in the picture that it makes. A view transition would fade out the old one too: it ends the page in WebKitGTK. */
export function crossfade(change: () => void, element: Element | null): void {
  flushSync(change)
  element?.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: 'ease-out' })
}
