import type { Bus } from './bus/bus.ts'
import type { Limits } from './limits/limits.ts'
import type { Presence } from './presence/presence.ts'

/** The parts that the servers of one wall share: in this process for a single server, at the owner for workers, through Redis for several servers. */
export interface ClusterParts {
  readonly bus: Bus
  readonly presence: Presence & { start(): () => void }
  readonly limits: Limits
}
