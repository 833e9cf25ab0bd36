import {
  MAX_CONTENT_BYTES,
  MAX_CONTENT_CODE_POINTS,
  MAX_CONTENT_GRAPHEMES,
  MAX_GRAPHEME_CODE_POINTS,
  MAX_MARKS_PER_BASE,
  MAX_NAME_BYTES,
  MAX_NAME_GRAPHEMES,
} from './limits.ts'

/** The reason why a text is refused: an error code of the wire. */
export type TextRefusal = 'invalid_text' | 'empty_content' | 'too_long' | 'name_invalid'

/** A text that may be stored, or the reason why it may not. */
export type TextResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly code: TextRefusal }

const segmenter = typeof Intl === 'object' && 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null

/** Counts characters as people do. Browsers without `Intl.Segmenter` count code points, which is never less strict. */
export function countGraphemes(text: string): number {
  if (segmenter === null) return countCodePoints(text)
  let count = 0
  for (const _ of segmenter.segment(text)) count += 1
  return count
}

function countCodePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** Bytes of the text in UTF-8, without allocating them. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    // A surrogate pair is four bytes: two for each of its units.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3
  }
  return bytes
}

/** With the `u` flag a surrogate matches only when it stands alone. (A look-behind would not parse in Safari before 16.4.) */
const LONE_SURROGATE = /\p{Surrogate}/u
const NUL = '\0'
/** Controls but LF, direction overrides and isolates, and the tag block that hides text. */
const STRIPPED = /[\0-\x09\x0B-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/gu
/** Marks past the limit. A format character (a joiner) between marks draws nothing and starts no new base. */
const STACKED_MARKS = new RegExp(`(\\p{M}(?:\\p{Cf}*\\p{M}){${MAX_MARKS_PER_BASE - 1}})[\\p{M}\\p{Cf}]*\\p{M}`, 'gu')
/**
 * A character that shows something. Marks alone show nothing, and neither do some letters and symbols: what Unicode calls ignorable (Hangul fillers),
 * the blank Braille pattern, the place of an object, a note without a head, the blanks of hieroglyphs.
 */
const VISIBLE = /(?![\p{DI}\u2800\uFFFC\u{1D159}\u{13441}\u{13442}])[\p{L}\p{N}\p{P}\p{S}]/u
/** Two empty lines or more. A line of spaces and of characters that show nothing is empty. Each repetition ends at a line feed, so the time is linear. */
const EMPTY_LINES = /\n(?:[\p{Zs}\p{DI}\u2800\uFFFC\u{1D159}\u{13441}\u{13442}]*\n){2,}/gu
const UNASSIGNED_OR_PRIVATE = /[\p{Cn}\p{Co}]/u

/** Characters that can join with their neighbours to one: marks, joiners, modifiers of emoji, parts of Hangul syllables. */
const JOINING = /[\p{M}\p{Emoji_Modifier}\u200D\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF]/u

/** Whether one character, as people count them, is longer than any real one. */
function hasEndlessGrapheme(text: string): boolean {
  if (segmenter === null || !JOINING.test(text)) return false
  for (const { segment } of segmenter.segment(text)) {
    if (segment.length > MAX_GRAPHEME_CODE_POINTS && countCodePoints(segment) > MAX_GRAPHEME_CODE_POINTS) return true
  }
  return false
}

/** The rules of every text. The bytes are limited before any Unicode work; then characters that cannot be stored or that hide text are removed. */
function clean(text: string, maxBytes: number): TextResult {
  if (utf8Length(text) > maxBytes) return { ok: false, code: 'too_long' }
  if (text.includes(NUL) || LONE_SURROGATE.test(text)) return { ok: false, code: 'invalid_text' }
  const cleaned = text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(STRIPPED, '')
    .normalize('NFC')
    .replace(STACKED_MARKS, '$1')
    .replace(EMPTY_LINES, '\n\n')
    .trim()
  if (!VISIBLE.test(cleaned)) return { ok: false, code: 'empty_content' }
  // NFC spells some characters out: one musical note becomes three code points.
  if (utf8Length(cleaned) > maxBytes) return { ok: false, code: 'too_long' }
  if (hasEndlessGrapheme(cleaned)) return { ok: false, code: 'invalid_text' }
  return { ok: true, text: cleaned }
}

/** Whether the text has at most so many graphemes. A grapheme has at least one code unit, so most texts need no counting. */
function hasAtMost(text: string, graphemes: number): boolean {
  return text.length <= graphemes || countGraphemes(text) <= graphemes
}

/** A message's content as it will be stored and shown, or why it is refused. Pure, the same on both ends. */
export function prepareContent(content: string): TextResult {
  const result = clean(content, MAX_CONTENT_BYTES)
  if (!result.ok) return result
  const fits = countCodePoints(result.text) <= MAX_CONTENT_CODE_POINTS && hasAtMost(result.text, MAX_CONTENT_GRAPHEMES)
  return fits ? result : { ok: false, code: 'too_long' }
}

/** One line of text (a title, a question, an option) of at most `maxGraphemes`. */
export function prepareLine(line: string, maxGraphemes: number): TextResult {
  const result = clean(line, MAX_CONTENT_BYTES)
  if (!result.ok) return result
  const text = result.text.replace(/\s+/gu, ' ')
  return hasAtMost(text, maxGraphemes) ? { ok: true, text } : { ok: false, code: 'too_long' }
}

/** A guest's name: one line, no unassigned or private characters. Every refusal is `name_invalid`. */
export function prepareName(name: string): TextResult {
  const result = clean(name, MAX_NAME_BYTES)
  if (!result.ok) return { ok: false, code: 'name_invalid' }
  const text = result.text.replace(/\s+/gu, ' ')
  if (UNASSIGNED_OR_PRIVATE.test(text) || !hasAtMost(text, MAX_NAME_GRAPHEMES)) return { ok: false, code: 'name_invalid' }
  return { ok: true, text }
}
