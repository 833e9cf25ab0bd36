import type { ComposerLabels } from '../components/composer/message-composer.tsx'
import type { ConnectionLabels } from '../components/connection/connection-badge.tsx'
import type { OnlineListLabels } from '../components/people/online-list.tsx'
import type { MessageStreamLabels } from '../components/stream/message-stream.tsx'
import type { VoteLabels } from '../components/vote/vote-labels.ts'
import type { ResultsWallLabels } from '../components/wall/results-wall.tsx'

/**
 * All texts of the components in one language. Another language is one file: a missing text does not compile, and `pluralOf` has the plural
 * rules of each language.
 */
export interface GuestwallMessages {
  /** The BCP 47 tag of the language, for times and plurals. */
  readonly locale: string
  readonly stream: MessageStreamLabels
  readonly composer: ComposerLabels
  readonly votes: VoteLabels
  readonly people: OnlineListLabels
  readonly wall: {
    /** Accessible name of the list of messages. */
    readonly label: string
    readonly results: ResultsWallLabels
  }
  readonly connection: ConnectionLabels
}
