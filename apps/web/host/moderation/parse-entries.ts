import { MAX_FILTER_WORD_GRAPHEMES, MAX_FILTER_WORDS, prepareLine } from '@guestwall/protocol'

/** The list with the new entries, or the reason why they cannot be added; `entry`: the one that is wrong. */
export type ParsedEntries =
  | { readonly ok: true; readonly entries: readonly string[] }
  | { readonly ok: false; readonly problem: 'tooLong' | 'emptyEntry'; readonly entry: string }
  | { readonly ok: false; readonly problem: 'tooMany' }

/** Words as people type and paste them: one a line, or with commas, tabs and semicolons between them, Chinese ones too. */
const BETWEEN = /[\n\r\t,;，；、]+/

/** Adds what was typed or pasted to a list: each word once, in the form in which the server keeps it. */
export function withEntries(known: readonly string[], pasted: string): ParsedEntries {
  const entries = new Set(known)
  for (const entry of pasted.split(BETWEEN)) {
    if (entry.trim() === '') continue
    const line = prepareLine(entry, MAX_FILTER_WORD_GRAPHEMES)
    if (!line.ok) return { ok: false, problem: line.code === 'too_long' ? 'tooLong' : 'emptyEntry', entry: entry.trim() }
    entries.add(line.text)
  }
  return entries.size > MAX_FILTER_WORDS ? { ok: false, problem: 'tooMany' } : { ok: true, entries: [...entries] }
}
