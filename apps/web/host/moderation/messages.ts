import type { FilterEffect, NewcomersWait, TriedText } from '@guestwall/protocol'
import { byLanguage } from '../../shared/catalogs.ts'
import type { FilterRuleName, ListName } from './filter-rules.ts'

export interface ModerationMessages {
  /** The button that opens the panel, and the panel's title. */
  readonly title: string
  readonly close: string
  readonly loading: string
  readonly tryAgain: string
  readonly saved: string
  readonly undone: string
  readonly undo: string
  readonly newcomers: string
  /** The meaning of each choice for a guest. */
  readonly newcomersHints: Readonly<Record<NewcomersWait, string>>
  readonly newcomersWait: Readonly<Record<NewcomersWait, string>>
  readonly rules: Readonly<Record<FilterRuleName, string>>
  readonly effects: Readonly<Record<FilterEffect, string>>
  readonly builtIn: string
  readonly lists: Readonly<Record<ListName, { readonly title: string; readonly hint: string; readonly empty: string }>>
  readonly add: string
  readonly addHint: string
  readonly remove: (entry: string) => string
  readonly count: (count: number) => string
  /** Problems with what was pasted. `entry`: the one that cannot be listed. */
  readonly tooLong: (entry: string) => string
  readonly tooMany: (most: number) => string
  readonly emptyEntry: (entry: string) => string
  readonly tryField: string
  readonly tryIt: string
  readonly tried: Readonly<Record<TriedText['effect'], string>>
  readonly toDefault: string
}

/** The words of the rules of moderation in one language. */
export const moderationMessages = byLanguage(
  import.meta.glob<ModerationMessages>('../../messages/*.ts', { eager: true, import: 'hostModeration' }),
)
