import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import type { OriginWarnings } from '../origin-warnings.ts'
import type { Origins } from '../origins.ts'
import { RefusedRequest } from './problem.ts'

/** How long a browser may keep the answer to a preflight. */
const PREFLIGHT_SECONDS = 600

/**
 * CORS: allowed origins may call the API and read its answers; the preflight of any other origin is refused and logged for the operator. No
 * cookie is involved: the caller sets the Authorization header itself.
 */
export function crossOrigin(origins: Origins, warnings: OriginWarnings): MiddlewareHandler {
  const answer = cors({
    origin: (origin) => (origins.lists(origin) ? origin : null),
    allowHeaders: ['authorization', 'content-type'],
    maxAge: PREFLIGHT_SECONDS,
  })
  return (context, next) => {
    const headers = {
      origin: context.req.header('origin'),
      host: context.req.header('host'),
      'x-forwarded-proto': context.req.header('x-forwarded-proto'),
    }
    const isPreflight = context.req.method === 'OPTIONS' && context.req.header('access-control-request-method') !== undefined
    if (isPreflight && !origins.allows(headers)) {
      warnings.refused(headers)
      throw new RefusedRequest('origin_refused')
    }
    return headers.origin !== undefined && origins.lists(headers.origin) ? answer(context, next) : next()
  }
}
