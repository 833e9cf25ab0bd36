import type { ComposerLabels } from '../components/composer/message-composer.tsx'
import type { ConnectionLabels } from '../components/connection/connection-badge.tsx'
import type { OnlineListLabels } from '../components/people/online-list.tsx'
import type { MessageStreamLabels } from '../components/stream/message-stream.tsx'
import type { VoteLabels } from '../components/vote/vote-labels.ts'

/** All texts of the components in one language. */
export interface GuestwallMessages {
  readonly stream: MessageStreamLabels
  readonly composer: ComposerLabels
  readonly votes: VoteLabels
  readonly people: OnlineListLabels
  readonly connection: ConnectionLabels
}
