import {
  countGraphemes,
  MAX_CONTENT_BYTES,
  MAX_CONTENT_CODE_POINTS,
  MAX_CONTENT_GRAPHEMES,
  prepareContent,
  type TextRefusal,
  utf8Length,
} from '@guestwall/protocol'

/** The result of checking a draft before it is sent. */
export interface DraftCheck {
  /** Number of graphemes. */
  readonly count: number
  /** Largest number of graphemes that fit. It is lower than usual for graphemes of many code points, such as some emoji. */
  readonly limit: number
  /** Number of graphemes over the limit; 0 when the draft fits. */
  readonly over: number
  /** The draft is refused for its bytes or code points, not for its number of graphemes. */
  readonly isHeavy: boolean
  /** The reason why the draft cannot be sent; `null` when it can. */
  readonly problem: TextRefusal | null
}

/** Counts like the server, after trimming, so that a trailing space does not count. */
export function checkDraft(draft: string): DraftCheck {
  const text = draft.trim()
  const count = countGraphemes(text)
  const prepared = prepareContent(draft)
  const problem = prepared.ok ? null : prepared.code
  const limit = problem === 'too_long' ? fittingCount(text, count) : MAX_CONTENT_GRAPHEMES
  const isHeavy = limit < MAX_CONTENT_GRAPHEMES
  return { count, limit, over: problem === 'too_long' ? Math.max(1, count - limit) : 0, isHeavy, problem }
}

/** How many graphemes of the same average size would fit, when bytes or code points are the limit that is exceeded. */
function fittingCount(text: string, count: number): number {
  const byBytes = Math.floor((count * MAX_CONTENT_BYTES) / utf8Length(text))
  const byCodePoints = Math.floor((count * MAX_CONTENT_CODE_POINTS) / Array.from(text).length)
  return Math.min(MAX_CONTENT_GRAPHEMES, byBytes, byCodePoints)
}
