import { countGraphemes, MAX_CONTENT_GRAPHEMES, prepareContent, type TextRefusal } from '@guestwall/protocol'

/** What the composer knows of a draft before anything is sent. */
export interface DraftCheck {
  /** Characters as people count them. */
  readonly count: number
  readonly limit: number
  /** How many are too many; 0 when it fits. */
  readonly over: number
  /** Why it cannot be sent; `null` when it can. */
  readonly problem: TextRefusal | null
}

/** Counts as the server will, after trimming, so that a last space costs nothing. */
export function checkDraft(draft: string): DraftCheck {
  const count = countGraphemes(draft.trim())
  const prepared = prepareContent(draft)
  const problem = prepared.ok ? null : prepared.code
  return { count, limit: MAX_CONTENT_GRAPHEMES, over: Math.max(0, count - MAX_CONTENT_GRAPHEMES), problem }
}
