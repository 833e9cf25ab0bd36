/** The letters that were measured before the face was there in which they are drawn. A browser loads a face only when a text needs it. */
export class MissingFaces {
  readonly #letters = new Map<string, Set<string>>()

  /** `fontFamily`: as the text is drawn. */
  note(fontFamily: string, text: string): void {
    if (hasFaces(fontFamily, text)) return
    const letters = this.#letters.get(fontFamily) ?? new Set<string>()
    for (const letter of text) if (!letters.has(letter) && !hasFaces(fontFamily, letter)) letters.add(letter)
    this.#letters.set(fontFamily, letters)
  }

  /** Whether one of them can be drawn in its face now: what was measured with it has another size. */
  haveCome(): boolean {
    return [...this.#letters].some(([fontFamily, letters]) => [...letters].some((letter) => hasFaces(fontFamily, letter)))
  }
}

/** Whether the page can draw this text now, also where the browser cannot say it. An element that is not in the page has no family (`''`). */
export function hasFaces(fontFamily: string, text: string): boolean {
  return fontFamily === '' || typeof document.fonts?.check !== 'function' || document.fonts.check(`16px ${fontFamily}`, text)
}
