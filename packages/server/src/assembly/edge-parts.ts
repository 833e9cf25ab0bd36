import type { Role } from '@guestwall/protocol'
import type { Hono } from 'hono'
import type { Presence } from '../cluster/presence/presence.ts'
import { Admission } from '../edge/admission.ts'
import { Arrivals } from '../edge/arrivals.ts'
import { HostNames } from '../edge/host-names.ts'
import { httpAdapter } from '../edge/http/http-adapter.ts'
import { Operator, OwnOneTimeKey } from '../edge/http/operator.ts'
import { KnownCredentials } from '../edge/known-credentials.ts'
import { OriginWarnings } from '../edge/origin-warnings.ts'
import { Origins } from '../edge/origins.ts'
import { Slots } from '../edge/slots.ts'
import { standingIn } from '../edge/standing.ts'
import { StaticFiles } from '../edge/static/static-files.ts'
import { SHARED_BY, Traffic } from '../edge/traffic.ts'
import { WsAdapter } from '../edge/ws/ws-adapter.ts'
import type { ConnectionPool } from '../feed/connection-pool.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Health } from '../observe/health.ts'
import type { Metrics } from '../observe/metrics.ts'
import type { StoreWatch } from '../observe/store-watch.ts'
import type { AppParts } from './app-parts.ts'
import type { CredentialParts } from './credential-parts.ts'
import type { Handlers } from './handlers.ts'

/** The edge: the HTTP adapter, the WebSocket adapter, and the traffic that both count. */
export interface EdgeParts {
  readonly http: Hono
  readonly sockets: WsAdapter
  readonly traffic: Traffic
}

/** The stations behind the edge. */
export interface BehindEdge {
  readonly handlers: Handlers
  readonly named: CredentialParts
  readonly presence: Presence
  readonly log: SessionLog
  readonly live: LiveSessions
  readonly pool: ConnectionPool
  readonly health: Health
  readonly metrics: Metrics
  readonly watch: StoreWatch
  /** The port that the server listens on. */
  readonly port: () => number
  readonly onError: (error: unknown) => void
}

export function edgeOf(parts: AppParts, behind: BehindEdge): EdgeParts {
  const { handlers, named, presence, log, live, pool, health, metrics, watch, port, onError } = behind
  const { config, clock } = parts
  const { credentials, uses } = named
  const traffic = new Traffic(clock, {
    guestPerSecond: config.GUEST_REQUESTS_PER_SECOND,
    addressPerSecond: config.ADDRESS_REQUESTS_PER_SECOND,
  })
  const known = new KnownCredentials(clock)
  const trustsProxy = config.TRUST_PROXY === '1'
  const maxSlots = (role: Role) => config.GUEST_SOCKETS * SHARED_BY[role]
  const allowed = config.PUBLIC_URL === undefined ? config.ALLOWED_ORIGINS : [config.PUBLIC_URL, ...config.ALLOWED_ORIGINS]
  const warn = (line: string) => parts.log.warn(line)
  const origins = new Origins(allowed, trustsProxy)
  const originWarnings = new OriginWarnings(origins, clock, warn)
  const hostNames = new HostNames({
    publicUrl: config.PUBLIC_URL,
    allowedOrigins: config.ALLOWED_ORIGINS,
    trustsProxy,
    clock,
    warn,
  })
  const arrivals = parts.owner?.arrivals ?? new Arrivals()
  const http = httpAdapter({
    ...handlers,
    credentials,
    admission: new Admission({ credentials, traffic, known, clock, trustsProxy }),
    standing: standingIn(live),
    polls: new Slots(),
    exporting: new Slots(),
    maxPolls: maxSlots,
    operator: new Operator(parts.secrets.operatorToken, parts.owner?.oneTimeKey ?? new OwnOneTimeKey(parts.secrets.oneTimeKey)),
    arrivals,
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
      photosMissing: () => (parts.images === undefined ? 'this server has no image store' : parts.images.missing),
      addresses: () => parts.addresses?.list(port()) ?? [],
      joinedAt: (url) => arrivals.at(url),
      chosen: () => parts.addresses?.chosen(port()) ?? null,
      choose: (url) => parts.addresses?.choose(url, port()) ?? url === null,
    },
    onError,
  })
  const sockets = new WsAdapter(
    {
      credentials,
      uses,
      join: handlers.join,
      messages: handlers.messages,
      votes: handlers.votes,
      screenControl: handlers.screenControl,
      read: handlers.read,
      places: handlers.places,
      reactions: handlers.reactions,
      presence,
      log,
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
  return { http, sockets, traffic }
}
