import type { ComposerLabels } from './composer/message-composer.tsx'
import type { ConnectionLabels } from './connection/connection-badge.tsx'
import type { OnlineListLabels } from './people/online-list.tsx'
import type { MessageStreamLabels } from './stream/message-stream.tsx'
import type { VoteLabels } from './votes/vote-labels.ts'

/** Every word the components say. */
export interface GuestwallLabels {
  readonly stream: MessageStreamLabels
  readonly composer: ComposerLabels
  readonly votes: VoteLabels
  readonly people: OnlineListLabels
  readonly connection: ConnectionLabels
}
