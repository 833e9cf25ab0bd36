import type { ClusterParts } from '../cluster/cluster-parts.ts'
import { InProcessBus } from '../cluster/bus/in-process-bus.ts'
import { RedisBus } from '../cluster/bus/redis-bus.ts'
import { InProcessLimits } from '../cluster/limits/in-process-limits.ts'
import { RedisLimits } from '../cluster/limits/redis-limits.ts'
import { InProcessPresence } from '../cluster/presence/in-process-presence.ts'
import { RedisPresence } from '../cluster/presence/redis-presence.ts'
import type { AppParts } from './app-parts.ts'

/** The shared parts: those of the owner, those over Redis, or those of this process. */
export function clusterParts({ owner, redis, clock, random }: AppParts): ClusterParts {
  if (owner?.cluster !== undefined) return owner.cluster
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
