/**
 * The characters that Windows forbids, that a shell or a header reads as something else, and that are invisible, except the joiners inside
 * emoji and words.
 */
const UNSAFE = /(?:(?![\u200C\u200D])[<>:"/\\|?*%;\p{C}\p{Zl}\p{Zp}])+/gu
/** A file system takes 255 bytes, and the rest of the name needs some of them. */
const MAX_TITLE_BYTES = 150
const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' })

interface FileFacts {
  readonly title: string
  /** The subject of the export, in the reader's language. */
  readonly what: string
  /** The local date, `2026-11-22`. */
  readonly date: string
  readonly extension: string
}

/** The name of an exported file: safe on Windows, macOS and Linux, whatever the title. */
export function exportFileName({ title, what, date, extension }: FileFacts): string {
  const safe = title.replaceAll(UNSAFE, ' ').replaceAll(/\s+/g, ' ')
  // Windows drops dots and spaces at an end, and a name that begins with a dot is hidden elsewhere.
  const start = beginningOf(safe).replaceAll(/^[\s.]+|[\s.]+$/g, '')
  return `${start === '' ? 'Guestwall' : start}-${what}-${date}.${extension}`
}

/** As many whole letters as fit; an emoji may have 25 bytes. */
function beginningOf(text: string): string {
  let start = ''
  for (const { segment } of LETTERS.segment(text)) {
    if (Buffer.byteLength(start) + Buffer.byteLength(segment) > MAX_TITLE_BYTES) break
    start += segment
  }
  return start
}

/** The header of an attachment (RFC 6266): the name as it is, for RFC 5987, and a plain one for clients that know only that. */
export function contentDisposition(fileName: string, plainName: string): string {
  // RFC 5987 allows fewer characters than encodeURIComponent leaves.
  const encoded = encodeURIComponent(fileName).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plainName}"; filename*=UTF-8''${encoded}`
}
