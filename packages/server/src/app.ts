import type { Hono } from 'hono'
import type { AppParts } from './assembly/app-parts.ts'
import { credentialParts } from './assembly/credential-parts.ts'
import { clusterParts } from './assembly/cluster-parts.ts'
import { edgeOf } from './assembly/edge-parts.ts'
import { handlersOf } from './assembly/handlers.ts'
import { photoUpkeepOf } from './assembly/photo-upkeep.ts'
import { every } from './domain/ports.ts'
import type { WsAdapter } from './edge/ws/ws-adapter.ts'
import { ConnectionPool } from './feed/connection-pool.ts'
import { LiveSessions } from './feed/live-sessions.ts'
import { ReactionLanes } from './feed/reaction-lanes.ts'
import { Retention } from './log/retention.ts'
import { ScheduledOpenings } from './log/scheduled-openings.ts'
import { SessionLog } from './log/session-log.ts'
import { TallyPacer } from './log/tally-pacer.ts'
import { Health } from './observe/health.ts'
import { Metrics } from './observe/metrics.ts'
import { STORE_CHECK_MS, StoreWatch } from './observe/store-watch.ts'
import { StoreUnavailable } from './storage/storage.ts'

const LIMIT_SWEEP_MS = 60_000
/** The last uses of credentials are written this often. */
const USES_MS = 60_000
/** Presence forgets a session that nobody has asked about for twice this long. */
const COUNT_WATCH_MS = 30_000

/** The server without a port: both adapters of the edge, and the stations behind them. */
export interface Core {
  readonly http: Hono
  readonly sockets: WsAdapter
  readonly metrics: Metrics
  /** Starts everything that runs by time: heartbeats, head checks, presence. */
  start(): void
  /** Sends a `goodbye` to the sockets, spread over time. The wait ends early when `force` resolves. */
  drain(force: Promise<void>): Promise<void>
  /** Ends everything that `start` started, the open sockets and the store. */
  close(): Promise<void>
}

/** Puts the stations together; no other file knows them all. `port` is called when a page needs the server's address. */
export function assemble(parts: AppParts, port: () => number): Core {
  const { clock, random, redis } = parts
  const watch = new StoreWatch(parts.store, clock, {
    failing: (error, failures) => parts.log.error({ err: error, failures }, 'the store did not answer'),
    recovered: (failedForMs) => parts.log.warn({ failedForMs }, 'the store takes writes again'),
  })
  const { store } = watch
  const onError = (error: unknown) => {
    // `watch` logs each failure of the store once; here it would be logged again with every request that it affects.
    if (!(error instanceof StoreUnavailable)) parts.log.error({ err: error }, 'request failed')
  }
  const beginEpoch = async (sessionId: string, epoch: string) => {
    parts.log.error({ sessionId, epoch }, 'the database has lost commits: a new epoch begins, and clients offer again what they still have')
    await store.beginEpoch(sessionId, epoch, random.id()).catch(onError)
  }
  const cluster = clusterParts(parts)
  const named = credentialParts(parts, store)
  const { bus, presence, limits } = cluster

  // The path of an event: log.committed -> bus -> feed (live sessions) -> readers (the pool).
  const log = new SessionLog({ store, clock, random, bodyKey: parts.secrets.bodyKey })
  log.committed.on(({ sessionId, slice }) => bus.publish(sessionId, slice))
  const tallies = new TallyPacer(clock, (sessionId) => log.publishTallies(sessionId))
  log.tallyDue.on(({ sessionId, dueInMs }) => tallies.publishIn(sessionId, dueInMs))
  const onUnpublished = (sessionId: string) => tallies.publishIn(sessionId, 0)
  const live = new LiveSessions({ store, bus, clock, onUnpublished, onLostCommits: beginEpoch })
  const pool = new ConnectionPool(clock, random)
  pool.paced.on(({ sessionId, atMs }) => log.notePace(sessionId, atMs))
  presence.onCount((sessionId, count) => pool.broadcastOnline(sessionId, count))

  // The effects of acts on guests and of deletions, on whichever server they happened.
  live.guestActed.on(({ sessionId, guest }) => {
    if (guest.isRemoved) pool.expel(sessionId, guest.id)
    if (guest.isRenamed) presence.rename(sessionId, { id: guest.id, name: guest.name })
  })
  live.deleted.on((sessionId) => {
    pool.expelAll(sessionId)
    presence.forget(sessionId)
    bus.forget(sessionId)
  })

  // Beside the log: reactions are counted in it, and their counts go to those who watch.
  const lanes = new ReactionLanes({ store, live, log, clock })
  live.reactionsSeen.on(({ sessionId, version, head }) => lanes.noteVersion(sessionId, version, head))

  // By time: openings that were set, and sessions whose days are over.
  const openings = new ScheduledOpenings({ store, open: (sessionId) => log.openDue(sessionId), clock })
  const retention = new Retention({
    store,
    days: parts.config.RETENTION_DAYS,
    clock,
    onDeleted(sessionId) {
      live.drop(sessionId)
      parts.log.info({ sessionId }, 'a session was deleted: its days were over')
    },
  })

  const metrics = new Metrics({
    connections: () => pool.size,
    liveSessions: () => live.size,
    isRedisAway: () => redis?.health === 'degraded',
    isStoreFailing: () => watch.isFailing,
    lostLogLines: parts.lostLogLines ?? (() => 0),
    malformedFromRedis: () => redis?.malformed ?? 0,
    crew: parts.owner?.crew,
  })
  log.committed.on(({ slice }) => metrics.committed(slice.events.length))
  log.failed.on(() => metrics.storeFailed())
  pool.flushed.on(({ readers, tookMs }) => metrics.flushed(readers, tookMs))

  const health = new Health(watch, clock, redis, parts.owner?.crew)

  // The path of a command: edge -> handlers -> log.
  const handlers = handlersOf(parts, cluster, { store, log, live, pool, lanes, named, onJoined: () => metrics.joined(), onError })
  const upkeep = photoUpkeepOf(parts, { store, log, live, onError })
  live.deleted.on((sessionId) => handlers.placeLane.forget(sessionId))
  const edge = edgeOf(parts, { handlers, named, presence, log, live, pool, health, metrics, watch, port, onError })

  let stops: (() => void)[] = []
  return {
    http: edge.http,
    sockets: edge.sockets,
    metrics,
    start() {
      stops = [
        live.start(),
        openings.start(),
        retention.start(),
        ...(upkeep === null ? [] : [upkeep.start()]),
        presence.start(),
        pool.start(),
        handlers.placeLane.start(),
        every(clock, STORE_CHECK_MS, () => watch.check()),
        every(clock, LIMIT_SWEEP_MS, () => {
          limits.sweep()
          log.sweepNotes()
          handlers.reports.sweep()
          handlers.placeLane.sweep()
          lanes.sweep()
          edge.traffic.sweep()
          edge.sockets.sweep()
        }),
        every(clock, USES_MS, () => named.uses.flush().catch(onError)),
        // Where only wall screens read, no guest's request keeps the count in memory.
        every(clock, COUNT_WATCH_MS, () => {
          for (const sessionId of pool.sessionIds()) void presence.count(sessionId)
        }),
        () => tallies.stop(),
        () => lanes.stop(),
        () => log.stop(),
      ]
    },
    async drain(force) {
      health.isDraining = true
      edge.sockets.refuseNew()
      await pool.drain(force)
    },
    async close() {
      for (const stop of stops) stop()
      edge.sockets.terminate()
      parts.images?.close()
      await bus.close()
      await redis?.close()
      await store.close()
    },
  }
}
