import { ReactionCounts } from '../reactions/reaction-counts.tsx'
import { useReactionCounts } from '../reactions/reaction-source.ts'

/** So many fit beside a name. */
const MOST = 3

/** The reactions in the line of the author's name, which has its height with or without them: a card keeps its size. */
export function WallCardReactions({ messageId }: { readonly messageId: string }) {
  return <ReactionCounts className="gw-card__reactions" counts={useReactionCounts(messageId)} most={MOST} />
}
