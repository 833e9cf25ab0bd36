import type { Range } from './finding.ts'
import type { Glyphs } from './glyphs.ts'

/** Endings of addresses that no sentence has by chance. */
const TLD =
  'com|net|org|cn|hk|tw|top|xyz|vip|cc|club|shop|site|online|store|info|biz|app|link|icu|fun|live|tech|pro|wang|ltd|group|work|red|ink|blog|dev|news|tv|ru|uk|de|jp|kr|io|ai|co|gg|edu|gov'
/** Endings that are words as well: an address only with a path, or after www. */
const WORD_TLD = 'me|so|is|it|in|to|my|be|at|am|us|ws|ly|la|gl|gd|im|do|fm|sh|id|page|today|love|life|world|show'
/** A dot as people write it to get past a filter. The spaces beside it are bounded: the work is linear. */
const DOT = '(?: ?[.。．﹒‧•·] ?| {0,2}[\\[({（【<] ?(?:dot|点|\\.) ?[\\])}）】>] {0,2}| {1,2}dot {1,2}|[ -]?[点點][ -]?| ?\\([.。]\\) ?)'
const LABEL = '[a-z0-9][a-z0-9-]{0,62}'
const END = '(?![a-z0-9])'

/** Each repetition has a bound, so that an attempt at one place of the text costs no more than a constant. */
export const LINK_PATTERNS = [
  // A scheme, also with pieces of it exchanged: hxxps, http：//.
  /(?<![a-z])(?:h[tx]{2}ps?|ftp) ?[:：] ?[/\\]{1,2} ?[^\s\u4e00-\u9fff]{1,200}/g,
  new RegExp(`(?<![a-z0-9])(?:www|wap|m)${DOT}${LABEL}${DOT}?[a-z0-9]{0,20}`, 'g'),
  new RegExp(`(?<![a-z0-9-])${LABEL}${DOT}(?:${TLD})${END}`, 'g'),
  /[\u4e00-\u9fff]{1,8} ?[.。．点點] ?(?:com|cn|net)(?![a-z0-9])/g,
  new RegExp(`(?<![a-z0-9-])${LABEL}[.。](?:${TLD}|${WORD_TLD})[/\\\\][a-z0-9_@?=&%.#+-]{1,100}`, 'g'),
]
/** Names of software that look like an address. */
const NAMES = /^(?:asp|vb|ado|ml)\.net$|^socket\.io$/
/** A number with its unit, a version, a decimal: `3.co` is no address, nor is a company's name with a dot. */
const NUMBER_ALONE = /^\d{1,9} ?[.。．·•] ?(?:cc|co|pro|de|tv|ai|io)$/

/** Finds addresses, also such as are written to be missed: `example dot com`, `example。com`. */
export function links({ folded, starts, ends }: Glyphs): Range[] {
  return LINK_PATTERNS.flatMap((pattern) =>
    Array.from(folded.matchAll(pattern))
      .filter(([match]) => !NUMBER_ALONE.test(match) && !NAMES.test(match) && isAddress(match))
      .map((match) => ({ start: starts[match.index] ?? 0, end: ends[match.index + match[0].length - 1] ?? 0 })),
  )
}

/** A dot with a space behind it ends a sentence, unless the ending can be nothing else: `so happy. de` is none, `abc. com` is one. */
function isAddress(match: string): boolean {
  const spaced = /[.。．•·‧﹒] ([a-z]{2,12})$/.exec(match)
  const spacedBefore = / [.。．•·‧﹒]/.test(match)
  return spaced === null || spacedBefore || /^(?:com|net|org|cn|cc|xyz|vip)$/.test(spaced[1] ?? '')
}
