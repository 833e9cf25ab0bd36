import type { ReactionKind } from '@guestwall/protocol'

/** The seal of each reaction, in the order in which they are shown. */
export const REACTION_SEALS: readonly (readonly [kind: ReactionKind, seal: string])[] = [
  ['joy', '囍'],
  ['congratulations', '贺'],
  ['praise', '赞'],
  ['love', '爱'],
  ['laughter', '笑'],
  ['tears', '泪'],
]
