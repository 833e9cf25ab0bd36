import { flushSync } from 'react-dom'
import { likenessOf, withoutMessages } from './likeness.ts'

/** `--gw-motion-cross` has the same value. */
const FADE_MS = 240
/** A picture whose fonts do not come is drawn in others by then. */
const MOST_HELD_MS = 2_000

/**
 * Fades from one picture of a screen to the next. A likeness of the old one stays above the new one until that is drawn, and fades out: in between, the hall sees no
 * empty frame. A view transition would do the same, but it ends the page in WebKitGTK.
 */
export class Crossfade {
  #held: HTMLElement | null = null

  /** Carries out a change of `frame`. The likeness gets into `cover`; `isDrawn`: the new picture has what it shows. */
  play(change: () => void, { frame, cover, isDrawn }: { frame: HTMLElement; cover: HTMLElement; isDrawn: () => boolean }): void {
    // A picture that is not drawn yet has no likeness: the one above it stays.
    const old = this.#held ?? likenessOf(frame)
    flushSync(change)
    if (old === this.#held) return
    this.#held = old
    cover.append(old)
    const untilMs = performance.now() + MOST_HELD_MS
    const look = (): void => {
      if (!isDrawn() && performance.now() < untilMs) {
        requestAnimationFrame(look)
        return
      }
      this.#held = null
      const fade = old.animate([{ opacity: 1 }, { opacity: 0 }], { duration: FADE_MS, easing: 'ease-out', fill: 'forwards' })
      fade.onfinish = fade.oncancel = () => old.remove()
    }
    requestAnimationFrame(look)
  }

  /** What is taken off the wall leaves its old picture too, at once. */
  static keep(cover: HTMLElement, keys: ReadonlySet<string>): void {
    withoutMessages(cover, keys)
  }
}
