import type { ClusterParts } from '../cluster/cluster-parts.ts'
import type { Clock } from '../domain/ports.ts'
import type { Store } from '../log/store.ts'
import { channelPair } from './channel.test-kit.ts'
import { ownedCluster, ownedStore } from './owned-parts.ts'
import { OwnerHub } from './owner-hub.ts'
import { Peer } from './peer.ts'

/** A worker of a hub, in this process. */
export interface OwnedWorker extends ClusterParts {
  readonly store: Store
  /** Ends it as SIGKILL does: it reports nothing. */
  die(): void
}

/** An owner in this process, and so many workers. */
export function ownerWith(store: Store, clock: Clock, count = 1): { hub: OwnerHub; workers: OwnedWorker[] } {
  const hub = new OwnerHub(store, clock)
  hub.start()
  const workers = Array.from({ length: count }, () => {
    const [atOwner, atWorker] = channelPair()
    const die = hub.attach(new Peer(atOwner))
    const owner = new Peer(atWorker)
    return { ...ownedCluster(owner, clock), store: ownedStore(owner), die }
  })
  return { hub, workers }
}
