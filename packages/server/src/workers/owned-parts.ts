import type { ClusterParts } from '../cluster/cluster-parts.ts'
import { InProcessBus } from '../cluster/bus/in-process-bus.ts'
import type { Bus } from '../cluster/bus/bus.ts'
import { PauseWatch } from '../cluster/bus/pause-watch.ts'
import type { Limits } from '../cluster/limits/limits.ts'
import type { CountListener, Presence } from '../cluster/presence/presence.ts'
import type { Clock } from '../domain/ports.ts'
import type { Store } from '../log/store.ts'
import type { BusEnd, BusNews } from './bus-hub.ts'
import { type CountNews, NEWS, OWNED } from './owner-hub.ts'
import type { Peer } from './peer.ts'

/** The store of the owner. */
export function ownedStore(owner: Peer): Store {
  return owner.remote<Store>(OWNED.store)
}

/** Bus, presence and limits of the owner. */
export function ownedCluster(owner: Peer, clock: Clock): ClusterParts {
  return {
    bus: ownedBus(owner, clock),
    presence: ownedPresence(owner),
    // The owner forgets limits that are full again.
    limits: owner.remote<Limits>(OWNED.limits, { here: { sweep() {} }, casts: ['note'] }),
  }
}

/** No slice is lost: the owner has the store too, and ends with it. But a worker that was suspended reads late. */
function ownedBus(owner: Peer, clock: Clock): Bus {
  const here = new InProcessBus()
  const pauses = new PauseWatch(clock)
  const end = owner.remote<BusEnd>(OWNED.bus, { casts: ['unfollow', 'publish', 'publishReport'] })
  owner.serve(NEWS.bus, {
    slice: (sessionId, slice) => here.publish(sessionId, slice),
    report: (sessionId, report) => here.publishReport(sessionId, report),
  } satisfies BusNews)
  return {
    publish(sessionId, slice) {
      here.publish(sessionId, slice)
      end.publish(sessionId, slice)
    },
    publishReport(sessionId, report) {
      here.publishReport(sessionId, report)
      end.publishReport(sessionId, report)
    },
    follow: (sessionId) => end.follow(sessionId),
    unfollow: (sessionId) => end.unfollow(sessionId),
    onSlice: (listener) => here.onSlice(listener),
    onReport: (listener) => here.onReport(listener),
    onLost: () => here.onLost(),
    staleSinceMs: () => pauses.lastEndMs(),
    recordHead() {},
    forget() {},
    knownHead: () => Promise.resolve(null),
    close() {
      pauses.stop()
      return here.close()
    },
  }
}

function ownedPresence(owner: Peer): ClusterParts['presence'] {
  const listeners = new Set<CountListener>()
  const guests = owner.remote<Pick<Presence, 'enter' | 'leave'>>(OWNED.guests, { casts: ['enter', 'leave'] })
  owner.serve(NEWS.counts, {
    counts(changed) {
      for (const [sessionId, count] of changed) for (const listener of listeners) listener(sessionId, count)
    },
  } satisfies CountNews)
  return owner.remote<ClusterParts['presence']>(OWNED.presence, {
    here: {
      enter: guests.enter,
      leave: guests.leave,
      onCount(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      // The owner removes guests whose time is over.
      start: () => () => {},
    },
    casts: ['touch', 'rename', 'forget'],
  })
}
