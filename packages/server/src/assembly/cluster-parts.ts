import type { Bus } from '../cluster/bus/bus.ts'
import { InProcessBus } from '../cluster/bus/in-process-bus.ts'
import { RedisBus } from '../cluster/bus/redis-bus.ts'
import { InProcessLimits } from '../cluster/limits/in-process-limits.ts'
import type { Limits } from '../cluster/limits/limits.ts'
import { RedisLimits } from '../cluster/limits/redis-limits.ts'
import { InProcessPresence } from '../cluster/presence/in-process-presence.ts'
import type { Presence } from '../cluster/presence/presence.ts'
import { RedisPresence } from '../cluster/presence/redis-presence.ts'
import type { AppParts } from './app-parts.ts'

/** The parts that the servers of one wall share: in this process for a single server, through Redis for several. */
export interface ClusterParts {
  readonly bus: Bus
  readonly presence: Presence & { start(): () => void }
  readonly limits: Limits
}

export function clusterParts({ redis, clock, random }: Pick<AppParts, 'redis' | 'clock' | 'random'>): ClusterParts {
  const ownLimits = new InProcessLimits(clock)
  if (redis === undefined) return { bus: new InProcessBus(), presence: new InProcessPresence(clock), limits: ownLimits }
  const server = random.id()
  return {
    bus: new RedisBus(redis, server, clock),
    presence: new RedisPresence(redis, server, clock),
    // Without Redis for a while, each server keeps the limits by itself.
    limits: new RedisLimits(redis, ownLimits),
  }
}
