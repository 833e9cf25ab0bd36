import type { Refusal, Role } from '@guestwall/protocol'
import type { Presence } from '../../cluster/presence/presence.ts'
import type { Clock } from '../../domain/ports.ts'
import type { ConnectionPool } from '../../feed/connection-pool.ts'
import type { LiveSessions } from '../../feed/live-sessions.ts'
import type { CredentialUses } from '../../handlers/credential-uses.ts'
import type { JoinHandler } from '../../handlers/join-handler.ts'
import type { MessageHandler } from '../../handlers/message-handler.ts'
import type { ScreenControlHandler } from '../../handlers/screen-control-handler.ts'
import type { PlaceHandler } from '../../handlers/place-handler.ts'
import type { ReactionHandler } from '../../handlers/reaction-handler.ts'
import type { ReadHandler } from '../../handlers/read-handler.ts'
import type { VoteHandler } from '../../handlers/vote-handler.ts'
import type { SessionLog } from '../../log/session-log.ts'
import type { KnownCredentials } from '../known-credentials.ts'
import type { Slots } from '../slots.ts'
import type { Credentials } from '../tokens.ts'
import type { Traffic } from '../traffic.ts'

/** The parts that all connections share. */
export interface ConnectionParts {
  readonly credentials: Credentials
  readonly uses: CredentialUses
  readonly join: JoinHandler
  readonly messages: MessageHandler
  readonly votes: VoteHandler
  readonly screenControl: ScreenControlHandler
  readonly read: ReadHandler
  readonly places: PlaceHandler
  readonly reactions: ReactionHandler
  readonly presence: Presence
  readonly log: SessionLog
  readonly live: LiveSessions
  readonly pool: ConnectionPool
  readonly traffic: Traffic
  /** The sockets of each credential. */
  readonly slots: Slots<{ refuse(why: Refusal): void }>
  /** How many sockets a credential may have; 0: no limit. */
  readonly maxSockets: (role: Role) => number
  /** Credentials that were valid recently. */
  readonly known: KnownCredentials
  readonly clock: Clock
  /** Called for every refusal, for the metrics. */
  readonly onRefused: (code: Refusal['code']) => void
  /** Called for unexpected errors. */
  readonly onError: (error: unknown) => void
}
