import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BUILT_MODERATIONS, type Moderation, type Role, refusal } from '@guestwall/protocol'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Seal } from './audit/seal.ts'
import { InProcessBus } from './cluster/bus/in-process-bus.ts'
import { RedisBus } from './cluster/bus/redis-bus.ts'
import type { Config } from './config.ts'
import { type Clock, every, type Random } from './domain/ports.ts'
import { Admission } from './edge/admission.ts'
import { HostNames } from './edge/host-names.ts'
import { httpAdapter } from './edge/http/http-adapter.ts'
import { KnownCredentials } from './edge/known-credentials.ts'
import { OneAtATime } from './edge/http/one-at-a-time.ts'
import { Operator } from './edge/http/operator.ts'
import { OriginWarnings } from './edge/origin-warnings.ts'
import { Origins } from './edge/origins.ts'
import { Slots } from './edge/slots.ts'
import { problemResponse } from './edge/http/problem.ts'
import { WsAdapter } from './edge/ws/ws-adapter.ts'
import { StaticFiles } from './edge/static/static-files.ts'
import type { Credentials } from './edge/tokens.ts'
import { SHARED_BY, Traffic } from './edge/traffic.ts'
import { ExportHandler } from './handlers/export-handler.ts'
import { JoinHandler } from './handlers/join-handler.ts'
import { MessageHandler } from './handlers/message-handler.ts'
import { ModerationHandler } from './handlers/moderation-handler.ts'
import { PostLimits, type PostRates } from './handlers/post-limits.ts'
import { ReadHandler } from './handlers/read-handler.ts'
import { SessionHandler } from './handlers/session-handler.ts'
import { VoteHandler } from './handlers/vote-handler.ts'
import { InProcessLimits } from './cluster/limits/in-process-limits.ts'
import { RedisLimits } from './cluster/limits/redis-limits.ts'
import { LiveSessions } from './feed/live-sessions.ts'
import { SessionLog } from './log/session-log.ts'
import { TallyPacer } from './log/tally-pacer.ts'
import { Health } from './observe/health.ts'
import { Metrics } from './observe/metrics.ts'
import type { GuestAddresses } from './network/guest-addresses.ts'
import { STORE_CHECK_MS, StoreWatch } from './observe/store-watch.ts'
import { ConnectionPool } from './feed/connection-pool.ts'
import { InProcessPresence } from './cluster/presence/in-process-presence.ts'
import { RedisPresence } from './cluster/presence/redis-presence.ts'
import type { RedisLink } from './cluster/redis/redis-link.ts'
import type { Store } from './log/store.ts'
import { StoreUnavailable } from './storage/storage.ts'

/** Five at once, then the rate: a guest may send a few wishes in a row. */
const GUEST_BURST = 5
/** Header and request deadlines: who trickles bytes is cut off. Long polls answer, they do not send. */
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 15_000
/** A connection on which nothing moves for so long is cut, a peer that does not read included. Longer than the 25 s of a poll that waits. */
const STALLED_MS = 40_000
/** Node looks for late peers only this often: its default of 30 s would double the deadlines. */
const DEADLINE_CHECK_MS = 1_000
const LIMIT_SWEEP_MS = 60_000
/** Connections that the system holds while the event loop is busy: with Node's 511 a hall that comes at once waits for a second try. */
const LISTEN_BACKLOG = 4_096
const NO_IPV6 = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL'])
/** Half of what presence keeps an eye on a session for that was asked about. */
const COUNT_WATCH_MS = 30_000

/** What the server stands on. The server closes the store with itself. */
export interface AppParts {
  readonly config: Config
  readonly store: Store
  readonly secrets: { readonly operatorToken: string; readonly oneTimeKey: string; readonly bodyKey: string }
  readonly credentials: Credentials
  /** Signs receipts and audit files. */
  readonly seal: Seal
  readonly clock: Clock
  readonly random: Random
  /** What connects the servers of one wall; without it this server is the only one. */
  readonly redis?: RedisLink
  readonly log: Logger
  /** Log lines that their destination did not take, since the start. */
  readonly lostLogLines?: () => number
  /** The folder of the built web app. */
  readonly webRoot: string
  readonly version: string
  /** The moderations that hosts may choose: those that are built, unless a test drives the log's own. */
  readonly moderations?: readonly Moderation[]
  /** The address that guests use, once the port is known. Asked each time: networks change. */
  readonly guestUrl: (port: number) => string
  /** What the operator may choose `guestUrl` from; without it there is no choice. */
  readonly addresses?: GuestAddresses
}

/** The server without a port: both doors, and what runs behind them. */
export interface Core {
  readonly http: Hono
  readonly sockets: WsAdapter
  readonly metrics: Metrics
  /** Begins what happens by time: heartbeats, head checks, presence. */
  start(): void
  /** Sends everybody off in good order. `force` resolving ends the waiting. */
  drain(force: Promise<void>): Promise<void>
  /** Ends what `start` began, the open sockets and the store. */
  close(): Promise<void>
}

