import {
  countGraphemes,
  MAX_CONTENT_BYTES,
  MAX_CONTENT_CODE_POINTS,
  MAX_CONTENT_GRAPHEMES,
  prepareContent,
  type TextRefusal,
  utf8Length,
} from '@guestwall/protocol'

/** What the composer knows of a draft before anything is sent. */
export interface DraftCheck {
  /** Characters as people count them. */
  readonly count: number
  /** How many of them fit: fewer than usual where they are made of many parts, as some emoji are. */
  readonly limit: number
  /** How many are too many; 0 when it fits. */
  readonly over: number
  /** The characters are too large rather than too many. */
  readonly isHeavy: boolean
  /** Why it cannot be sent; `null` when it can. */
  readonly problem: TextRefusal | null
}

/** Counts as the server will, after trimming, so that a last space costs nothing. */
export function checkDraft(draft: string): DraftCheck {
  const text = draft.trim()
  const count = countGraphemes(text)
  const prepared = prepareContent(draft)
  const problem = prepared.ok ? null : prepared.code
  const fitting = problem === 'too_long' ? fittingOf(text, count) : MAX_CONTENT_GRAPHEMES
  const isHeavy = fitting < MAX_CONTENT_GRAPHEMES
  return { count, limit: fitting, over: problem === 'too_long' ? Math.max(1, count - fitting) : 0, isHeavy, problem }
}

/** How many characters like these would fit, where bytes or code points are what refuses. */
function fittingOf(text: string, count: number): number {
  const byBytes = Math.floor((count * MAX_CONTENT_BYTES) / utf8Length(text))
  const byCodePoints = Math.floor((count * MAX_CONTENT_CODE_POINTS) / Array.from(text).length)
  return Math.min(MAX_CONTENT_GRAPHEMES, byBytes, byCodePoints)
}
