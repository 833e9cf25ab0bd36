import { MAX_OWN_REACTIONS } from '@guestwall/protocol'
import type { Clock } from '../domain/ports.ts'
import { GUEST_VIEW } from '../log/decide/audience.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import type { LiveSessions } from './live-sessions.ts'
import { ReactionLane } from './reaction-lane.ts'

interface LanesParts {
  readonly store: Pick<Store, 'readReactions' | 'readOwnReactions'>
  readonly live: LiveSessions
  readonly log: Pick<SessionLog, 'countReactions'>
  readonly clock: Clock
}

/** A lane for each session whose reactions somebody watches or changes on this server. */
export class ReactionLanes {
  readonly #parts: LanesParts
  readonly #lanes = new Map<string, ReactionLane>()

  constructor(parts: LanesParts) {
    this.#parts = parts
  }

  of(sessionId: string): ReactionLane {
    const { store, live, log, clock } = this.#parts
    let lane = this.#lanes.get(sessionId)
    if (lane === undefined) {
      lane = new ReactionLane({
        clock,
        readOwn: (guestIds) => store.readOwnReactions(sessionId, guestIds, MAX_OWN_REACTIONS),
        count: (taps) => log.countReactions(sessionId, taps),
        read: (others) =>
          live.with(sessionId, async (session) => {
            const head = session?.head ?? 0
            const onWall = session?.wall(GUEST_VIEW).messages.map(({ id }) => id) ?? []
            const stored = session === null ? null : await store.readReactions(sessionId, [...new Set([...onWall, ...others])])
            return stored && { ...stored, onWall, head }
          }),
      })
      this.#lanes.set(sessionId, lane)
    }
    return lane
  }

  /** The store has this version of the session's reactions, and the session's wall here ends at `head`: another server may have counted some. */
  noteVersion(sessionId: string, version: number, head: number): void {
    this.#lanes.get(sessionId)?.noteVersion(version, head)
  }

  /** Forgets the lanes that nobody uses. */
  sweep(): void {
    for (const [sessionId, lane] of this.#lanes) if (lane.isIdle) this.#lanes.delete(sessionId)
  }

  stop(): void {
    for (const lane of this.#lanes.values()) lane.stop()
  }
}
