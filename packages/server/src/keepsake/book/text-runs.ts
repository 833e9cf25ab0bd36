/** A part of a text that is set in one way. */
export type Run = string | { readonly emoji: string }

/** A text as the book sets it: its lines, its language and its direction. */
export interface BookText {
  readonly lines: readonly (readonly Run[])[]
  /** The tag for the choice of faces and of line breaks. */
  readonly lang: 'zh' | 'ja' | 'ko' | 'ar' | 'he' | 'en'
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Pictographs, flags and keycaps. Signs such as © and ↔ are pictographs only where a selector says so. */
const EMOJI = /^(?:\p{Emoji_Presentation}|(?![©®™‼⁉ℹ↔-↪〰〽㊗㊙])\p{Extended_Pictographic}|\p{Emoji}\uFE0F|\p{Regional_Indicator})/u

export function bookText(text: string): BookText {
  return { lines: text.split('\n').map(runsOf), lang: langOf(text) }
}

/** Emoji apart from the rest: text faces have some of them in black. */
function runsOf(line: string): Run[] {
  const runs: Run[] = []
  for (const { segment } of GRAPHEMES.segment(line)) {
    const last = runs.at(-1)
    if (EMOJI.test(segment)) runs.push({ emoji: segment })
    else if (typeof last === 'string') runs[runs.length - 1] = last + segment
    else runs.push(segment)
  }
  return runs
}

/** By the first letter that shows it; scripts from right to left give the direction as well. */
function langOf(text: string): BookText['lang'] {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja'
  if (/\p{Script=Hangul}/u.test(text)) return 'ko'
  const first = /\p{L}/u.exec(text)?.[0] ?? ''
  if (/[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(first)) return 'ar'
  if (/\p{Script=Hebrew}/u.test(first)) return 'he'
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}

/** About how wide a text is, in letters: Han and kana are twice as wide. */
export function widthOf(text: string): number {
  return text.length + (text.match(/[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF]/g)?.length ?? 0)
}
