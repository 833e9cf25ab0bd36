import { glyphsOf } from './glyphs.ts'
import { isNear, isSame, type Sketch, sketchOf } from './sketch.ts'

/** Messages that a session remembers, and for how long. */
const MAX_REMEMBERED = 256
const WINDOW_MS = 10 * 60_000
/** A short text (新婚快乐) may be said twice by one guest, and by all. In letters, spaces and punctuation left out. */
const SHORT_LETTERS = 12
const MAX_SHORT_BY_ONE = 2
/** A text of this length is copied, if so many guests have sent it before. */
const LONG_LETTERS = 24
const MAX_LONG_BY_MANY = 3

/** A message, as the window sees it. */
export interface Posted {
  readonly guestId: string
  /** The idempotency key: a retried command is no repeat. */
  readonly key: string
  readonly text: string
  /** Monotonic time in milliseconds. */
  readonly now: number
}

interface Remembered {
  readonly guestId: string
  readonly key: string
  readonly sketch: Sketch
  readonly at: number
}

/**
 * The newest messages of one session, as sketches, to find texts that come again: the same or nearly the same, by one guest or copied by many.
 * It is bounded, lives in one process, and takes its time from the caller.
 */
export class RepeatWindow {
  readonly #remembered: Remembered[] = []

  /** Remembers a message and says whether it repeats earlier ones. A retried command is no repeat of itself: it has its key. */
  isRepeat({ guestId, key, text, now }: Posted): boolean {
    while ((this.#remembered[0]?.at ?? now) < now - WINDOW_MS) this.#remembered.shift()
    const sketch = sketchOf(glyphsOf(text).folded)
    if (sketch.length === 0) return false
    const own = this.#remembered.findIndex((other) => other.guestId === guestId && other.key === key)
    const before = own < 0 ? this.#remembered : this.#remembered.slice(0, own)
    const alike = before.filter((other) => isSame(other.sketch, sketch) || (sketch.length >= SHORT_LETTERS && isNear(other.sketch, sketch)))
    if (own < 0) this.#remember({ guestId, key, sketch, at: now })
    const byOne = alike.filter((other) => other.guestId === guestId).length
    if (byOne >= (sketch.length < SHORT_LETTERS ? MAX_SHORT_BY_ONE : 1)) return true
    return sketch.length >= LONG_LETTERS && new Set(alike.map((other) => other.guestId)).size >= MAX_LONG_BY_MANY
  }

  #remember(message: Remembered): void {
    if (this.#remembered.length === MAX_REMEMBERED) this.#remembered.shift()
    this.#remembered.push(message)
  }
}