/** Wires the parts together. The one place that knows them all. `port` is asked when a page wants to know its address. */
export function assemble(parts: AppParts, port: () => number): Core {
  const { config, clock, random, log, credentials } = parts
  const watch = new StoreWatch(parts.store, clock, {
    failing: (error, failures) => log.error({ err: error, failures }, 'the store did not answer'),
    recovered: (failedForMs) => log.warn({ failedForMs }, 'the store takes writes again'),
  })
  const { store } = watch
  const onError = (error: unknown) => {
    // Every failure of the store is told once, by its watch, and not with each request that it meets.
    if (!(error instanceof StoreUnavailable)) log.error({ err: error }, 'request failed')
  }

  const { redis } = parts
  const server = random.id()
  const bus = redis === undefined ? new InProcessBus() : new RedisBus(redis, server, clock)
  const presence = redis === undefined ? new InProcessPresence(clock) : new RedisPresence(redis, server, clock)
  const ownLimits = new InProcessLimits(clock)
  const limits = redis === undefined ? ownLimits : new RedisLimits(redis, ownLimits)
  const sessionLog = new SessionLog({ store, clock, random, bodyKey: parts.secrets.bodyKey })
  const tallies = new TallyPacer(clock, (sessionId) => sessionLog.publishTallies(sessionId))
  sessionLog.committed.on(({ sessionId, slice }) => bus.publish(sessionId, slice))
  sessionLog.tallyDue.on(({ sessionId, dueInMs }) => tallies.publishIn(sessionId, dueInMs))
  const live = new LiveSessions({
    store,
    bus,
    clock,
    onUnpublished: (sessionId) => tallies.publishIn(sessionId, 0),
    async onLostCommits(sessionId, epoch) {
      log.error({ sessionId, epoch }, 'the database has lost commits: a new epoch begins, and clients offer again what they still have')
      await store.beginEpoch(sessionId, epoch, random.id()).catch(onError)
    },
  })
  const metrics: Metrics = new Metrics({
    connections: () => pool.size,
    liveSessions: () => live.size,
    isRedisAway: () => redis?.health === 'degraded',
    isStoreFailing: () => watch.isFailing,
    lostLogLines: parts.lostLogLines ?? (() => 0),
    malformedFromRedis: () => redis?.malformed ?? 0,
  })
  sessionLog.committed.on(({ slice }) => metrics.committed(slice.events.length))
  sessionLog.failed.on(() => metrics.storeFailed())
  const pool = new ConnectionPool(clock, random, (readers, tookMs) => metrics.flushed(readers, tookMs))
  presence.onCount((sessionId, count) => pool.broadcastOnline(sessionId, count))

  const health = new Health(watch, clock, redis)
  const join = new JoinHandler({
    live,
    limits,
    rate: { perSecond: config.JOINS_PER_SECOND, burst: config.JOINS_PER_SECOND },
    alarmPerMinute: config.JOINS_ALARM_PER_MINUTE,
    onJoined: () => metrics.joined(),
    clock,
    random,
  })
  const postLimits = new PostLimits({ limits, rates: postRates(config), clock, random })
  const messages = new MessageHandler({ log: sessionLog, live, limits: postLimits })
  const votes = new VoteHandler({ log: sessionLog, store, limits: postLimits, seal: parts.seal, random })
  const traffic = new Traffic(clock, {
    guestPerSecond: config.GUEST_REQUESTS_PER_SECOND,
    addressPerSecond: config.ADDRESS_REQUESTS_PER_SECOND,
  })
  const known = new KnownCredentials(clock)
  const trustsProxy = config.TRUST_PROXY === '1'
  const maxSlots = (role: Role) => config.GUEST_SOCKETS * SHARED_BY[role]
  const allowed = config.PUBLIC_URL === undefined ? config.ALLOWED_ORIGINS : [config.PUBLIC_URL, ...config.ALLOWED_ORIGINS]
  const origins = new Origins(allowed, trustsProxy)
  const originWarnings = new OriginWarnings(origins, clock, (line) => log.warn(line))
  const hostNames = new HostNames({
    publicUrl: config.PUBLIC_URL,
    allowedOrigins: config.ALLOWED_ORIGINS,
    trustsProxy,
    clock,
    warn: (line) => log.warn(line),
  })
  const http = httpAdapter({
    credentials,
    admission: new Admission({ credentials, traffic, known, clock, trustsProxy }),
    polls: new Slots(),
    exporting: new Slots(),
    maxPolls: maxSlots,
    operator: new Operator(parts.secrets.operatorToken, parts.secrets.oneTimeKey),
    join,
    messages,
    votes,
    sessions: new SessionHandler({ store, live, log: sessionLog, clock, random, moderations: parts.moderations ?? BUILT_MODERATIONS }),
    moderation: new ModerationHandler({ store, log: sessionLog, random }),
    exports: new ExportHandler({ store, seal: parts.seal, clock }),
    read: new ReadHandler({ live, store, presence, clock }),
    presence,
    health,
    metrics,
    files: new StaticFiles(parts.webRoot),
    origins,
    originWarnings,
    hostNames,
    metricsToken: config.METRICS_TOKEN,
    trustsProxy,
    serverFacts: {
      publicUrl: config.PUBLIC_URL ?? null,
      trustsProxy,
      guestUrl: () => parts.guestUrl(port()),
      version: parts.version,
      isStoreFailing: () => watch.isFailing,
      addresses: () => parts.addresses?.list(port()) ?? [],
      chosen: () => parts.addresses?.chosen(port()) ?? null,
      choose: (url) => parts.addresses?.choose(url, port()) ?? url === null,
    },
    onError,
  })
  const sockets = new WsAdapter(
    {
      credentials,
      join,
      messages,
      votes,
      presence,
      live,
      pool,
      traffic,
      slots: new Slots(),
      maxSockets: maxSlots,
      known,
      clock,
      onRefused: (code) => metrics.refused(code),
      onError,
    },
    {
      origins,
      originWarnings,
      hostNames,
      limits: {
        connects: { perSecond: config.CONNECTS_PER_SECOND, burst: config.CONNECTS_PER_SECOND },
        maxConnections: config.MAX_CONNECTIONS,
        trustsProxy,
      },
      clock,
    },
  )

  let stops: (() => void)[] = []
  return {
    http,
    sockets,
    metrics,
    start() {
      stops = [
        live.start(),
        presence.start(),
        pool.start(),
        every(clock, STORE_CHECK_MS, () => watch.check()),
        every(clock, LIMIT_SWEEP_MS, () => {
          limits.sweep()
          traffic.sweep()
        }),
        // Where only wall screens read, nobody else asks who is here.
        every(clock, COUNT_WATCH_MS, () => {
          for (const sessionId of pool.sessionIds()) void presence.count(sessionId)
        }),
        () => tallies.stop(),
      ]
    },
    async drain(force) {
      health.isDraining = true
      sockets.refuseNew()
      await pool.drain(force)
    },
    async close() {
      for (const stop of stops) stop()
      sockets.terminate()
      await bus.close()
      await redis?.close()
      await store.close()
    },
  }
}

