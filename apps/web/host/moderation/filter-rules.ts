/** The rules of the filter, in the order in which the panel has them. */
export const FILTER_RULE_NAMES = ['word', 'link', 'phone', 'repeat'] as const
export type FilterRuleName = (typeof FILTER_RULE_NAMES)[number]

/** The lists that a host edits: words that hold a message, words that refuse it, and texts that no rule may find. */
export const LIST_NAMES = ['words', 'refusedWords', 'exceptions'] as const
export type ListName = (typeof LIST_NAMES)[number]
