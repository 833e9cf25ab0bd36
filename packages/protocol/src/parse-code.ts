import { CODE_ALPHABET, CODE_LENGTH } from './limits.ts'

const CODE_PATTERN = /* @__PURE__ */ new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`)
/** Characters that people, keyboards and messengers put between the letters: spaces, hyphens and dashes of every width, and invisible ones. */
const SEPARATOR = '[\\s\\-\\u2010-\\u2015\\u2212\\u30FC\\uFE58\\uFE63\\u00AD\\u200B-\\u200F\\u2060\\uFEFF]'
const SEPARATORS = /* @__PURE__ */ new RegExp(SEPARATOR, 'g')
/**
 * A code that is followed by punctuation, a space, or text in a script without capitals. A character of an id or a file extension must not
 * follow: an id or a file name that begins like a code is not a code.
 */
const CODE_BEFORE_TEXT = /* @__PURE__ */ new RegExp(
  `^${SEPARATOR}*([a-z0-9](?:${SEPARATOR}*[a-z0-9]){${CODE_LENGTH - 1}})(?![-_]|\\.[a-z])(?=[\\s\\p{P}\\p{S}\\p{Lo}\\p{Cf}])`,
  'iu',
)

/** Longer than any message that a link is pasted with. */
const MAX_PASTED_LENGTH = 1_000

/**
 * The canonical form of a join code as people type or paste it, or `null` when there is none: any case and width, with separators, with text
 * behind it, or as the link that holds it.
 */
export function parseCode(text: string): string | null {
  if (text.length > MAX_PASTED_LENGTH) return null
  const plain = halfWidth(text).trim()
  const links = plain.split(/\s+/).filter((word) => word.includes('/'))
  if (links.length === 0) return codeIn(plain)
  return links.map((link) => codeIn(firstFolder(link))).find((code) => code !== null) ?? null
}

/** The first part of a link's path, with or without a scheme before the host. */
function firstFolder(link: string): string {
  return link.replace(/^[^/]*\/\//, '').split('/')[1] ?? ''
}

function codeIn(text: string): string | null {
  return codeOf(text) ?? codeOf(CODE_BEFORE_TEXT.exec(text)?.[1] ?? '')
}

function codeOf(text: string): string | null {
  const code = text.replace(SEPARATORS, '').toUpperCase()
  return CODE_PATTERN.test(code) ? code : null
}

/** Letters, digits and signs as Chinese keyboards write them, one cell wide, to their ASCII forms. */
function halfWidth(text: string): string {
  return text.replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
}
