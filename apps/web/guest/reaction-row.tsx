import type { ReactionClient } from '@guestwall/client/reactions'
import { type ReactionKind } from '@guestwall/protocol'
import { useSyncExternalStore } from 'react'
import type { GuestMessages } from './messages.ts'

/** The seals, in their order. */
const SEALS: readonly (readonly [ReactionKind, string])[] = [
  ['joy', '囍'],
  ['congratulations', '贺'],
  ['praise', '赞'],
  ['love', '爱'],
  ['laughter', '笑'],
  ['tears', '泪'],
]

interface ReactionRowProps {
  readonly messageId: string
  readonly reactions: ReactionClient
  readonly t: GuestMessages
}

/** The reactions under a message. Each has its place, with or without a number, so that nothing moves under a finger. */
export function ReactionRow({ messageId, reactions, t }: ReactionRowProps) {
  const { counts, own } = useSyncExternalStore(reactions.subscribe, () => reactions.of(messageId))
  return (
    <div className="reactions" role="group" aria-label={t.reactions}>
      {SEALS.map(([kind, seal]) => {
        const count = counts[kind] ?? 0
        return (
          <button
            key={kind}
            type="button"
            className="reactions__one"
            aria-pressed={own === kind}
            aria-label={t.reactionOf(t.reactionNames[kind], count)}
            onClick={() => reactions.react(messageId, own === kind ? null : kind)}
          >
            <span className="reactions__seal" lang="zh-CN" aria-hidden="true">
              {seal}
            </span>
            <span className="reactions__count" aria-hidden="true">
              {count > 0 && count}
            </span>
          </button>
        )
      })}
    </div>
  )
}
