import { API_PREFIX, type Refusal, refusal, ROUTE_NAMES, ROUTES } from '@guestwall/protocol'
import { Hono } from 'hono'
import { StoreUnavailable } from '../../storage/storage.ts'
import type { Admission } from '../admission.ts'
import type { HostNames } from '../host-names.ts'
import type { OriginWarnings } from '../origin-warnings.ts'
import type { Origins } from '../origins.ts'
import { hostPage } from '../static/host-page.ts'
import { servePages, wantsPage } from '../static/serve-pages.ts'
import type { StaticFiles } from '../static/static-files.ts'
import { namesCredential } from '../ws/upgrade.ts'
import { crossOrigin } from './cross-origin.ts'
import type { Standing } from '../standing.ts'
import type { Operator } from './operator.ts'
import { problemResponse, RefusedRequest } from './problem.ts'
import type { RouteHandlers } from './route-handler.ts'
import { type GuestRouteParts, guestRoutes } from './routes/guest-routes.ts'
import { type HostRouteParts, hostRoutes } from './routes/host-routes.ts'
import { type LookRouteParts, lookRoutes } from './routes/look-routes.ts'
import { type OperationRouteParts, operationRoutes } from './routes/operation-routes.ts'
import { type OperatorRouteParts, operatorRoutes } from './routes/operator-routes.ts'
import { type PhotoRouteParts, photoRoutes } from './routes/photo-routes.ts'
import { serveRoute } from './serve-route.ts'

/** The parts of the HTTP adapter. */
export interface HttpParts
  extends GuestRouteParts,
    HostRouteParts,
    OperatorRouteParts,
    OperationRouteParts,
    PhotoRouteParts,
    LookRouteParts {
  readonly admission: Admission
  readonly standing: Standing
  readonly operator: Operator
  readonly files: StaticFiles
  readonly origins: Origins
  readonly originWarnings: OriginWarnings
  readonly hostNames: HostNames
}

/** Monitoring uses these under any host name. They say nothing about a session. */
const MONITORED: ReadonlySet<string> = new Set([ROUTES.getHealth.path, ROUTES.getReadiness.path])

/** HTTP: serves every route of the table and the web app. Handlers decide; this adapter checks access and form. */
export function httpAdapter(parts: HttpParts): Hono {
  const app = new Hono()
  checkEveryRequest(app, parts)
  serveRoutes(app, parts)
  app.all('*', servePages(parts))
  app.onError(async (error, context) => {
    const refused = refusalOf(error, parts.onError)
    parts.metrics.refused(refused.code)
    await parts.admission.refused(context, refused.code)
    return problemResponse(refused)
  })
  return app
}

/** The checks before any route: host name, origin, rate, no credential in the address. */
function checkEveryRequest(app: Hono, parts: HttpParts): void {
  app.use(async (context, next) => {
    const host = context.req.header('host')
    if (MONITORED.has(context.req.path) || parts.hostNames.knows(host)) return next()
    parts.hostNames.refused(host ?? '')
    parts.metrics.refused('host_refused')
    await parts.admission.refused(context, 'host_refused')
    return wantsPage(context) ? hostPage(host ?? '') : problemResponse(refusal('host_refused'))
  })
  app.use(`${API_PREFIX}*`, crossOrigin(parts.origins, parts.originWarnings))
  app.use(async (context, next) => {
    // Monitoring must get an answer while other requests are delayed.
    if (context.req.path !== ROUTES.getHealth.path) await parts.admission.enter(context)
    await next()
  })
  app.use(async (context, next) => {
    if (namesCredential(new URL(context.req.url).searchParams)) {
      throw new RefusedRequest('bad_request', 'A credential never travels in an address: use the Authorization header.')
    }
    await next()
  })
}

/** Registers each path of the table with its methods. `Allow` lists the methods of the path. */
function serveRoutes(app: Hono, parts: HttpParts): void {
  const handlers = {
    ...guestRoutes(parts),
    ...photoRoutes(parts),
    ...lookRoutes(parts),
    ...hostRoutes(parts),
    ...operatorRoutes(parts),
    ...operationRoutes(parts),
  } satisfies RouteHandlers
  for (const path of new Set(ROUTE_NAMES.map((name) => ROUTES[name].path))) {
    const names = ROUTE_NAMES.filter((name) => ROUTES[name].path === path)
    const serve = new Map(names.map((name) => [ROUTES[name].method as string, serveRoute(name, handlers, parts)]))
    app.all(path.replace('{id}', ':id'), (context) => {
      const answer = serve.get(context.req.method)
      if (answer !== undefined) return answer(context)
      const response = problemResponse(refusal('method_not_allowed'))
      response.headers.set('allow', [...serve.keys()].join(', '))
      return response
    })
  }
}

function refusalOf(error: unknown, onError: (error: unknown) => void): Refusal {
  if (error instanceof RefusedRequest) return error.refusal
  onError(error)
  return refusal(error instanceof StoreUnavailable ? 'unavailable' : 'internal', { retryAfterMs: 1_000 })
}
