import { type ErrorCode, MAX_TITLE_GRAPHEMES, prepareLine } from '@guestwall/protocol'

interface SessionWords {
  readonly title?: string | undefined
  readonly subtitle?: string | undefined
}

/** The words of a session as they will be stored, or the code of the refusal. An empty subtitle is allowed, an empty title is not. */
export function prepareWords(words: SessionWords): { title?: string; subtitle?: string } | ErrorCode {
  const prepared: { title?: string; subtitle?: string } = {}
  if (words.title !== undefined) {
    const title = prepareLine(words.title, MAX_TITLE_GRAPHEMES)
    if (!title.ok) return title.code
    prepared.title = title.text
  }
  if (words.subtitle !== undefined) {
    const subtitle = prepareLine(words.subtitle, MAX_TITLE_GRAPHEMES)
    if (!subtitle.ok && subtitle.code !== 'empty_content') return subtitle.code
    prepared.subtitle = subtitle.ok ? subtitle.text : ''
  }
  return prepared
}
