import type { FilterRule } from '@guestwall/server/filter'

/** One text of the set. */
export interface LabelledText {
  /** `held`: not looked at while the filter was made. */
  readonly part: 'tune' | 'held'
  readonly lang: 'zh' | 'en'
  readonly label: 'clean' | 'catch'
  /** The rule that should find it; null for a clean text. */
  readonly rule: FilterRule | null
  /** How the text was made. */
  readonly how: string
  readonly text: string
  readonly guest?: string
  /** Messages of the session before it, oldest first. */
  readonly before?: readonly { readonly guest: string; readonly text: string }[]
}
