import { ReactionCounts, useReactionCounts } from '@guestwall/react'
import type { Language } from '../../shared/catalogs.ts'
import { reactionMessages } from '../../shared/reaction-messages.ts'

/** The reactions to a message that is on the wall. */
export function RowReactions({ messageId, language }: { readonly messageId: string; readonly language: Language }) {
  const t = reactionMessages(language)
  return <ReactionCounts counts={useReactionCounts(messageId)} labelOf={(kind, count) => t.counted(t.names[kind], count)} />
}
