/** The parts of an em that letters take, rather too wide than too narrow. */
const HAN = 1
const CAPITAL = 0.72
const SMALL = 0.6
const SPACE = 0.3
const LINE_HEIGHT = 1.3

export interface PaperBox {
  /** The box, in the unit of the sizes. */
  readonly width: number
  readonly height: number
  /** The sizes to choose from. */
  readonly most: number
  readonly least: number
}

/** The largest size in steps of a twentieth at which the text fits its box, by its letters alone: print has no second look. */
export function paperSize(text: string, { width, height, most, least }: PaperBox): number {
  const steps = 20
  for (let step = steps; step > 0; step -= 1) {
    const size = least + ((most - least) * step) / steps
    if (linesAt(text, width / size) * size * LINE_HEIGHT <= height) return size
  }
  return least
}

/** The lines of a text in a column of so many em. Words that are longer than a line break within. */
function linesAt(text: string, columnEm: number): number {
  let lines = 1
  let used = 0
  for (const word of wordsOf(text)) {
    const em = widthOf(word)
    if (used > 0 && used + SPACE + em > columnEm) {
      lines += 1
      used = 0
    }
    if (em > columnEm) {
      lines += Math.ceil(em / columnEm) - 1
      used = em % columnEm
    } else used += (used > 0 ? SPACE : 0) + em
  }
  return lines
}

/** Words between spaces, and each Han character by itself. */
function wordsOf(text: string): readonly string[] {
  return (
    text.match(
      /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\u3000-\u30FF\uAC00-\uD7AF]|[^\s\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\uAC00-\uD7AF]+/g,
    ) ?? []
  )
}

function widthOf(word: string): number {
  let em = 0
  for (const letter of word) {
    if (/[\u1100-\uFFFF]|[\u{10000}-\u{10FFFF}]/u.test(letter)) em += HAN
    else em += /[A-Z0-9&@%MWmw]/.test(letter) ? CAPITAL : SMALL
  }
  return em
}
