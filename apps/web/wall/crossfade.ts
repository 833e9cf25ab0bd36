import { flushSync } from 'react-dom'
import { leavingParts, likenessOf, withoutMessages } from './likeness.ts'
import { pageStyles } from './page-styles.ts'

/** What leaves fades first, then the ground on which it stood. Together they last as long as `--gw-motion-cross`. */
const PARTS_MS = 110
const GROUND_MS = 130
/** A picture whose fonts do not come is drawn in others by then. */
const MOST_HELD_MS = 2_000

/** A change of the picture of a screen. */
interface Change {
  readonly frame: HTMLElement
  /** An empty element over it. */
  readonly cover: HTMLElement
  readonly change: () => void
  /** The new picture has what it shows. */
  readonly isDrawn: () => boolean
}

/**
 * Fades from one picture of a screen to the next. A likeness of the old one stays above the new one until that is drawn. Then what stands on it fades out, and after that its
 * ground, which covers the new picture: no two texts are seen over each other, and no frame is bare for longer than a blink. A view transition would do the same, but it ends
 * the page in WebKitGTK. The likeness is in a closed tree: nothing on the page can take it for the screen.
 */
export class Crossfade {
  #tree: ShadowRoot | null = null
  #held: HTMLElement | null = null

  play({ frame, cover, change, isDrawn }: Change): void {
    const styles = pageStyles()
    // A picture that is not drawn yet has no likeness: the one above it stays.
    if (this.#held !== null || styles === null) {
      flushSync(change)
      return
    }
    const old = likenessOf(frame)
    flushSync(change)
    this.#tree ??= cover.attachShadow({ mode: 'closed' })
    this.#tree.adoptedStyleSheets = [styles]
    this.#tree.append(old)
    this.#held = old
    const untilMs = performance.now() + MOST_HELD_MS
    const look = (): void => {
      if (!isDrawn() && performance.now() < untilMs) {
        requestAnimationFrame(look)
        return
      }
      this.#held = null
      for (const part of leavingParts(old, frame)) part.animate({ opacity: 0 }, { duration: PARTS_MS, fill: 'forwards' })
      const fade = old.animate({ opacity: 0 }, { delay: PARTS_MS, duration: GROUND_MS, easing: 'ease-out', fill: 'forwards' })
      fade.onfinish = fade.oncancel = () => old.remove()
    }
    requestAnimationFrame(look)
  }

  /** What is taken off the wall leaves its old picture too, at once. */
  keep(keys: ReadonlySet<string>): void {
    if (this.#tree !== null) withoutMessages(this.#tree, keys)
  }

  /** Nothing of an old picture stays. */
  clear(): void {
    this.#tree?.replaceChildren()
  }
}
