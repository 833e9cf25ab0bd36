/** The width of a text on one line, in em of its font. */
export type EmMeasure = (text: string) => number

const ZERO_WIDTH = /[\p{M}\p{Cf}]/u
/** Characters as wide as they are high. */
export const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6]/u
const EMOJI = /\p{Extended_Pictographic}/u
const NARROW = /[iljtfrI.,:;!|'’()[\]]/
const UPPER = /[\p{Lu}mwMW@%&]/u

const EM_EMOJI = 1.35
const EM_NARROW = 0.34
const EM_UPPER = 0.76
const EM_SPACE = 0.28
const EM_OTHER = 0.56

/** Estimates without a font, rather too wide than too narrow. Used in tests, and without a canvas. */
export function estimateEm(text: string): number {
  let em = 0
  for (const character of text) em += emOf(character)
  return em
}

function emOf(character: string): number {
  if (ZERO_WIDTH.test(character)) return 0
  if (WIDE.test(character)) return 1
  if (EMOJI.test(character)) return EM_EMOJI
  if (/\s/.test(character)) return EM_SPACE
  if (NARROW.test(character)) return EM_NARROW
  return UPPER.test(character) ? EM_UPPER : EM_OTHER
}

/** The widest of these. */
export function widestOf(texts: readonly string[]): string {
  let widest = ''
  let em = 0
  for (const text of texts) {
    const width = estimateEm(text)
    if (width > em) [widest, em] = [text, width]
  }
  return widest
}

/** The runs that a browser does not break: the words of a script with spaces. Chinese can break after any character. */
export function unbrokenWords(text: string): string[] {
  return text.split(/[\s\u200B-]+/).flatMap((run) => run.split(WIDE))
}
