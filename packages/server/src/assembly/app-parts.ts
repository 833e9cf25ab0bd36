import type { Moderation } from '@guestwall/protocol'
import type { Logger } from 'pino'
import type { Seal } from '../audit/seal.ts'
import type { ClusterParts } from '../cluster/cluster-parts.ts'
import type { RedisLink } from '../cluster/redis/redis-link.ts'
import type { Config } from '../config.ts'
import type { Clock, Random } from '../domain/ports.ts'
import type { ArrivalCounts } from '../edge/arrivals.ts'
import type { OneTimeKey } from '../edge/http/operator.ts'
import type { Credentials } from '../edge/tokens.ts'
import type { Images } from '../images/images.ts'
import type { Store } from '../log/store.ts'
import type { GuestAddresses } from '../network/guest-addresses.ts'
import type { Crew } from '../observe/crew.ts'

/** The parts of the owner that a worker uses, beside the store (docs/decisions/0062). */
export interface OwnerParts {
  /** Absent where Redis connects the workers, as it connects servers. */
  readonly cluster?: ClusterParts
  readonly oneTimeKey: OneTimeKey
  readonly arrivals: ArrivalCounts
  readonly crew: Crew
}

/** Everything that a server is given. It closes the store when it closes. */
export interface AppParts {
  readonly config: Config
  readonly store: Store
  readonly secrets: { readonly operatorToken: string; readonly oneTimeKey: string; readonly bodyKey: string }
  readonly credentials: Credentials
  /** Signs receipts and audit files. */
  readonly seal: Seal
  readonly clock: Clock
  readonly random: Random
  /** The owner, where this process is one of several workers. */
  readonly owner?: OwnerParts
  /** Connects the servers of one wall. Without it this server is the only one. */
  readonly redis?: RedisLink
  readonly log: Logger
  /** Takes photos. Without it this server takes none. */
  readonly images?: Images
  /** The number of log lines that their destination has not accepted since the start. */
  readonly lostLogLines?: () => number
  /** The folder of the built web app. */
  readonly webRoot: string
  readonly version: string
  /** The moderations that hosts may choose: those that are built, except in tests of the log. */
  readonly moderations?: readonly Moderation[]
  /** The address that guests use, once the port is known. It is asked each time, because networks change. */
  readonly guestUrl: (port: number) => string
  /** The addresses that the operator may choose from; without it there is no choice. */
  readonly addresses?: GuestAddresses
}
