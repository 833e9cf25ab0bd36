/** A character of such a script is a syllable or a word, and takes longer than a letter. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const SILENT = /[\p{M}\p{Cf}]/u
const READ_MS_WIDE = 150
const READ_MS_LETTER = 55
const SHORTEST_READ_MS = 3_000
const LONGEST_READ_MS = 15_000

/** A photo is looked at besides. */
const PHOTO_MS = 3_000

/** How long a message stays at least once it is shown (P4): forty Chinese characters stay six seconds. */
export function readingTimeMs(content: string, hasPhoto = false): number {
  const { wide, letters } = countCharacters(content)
  const textMs = Math.max(SHORTEST_READ_MS, wide * READ_MS_WIDE + letters * READ_MS_LETTER)
  return Math.min(LONGEST_READ_MS, textMs + (hasPhoto ? PHOTO_MS : 0))
}

const LETTER_WIDE = 110
const LETTER_LETTERS = 220

/** A text that is longer than a column holds well. It gets a sheet of its own, where the screen has room for one. */
export function isLetter(content: string): boolean {
  const { wide, letters } = countCharacters(content)
  return wide / LETTER_WIDE + letters / LETTER_LETTERS > 1
}

function countCharacters(content: string): { readonly wide: number; readonly letters: number } {
  let wide = 0
  let letters = 0
  for (const character of content) {
    if (SILENT.test(character)) continue
    if (WIDE.test(character)) wide += 1
    else letters += 1
  }
  return { wide, letters }
}
