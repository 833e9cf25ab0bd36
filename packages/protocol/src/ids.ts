import * as v from 'valibot'
import { CODE_ALPHABET, CODE_LENGTH, MAX_ID_LENGTH, MAX_KEY_LENGTH, MAX_TOKEN_LENGTH, MIN_KEY_LENGTH } from './limits.ts'

/** An id of a session, guest, message, vote or option: made by the server, safe in a URL. */
export const IdSchema = v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID_LENGTH}}$`)))

/** A command's key (SEND-1): made when the user acts, the same on every try. */
export const KeySchema = v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9_-]{${MIN_KEY_LENGTH},${MAX_KEY_LENGTH}}$`)))

/** One life of a log (LOG-4). */
export const EpochSchema = IdSchema

/** A place in a log: 0 is before the first event (LOG-1). */
export const EventIdSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const TimestampSchema = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/))

/** A credential as it travels: its form is checked here, its worth on the server. */
export const TokenSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TOKEN_LENGTH))

/** A reader's place: an event id means something only within its epoch. */
export const PositionSchema = v.strictObject({ epoch: EpochSchema, lastEventId: EventIdSchema })
export type Position = v.InferOutput<typeof PositionSchema>

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
