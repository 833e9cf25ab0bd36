/** For how long a key that has asked waits for its second press, in milliseconds. */
export const ASKED_MS = 5_000
/** A press sooner than this after the question is the end of the first one: a double click confirms nothing. */
const SURE_FROM_MS = 600

/** The acts that nobody can take back from a hall that has seen them: each needs a second press of its key, which the screen asks for. */
export class SecondPress {
  #asked: { readonly act: string; readonly atMs: number } | null = null

  /**
   * Whether this press is the second one for the act. Otherwise the screen has to ask.
   * @param pressedAtMs - when the key was pressed, in `performance.now()`
   * @param nowMs - when the question would be on the screen
   */
  confirms(act: string, pressedAtMs: number, nowMs: number): boolean {
    const ageMs = this.#asked?.act === act ? pressedAtMs - this.#asked.atMs : Number.POSITIVE_INFINITY
    if (ageMs < SURE_FROM_MS) return false
    const isSecond = ageMs <= ASKED_MS
    this.#asked = isSecond ? null : { act, atMs: nowMs }
    return isSecond
  }
}
