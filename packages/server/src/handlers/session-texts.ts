import { type ErrorCode, MAX_TITLE_GRAPHEMES, prepareLine } from '@guestwall/protocol'

interface SessionTexts {
  readonly title?: string | undefined
  readonly subtitle?: string | undefined
}

/** Returns the texts of a session in the form that is stored, or the code of the refusal. The subtitle may be empty, the title may not. */
export function prepareTexts(texts: SessionTexts): { title?: string; subtitle?: string } | ErrorCode {
  const prepared: { title?: string; subtitle?: string } = {}
  if (texts.title !== undefined) {
    const title = prepareLine(texts.title, MAX_TITLE_GRAPHEMES)
    if (!title.ok) return title.code
    prepared.title = title.text
  }
  if (texts.subtitle !== undefined) {
    const subtitle = prepareLine(texts.subtitle, MAX_TITLE_GRAPHEMES)
    if (!subtitle.ok && subtitle.code !== 'empty_content') return subtitle.code
    prepared.subtitle = subtitle.ok ? subtitle.text : ''
  }
  return prepared
}
