import { glyphsOf } from './glyphs.ts'
import { isNear, sketchOf } from './sketch.ts'

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
  readonly letters: string
  readonly sketch: Int32Array
  readonly at: number
}

/**
 * The newest messages of one session, to find texts that come again: the same or nearly the same, by one guest or copied by many. It is
 * bounded, lives in one process, and takes its time from the caller.
 */
export class RepeatWindow {
  readonly #remembered: Remembered[] = []

  /** Remembers a message and says whether it repeats earlier ones. A retry of the newest commands is found by its key and answered as before. */
  isRepeat({ guestId, key, text, now }: Posted): boolean {
    while ((this.#remembered[0]?.at ?? now) < now - WINDOW_MS || this.#remembered.length > MAX_REMEMBERED) this.#remembered.shift()
    const letters = glyphsOf(text).folded.replace(/[^\p{L}\p{N}\u2022]/gu, '')
    if (letters === '') return false
    const sketch = sketchOf(letters)
    const before = this.#remembered.filter((other) => !(other.guestId === guestId && other.key === key))
    const same = before.filter((other) => isSame(other, letters, sketch))
    this.#remembered.push({ guestId, key, letters, sketch, at: now })
    const byOne = same.filter((other) => other.guestId === guestId).length
    if (byOne >= (letters.length < SHORT_LETTERS ? MAX_SHORT_BY_ONE : 1)) return true
    return letters.length >= LONG_LETTERS && new Set(same.map((other) => other.guestId)).size >= MAX_LONG_BY_MANY
  }
}

function isSame(other: Remembered, letters: string, sketch: Int32Array): boolean {
  return other.letters === letters || (letters.length >= SHORT_LETTERS && isNear(other.sketch, sketch))
}
