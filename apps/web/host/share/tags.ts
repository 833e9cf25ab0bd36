/** Cards of one print: 25 sheets. */
export const MOST_TAGS = 200
/** The server takes tags of at most this many graphemes, like names. */
const MOST_LETTERS = 20

/**
 * The tags of tables in a text such as `1-8, 12, 主桌`: numbers, ranges of them and names, in this order, each once. A part that is too long
 * to be a tag is left out.
 */
export function parseTags(text: string): readonly string[] {
  const tags = new Set<string>()
  for (const part of text.split(/[,，、;；\n]/)) {
    for (const tag of tagsOf(part.trim().replace(/\s+/g, ' '))) {
      if (tags.size >= MOST_TAGS) break
      if (tag !== '' && Array.from(tag).length <= MOST_LETTERS) tags.add(tag)
    }
  }
  return [...tags]
}

function tagsOf(part: string): readonly string[] {
  const range = /^(\d{1,4})\s*[-–—~～]\s*(\d{1,4})$/.exec(part)
  if (range === null) return [part]
  const [first, end] = [Number(range[1]), Number(range[2])]
  const length = Math.max(0, Math.min(end - first + 1, MOST_TAGS))
  return Array.from({ length }, (_, at) => String(first + at))
}

/** A table's number, which is said in words; a name stands for itself. */
export function isTableNumber(tag: string): boolean {
  return /^\d{1,4}$/.test(tag)
}

/** The guests' address on the card of a table: guests who scan it come with its tag. */
export function tableLink(link: string, tag: string): string {
  return `${link}?t=${encodeURIComponent(tag)}`
}