function postRates(config: Config): PostRates {
  const perSecond = (rate: number) => ({ perSecond: rate, burst: rate })
  return {
    guest: { perSecond: config.GUEST_POSTS_PER_MINUTE / 60, burst: GUEST_BURST },
    session: perSecond(config.SESSION_POSTS_PER_SECOND),
    newcomers: perSecond(config.NEWCOMER_POSTS_PER_SECOND),
    newcomerMs: config.NEWCOMER_SECONDS * 1000,
    ballotAfterMs: config.BALLOT_AFTER_SECONDS * 1000,
  }
}

/** A server that runs. */
export interface App {
  readonly port: number
  /** Sends everybody off in good order, then closes. `force` resolving ends the waiting. */
  drain(force: Promise<void>): Promise<void>
  /** Closes at once. */
  close(): Promise<void>
}

/** Assembles the server and listens. Rejects when the port is taken; the store is then closed. */
export async function startApp(parts: AppParts): Promise<App> {
  let port = parts.config.PORT
  const core = assemble(parts, () => port)
  // What is not even a request that can be put into words (a bad Host, a path with backslashes) never reaches the door.
  const answer = getRequestListener(core.http.fetch, { errorHandler: () => problemResponse(refusal('bad_request')) })
  const oneAtATime = new OneAtATime()
  const onRequest = oneAtATime.answering((request, response) => {
    void answer(request, response)
  })
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: DEADLINE_CHECK_MS },
    onRequest,
  )
  // A request that expects what no server knows is a request like any other (RFC 9110, 10.1.1): Node.js would answer it past every limit.
  server.on('checkExpectation', (request, response) => {
    request.rawHeaders = request.rawHeaders.filter((_, index, all) => all[index - (index % 2)]?.toLowerCase() !== 'expect')
    onRequest(request, response)
  })
  oneAtATime.feed(server)
  server.setTimeout(STALLED_MS)
  server.on('upgrade', core.sockets.onUpgrade)
  try {
    port = await listen(server, parts.config.HOST, parts.config.PORT)
  } catch (error) {
    await core.close()
    throw error
  }
  core.metrics.watchProcess()
  core.start()
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await core.close()
    server.closeAllConnections()
    await closed
  }
  return {
    port,
    close,
    async drain(force) {
      await core.drain(force)
      await close()
    },
  }
}

/** Listens, and answers the port. Where the system has no IPv6, all addresses are those of IPv4. */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error & { code?: string }) => {
      if (host !== '::' || !NO_IPV6.has(error.code ?? '')) reject(error)
      else listen(server, '0.0.0.0', port).then(resolve, reject)
    }
    server.once('error', onError)
    server.listen({ port, host, backlog: LISTEN_BACKLOG }, () => {
      server.off('error', onError)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
