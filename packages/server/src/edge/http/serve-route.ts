import { IdSchema, parseCode, ROUTES, type Route, type RouteName } from '@guestwall/protocol'
import type { Context } from 'hono'
import * as v from 'valibot'
import type { Actor } from '../../domain/actor.ts'
import { checkAccess, checkSession, needsMember } from '../access.ts'
import { type Admission, bearer } from '../admission.ts'
import type { Standing } from '../standing.ts'
import { COST } from '../traffic.ts'
import type { Operator } from './operator.ts'
import { RefusedRequest } from './problem.ts'
import { readQuery } from './query.ts'
import { jsonResponse, jsonText } from './reply.ts'
import { readBody } from './request.ts'
import type { RouteHandlers } from './route-handler.ts'

/** The cost of routes that cost more than a request. */
const COSTS: Partial<Record<RouteName, number>> = {
  join: COST.join,
  getHistory: COST.page,
  getOnline: COST.page,
  listMessages: COST.page,
  exportSession: COST.export,
  getKeepsake: COST.export,
  showScreen: COST.page,
  uploadPhoto: COST.upload,
  putLook: COST.upload,
  getPhoto: COST.page,
}

interface ServeParts {
  readonly admission: Admission
  readonly operator: Operator
  readonly standing: Standing
}

type AnyHandler = (request: {
  readonly id: string | null
  readonly actor: Actor | null
  readonly query: unknown
  readonly body: unknown
  readonly context: Context
}) => unknown

/**
 * Serves one route as the table declares it: credential and role, id, query, session, body, handler, answer. Nothing of the body is read before
 * the credential is checked.
 */
export function serveRoute(name: RouteName, handlers: RouteHandlers, parts: ServeParts): (context: Context) => Promise<Response> {
  const route: Route = ROUTES[name]
  const handle = handlers[name] as AnyHandler
  const [[usualStatus, schema] = []] = Object.entries(route.answers)
  return async (context) => {
    const actor = await authorise(name, route, context, parts)
    const id = route.path.includes('{id}') ? idOf(context.req.param('id') ?? '', route) : null
    if (route.access === 'anyone' && COSTS[name] !== undefined) await parts.admission.stranger(context, COSTS[name])
    const query = route.query === undefined ? {} : readQuery(route.query, new URL(context.req.url).searchParams)
    if (actor !== null && route.session !== 'body') refuseOther(route.session === 'path' ? { session: id } : query, actor)
    const body =
      route.body === undefined ? null : await readBody(context.req.raw, route.body, { mayBeAbsent: route.isBodyOptional === true })
    if (actor !== null && route.session === 'body') refuseOther(body, actor)
    const answer = await handle({ id, actor, query, body, context })
    if (answer instanceof Response || schema === undefined || 'mediaType' in schema) return answer as Response
    const text = jsonText(schema, answer)
    parts.admission.answered(context, Buffer.byteLength(text))
    return jsonResponse(text, answer, Number(usualStatus))
  }
}

async function authorise(name: RouteName, { access, upload }: Route, context: Context, parts: ServeParts): Promise<Actor | null> {
  const { admission, operator, standing } = parts
  if (access === 'operator' && !operator.holds(bearer(context)))
    throw new RefusedRequest('unauthorised', 'This needs the operator’s token.')
  if (!needsMember(access)) return null
  const actor = await admission.actor(context, { units: COSTS[name], isUpload: upload !== undefined })
  const refused = checkAccess(access, actor) ?? (await standing(actor))
  if (refused !== null) throw new RefusedRequest(refused)
  return actor
}

/** A credential of another session than the one that the request names is refused. */
function refuseOther(named: unknown, actor: Actor): void {
  const { session = null } = named as { readonly session?: string | null }
  const refused = checkSession(session, actor)
  if (refused !== null) throw new RefusedRequest(refused)
}

/** The id in a path. Any other text is an address that does not exist. */
function idOf(text: string, { takesCode }: Route): string {
  const code = takesCode === true ? parseCode(text) : null
  if (code !== null) return code
  if (!v.is(IdSchema, text)) throw new RefusedRequest('not_found')
  return text
}
