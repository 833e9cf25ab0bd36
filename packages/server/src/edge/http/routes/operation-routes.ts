import type { ScreenHandler } from '../../../handlers/screen-handler.ts'
import type { Health } from '../../../observe/health.ts'
import type { Metrics } from '../../../observe/metrics.ts'
import { bearer, type NodeBindings } from '../../admission.ts'
import { maySeeMetrics } from '../metrics-access.ts'
import { valueOf } from '../outcome-value.ts'
import { RefusedRequest } from '../problem.ts'
import { Reply } from '../reply.ts'
import type { RouteHandlers } from '../route-handler.ts'
import { factsFor, type ServerFactsParts } from '../server-facts.ts'

type OperationRoute = 'getServer' | 'getHealth' | 'getReadiness' | 'getMetrics' | 'showScreen'

export interface OperationRouteParts {
  readonly health: Health
  readonly metrics: Metrics
  readonly screens: ScreenHandler
  readonly serverFacts: ServerFactsParts
  /** Permits `/metrics` from any machine; `undefined`: no token does. */
  readonly metricsToken: string | undefined
  readonly trustsProxy: boolean
}

/** The routes for monitoring, and the facts that a console shows. */
export function operationRoutes(parts: OperationRouteParts): RouteHandlers<OperationRoute> {
  return {
    getServer: ({ context }) => factsFor(parts.serverFacts, (name) => context.req.header(name)),
    showScreen: async ({ body }) => valueOf(await parts.screens.show(body.secret)),
    getHealth: () => ({ status: 'ok' }),
    async getReadiness() {
      const readiness = await parts.health.readiness()
      return Reply.withStatus(readiness.status === 'ready' ? 200 : 503, readiness)
    },
    async getMetrics({ context }) {
      const { incoming } = (context.env ?? {}) as NodeBindings
      if (!maySeeMetrics(incoming, bearer(context), parts.metricsToken, parts.trustsProxy)) {
        throw new RefusedRequest('unauthorised', 'From another machine /metrics needs METRICS_TOKEN, as a Bearer credential.')
      }
      return new Response(await parts.metrics.text(), { headers: { 'content-type': parts.metrics.contentType } })
    },
  }
}
