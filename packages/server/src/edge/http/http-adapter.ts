import {
  CastBallotBodySchema,
  ChangeSessionBodySchema,
  ChangeVoteBodySchema,
  ChooseAddressBodySchema,
  CreateSessionBodySchema,
  CreateVoteBodySchema,
  EpochSchema,
  HostActionBodySchema,
  HostMakingBodySchema,
  type HostedSession,
  JoinBodySchema,
  MAX_POLL_WAIT_MS,
  MessageStatusSchema,
  type Position,
  PostMessageBodySchema,
  type PublicSession,
  refusal,
  ROUTES,
  type Role,
  type Route,
  type Session,
  RemoveMessageBodySchema,
  SignInBodySchema,
  VoidBallotsBodySchema,
} from '@guestwall/protocol'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Actor } from '../../domain/actor.ts'
import type { VoteAction } from '../../log/decide/command.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { ExportHandler } from '../../handlers/export-handler.ts'
import type { JoinHandler } from '../../handlers/join-handler.ts'
import type { MessageHandler } from '../../handlers/message-handler.ts'
import type { ModerationHandler } from '../../handlers/moderation-handler.ts'
import type { ReadHandler } from '../../handlers/read-handler.ts'
import type { SessionHandler } from '../../handlers/session-handler.ts'
import type { VoteHandler } from '../../handlers/vote-handler.ts'
import type { Health } from '../../observe/health.ts'
import type { Metrics } from '../../observe/metrics.ts'
import type { Presence } from '../../cluster/presence/presence.ts'
import { StoreUnavailable } from '../../storage/storage.ts'
import { type Admission, bearer, type NodeBindings } from '../admission.ts'
import { crossOrigin } from './cross-origin.ts'
import type { HostNames } from '../host-names.ts'
import { hostPage } from '../static/host-page.ts'
import { maySeeMetrics } from './metrics-access.ts'
import type { Operator } from './operator.ts'
import type { OriginWarnings } from '../origin-warnings.ts'
import type { Origins } from '../origins.ts'
import { pageAt } from '../static/page-address.ts'
import type { Slots } from '../slots.ts'
import { problemResponse, RefusedRequest } from './problem.ts'
import { check, idOf, idOrCode, pageSize, readBody, single, wholeNumber } from './request.ts'
import { addressesFor, factsFor, type ServerFactsParts } from './server-facts.ts'
import type { StaticFiles } from '../static/static-files.ts'
import { streamedBody } from './streamed-body.ts'
import type { Credentials } from '../tokens.ts'
import { COST } from '../traffic.ts'
import { namesCredential } from '../ws/upgrade.ts'

/** What the HTTP adapter works with. */
export interface HttpParts {
  readonly credentials: Credentials
  readonly admission: Admission
  /** The polls that wait and the exports of each credential. */
  readonly polls: Slots<object>
  readonly exporting: Slots<object>
  /** How many polls of a credential may wait; 0: no limit. */
  readonly maxPolls: (role: Role) => number
  readonly operator: Operator
  readonly join: JoinHandler
  readonly messages: MessageHandler
  readonly votes: VoteHandler
  readonly sessions: SessionHandler
  readonly moderation: ModerationHandler
  readonly exports: ExportHandler
  readonly read: ReadHandler
  readonly presence: Presence
  readonly health: Health
  readonly metrics: Metrics
  readonly files: StaticFiles
  readonly serverFacts: ServerFactsParts
  readonly origins: Origins
  /** Tells the operator of refused pages. */
  readonly originWarnings: OriginWarnings
  readonly hostNames: HostNames
  /** Reads `/metrics` from anywhere; absent: nobody does. */
  readonly metricsToken: string | undefined
  readonly trustsProxy: boolean
  readonly onError: (error: unknown) => void
}

/** Asked by whatever watches the server, under whatever name it knows it. They tell nothing of a wall. */
const WATCHED_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz'])
/** Exports of one credential at one time. */
const MAX_EXPORTS = 2
/** Whoever finds no place asks again after this: as long as a client takes between two polls that do not wait. */
const SLOT_WAIT_MS = 3_000

type Answer = (context: Context) => Promise<Response> | Response
type Method = Route['method']

const VOTE_ACTIONS: readonly VoteAction[] = ['open', 'close', 'reveal', 'hide', 'reopen', 'rerun']

/** The page at addresses where nothing is. */
const MISSING_PAGE = '/missing/index.html'

/** Every address of Wire v1 that is not a socket, and the web app. Handlers decide; this adapter checks form and credential. */
export function httpAdapter(parts: HttpParts): Hono {
  const app = new Hono()

  const served = new Set<string>()
  /** One address and its methods. What the contract plans there is refused by name; for any other method, `Allow` lists those there are. */
  const at = (path: string, methods: Partial<Record<Method, Answer>>) => {
    served.add(path)
    const planned = plannedAt(path)
    app.all(path, (context) => {
      const answer = methods[context.req.method as Method]
      if (answer !== undefined) return answer(context)
      if (planned.some((method) => method === context.req.method)) throw new RefusedRequest('not_supported')
      const response = problemResponse(refusal('method_not_allowed'))
      response.headers.set('allow', [...Object.keys(methods), ...planned].join(', '))
      return response
    })
  }

  const actorOf = (context: Context, units?: number): Promise<Actor> => parts.admission.actor(context, units)
  /** The actor, who must be of the session that the address names. */
  const actorIn = async (context: Context, sessionId: string | null, units?: number): Promise<Actor> => {
    const actor = await actorOf(context, units)
    if (sessionId !== null && sessionId !== actor.sessionId) throw new RefusedRequest('forbidden', 'The credential is for another session.')
    return actor
  }
  const demandOperator = (context: Context) => {
    if (!parts.operator.holds(bearer(context))) throw new RefusedRequest('unauthorised', 'This needs the operator’s token.')
  }
  const hosted = async (session: Session): Promise<HostedSession> => ({
    session,
    hostToken: await parts.credentials.issue({ sessionId: session.id, id: `host-${session.id}`.slice(0, 36), name: 'Host', role: 'host' }),
    wallToken: await parts.credentials.issue({ sessionId: session.id, id: `wall-${session.id}`.slice(0, 36), name: 'Wall', role: 'wall' }),
  })

  app.use(async (context, next) => {
    const host = context.req.header('host')
    if (WATCHED_PATHS.has(context.req.path) || parts.hostNames.knows(host)) return next()
    parts.hostNames.refused(host ?? '')
    parts.metrics.refused('host_refused')
    parts.admission.refused(context, 'host_refused')
    const wantsPage = !context.req.path.startsWith('/api/') && (context.req.header('accept') ?? '').includes('text/html')
    return wantsPage ? hostPage(host ?? '') : problemResponse(refusal('host_refused'))
  })

  app.use('/api/*', crossOrigin(parts.origins, parts.originWarnings))

  app.use(async (context, next) => {
    // Whoever watches the server asks this, and must be answered while others wait.
    if (context.req.path !== '/healthz') await parts.admission.enter(context)
    await next()
  })

  app.use(async (context, next) => {
    if (namesCredential(new URL(context.req.url).searchParams)) {
      throw new RefusedRequest('bad_request', 'A credential never travels in an address: use the Authorization header.')
    }
    await next()
  })

  at('/healthz', { GET: () => json({ status: 'ok' }) })
  at('/readyz', {
    GET: async () => {
      const readiness = await parts.health.readiness()
      return json(readiness, readiness.status === 'ready' ? 200 : 503)
    },
  })
  at('/metrics', {
    GET: async (context) => {
      const { incoming } = (context.env ?? {}) as NodeBindings
      if (!maySeeMetrics(incoming, bearer(context), parts.metricsToken, parts.trustsProxy)) {
        throw new RefusedRequest('unauthorised', 'From another machine /metrics needs METRICS_TOKEN, as a Bearer credential.')
      }
      return new Response(await parts.metrics.text(), { headers: { 'content-type': parts.metrics.contentType } })
    },
  })

  at('/api/server', { GET: ({ req }) => json(factsFor(parts.serverFacts, (name) => req.header(name))) })
  at('/api/operator/addresses', {
    GET: (context) => {
      demandOperator(context)
      return json(addressesFor(parts.serverFacts, (name) => context.req.header(name)))
    },
    PUT: async (context) => {
      demandOperator(context)
      const { url } = await readBody(context.req.raw, ChooseAddressBodySchema)
      if (!parts.serverFacts.choose(url))
        throw new RefusedRequest('conflict', 'This address is not there any more: the network has changed.')
      return json(addressesFor(parts.serverFacts, (name) => context.req.header(name)))
    },
  })
  at('/api/operator/sign-in', {
    POST: async (context) => {
      const { key } = await readBody(context.req.raw, SignInBodySchema)
      const operatorToken = parts.operator.signIn(key)
      if (operatorToken === null)
        throw new RefusedRequest(
          'unauthorised',
          'This link was used or is from an earlier start: take the one that the terminal shows, or OPERATOR_TOKEN.',
        )
      return json({ operatorToken })
    },
  })

  at('/api/sessions', {
    GET: async (context) => {
      demandOperator(context)
      return json({ sessions: await Promise.all((await parts.sessions.list()).map(hosted)) })
    },
    POST: async (context) => {
      demandOperator(context)
      const session = valueOf(await parts.sessions.create(await readBody(context.req.raw, CreateSessionBodySchema)))
      return json(await hosted(session), 201)
    },
  })
  at('/api/sessions/:id', {
    GET: async (context) => {
      const { id, code, title, subtitle, state, theme } = valueOf(await parts.sessions.find(idOrCode(param(context, 'id'))))
      return json({ id, code, title, subtitle, state, theme } satisfies PublicSession)
    },
  })
  at('/api/sessions/:id/guests', {
    POST: async (context) => {
      const sessionId = idOf(param(context, 'id'))
      await parts.admission.stranger(context, COST.join)
      const { guestName } = await readBody(context.req.raw, JoinBodySchema)
      const actor = valueOf(await parts.join.join(sessionId, guestName))
      return json({ guest: { id: actor.id, name: actor.name }, token: await parts.credentials.issue(actor) }, 201)
    },
  })
  at('/api/sessions/:id/messages', {
    GET: async (context) => {
      const { sessionId } = await actorIn(context, idOf(param(context, 'id')), COST.page)
      const query = queryOf(context, ['before', 'limit'])
      return jsonText(await parts.read.history(sessionId, wholeNumber(query, 'before', 0, Number.MAX_SAFE_INTEGER), pageSize(query)))
    },
  })

  at('/api/realtime/poll', {
    GET: async (context) => {
      const query = queryOf(context, ['session', 'epoch', 'lastEventId', 'wait', 'replay'])
      const actor = await actorIn(context, single(query, 'session'))
      const waitMs = (wholeNumber(query, 'wait', 0, MAX_POLL_WAIT_MS / 1000) ?? 0) * 1000
      const replay = single(query, 'replay')
      if (replay !== null && replay !== 'all') throw new RefusedRequest('bad_request', 'The parameter replay is `all` or left out.')
      const question = { position: positionOf(query), isWhole: replay !== null, waitMs, isGone: context.req.raw.signal }
      const leave = waitMs > 0 ? acquireSlot(parts.polls, actor, parts.maxPolls(actor.role)) : () => {}
      try {
        return jsonText(valueOf(await parts.read.poll(actor, question)))
      } finally {
        leave()
      }
    },
  })
  at('/api/realtime/messages', {
    POST: async (context) => {
      const actor = await actorOf(context)
      const body = await readBody(context.req.raw, PostMessageBodySchema)
      if (body.session !== actor.sessionId) throw new RefusedRequest('forbidden', 'The credential is for another session.')
      const { message, isReplay } = valueOf(await parts.messages.send(actor, body))
      return json({ message }, isReplay ? 200 : 201)
    },
  })
  at('/api/realtime/votes/:id/ballot', {
    GET: async (context) => {
      const actor = await actorOf(context)
      return json(valueOf(await parts.votes.own(actor, idOf(param(context, 'id')))))
    },
    PUT: async (context) => {
      const actor = await actorOf(context)
      const voteId = idOf(param(context, 'id'))
      const body = await readBody(context.req.raw, CastBallotBodySchema)
      return json({ ballot: valueOf(await parts.votes.cast(actor, { ...body, voteId })) })
    },
  })
  at('/api/realtime/online', {
    GET: async (context) => {
      const query = queryOf(context, ['session', 'cursor', 'limit'])
      const { sessionId } = await actorIn(context, single(query, 'session'), COST.page)
      return json(await parts.presence.page(sessionId, single(query, 'cursor'), pageSize(query)))
    },
  })

  at('/api/host/messages/:id/remove', {
    POST: async (context) => {
      const actor = await actorOf(context)
      const body = await readBody(context.req.raw, RemoveMessageBodySchema, { mayBeAbsent: true })
      return json({ message: valueOf(await parts.moderation.remove(actor, idOf(param(context, 'id')), body)) })
    },
  })
  at('/api/host/sessions/:id/votes', {
    POST: async (context) => {
      const actor = await actorIn(context, idOf(param(context, 'id')))
      const body = await readBody(context.req.raw, CreateVoteBodySchema)
      return json({ vote: valueOf(await parts.votes.create(actor, body)) }, 201)
    },
  })
  at('/api/host/votes/:id', {
    PATCH: async (context) => {
      const actor = await actorOf(context)
      const change = await readBody(context.req.raw, ChangeVoteBodySchema)
      return json({ vote: valueOf(await parts.votes.change(actor, idOf(param(context, 'id')), change)) })
    },
  })
  for (const turn of VOTE_ACTIONS) {
    at(`/api/host/votes/:id/${turn}`, {
      POST: async (context) => {
        const actor = await actorOf(context)
        const { raw } = context.req
        const { key } = await (turn === 'rerun'
          ? readBody(raw, HostMakingBodySchema)
          : readBody(raw, HostActionBodySchema, { mayBeAbsent: true }))
        return json({ vote: valueOf(await parts.votes.act(actor, idOf(param(context, 'id')), turn, key)) })
      },
    })
  }
  at('/api/host/votes/:id/void', {
    POST: async (context) => {
      const actor = await actorOf(context)
      const body = await readBody(context.req.raw, VoidBallotsBodySchema)
      return json({ vote: valueOf(await parts.votes.void(actor, idOf(param(context, 'id')), body)) })
    },
  })
  at('/api/host/sessions/:id', {
    PATCH: async (context) => {
      const actor = await actorIn(context, idOf(param(context, 'id')))
      const change = await readBody(context.req.raw, ChangeSessionBodySchema)
      return json({ session: valueOf(await parts.sessions.change(actor, change)) })
    },
  })
  at('/api/host/sessions/:id/end', {
    POST: async (context) => {
      const actor = await actorIn(context, idOf(param(context, 'id')))
      const { key } = await readBody(context.req.raw, HostActionBodySchema, { mayBeAbsent: true })
      return json({ session: valueOf(await parts.sessions.end(actor, key)) })
    },
  })
  at('/api/host/sessions/:id/joins', {
    GET: async (context) => json(valueOf(await parts.join.recent(await actorIn(context, idOf(param(context, 'id')))))),
  })
  at('/api/host/sessions/:id/messages', {
    GET: async (context) => {
      const actor = await actorIn(context, idOf(param(context, 'id')), COST.page)
      const query = queryOf(context, ['status', 'before', 'limit'])
      const status = single(query, 'status')
      const before = wholeNumber(query, 'before', 0, Number.MAX_SAFE_INTEGER)
      return json(
        valueOf(
          await parts.moderation.list(actor, {
            status: status === null ? null : check(MessageStatusSchema, status),
            before,
            limit: pageSize(query),
          }),
        ),
      )
    },
  })
  at('/api/host/sessions/:id/export', {
    GET: async (context) => {
      const actor = await actorIn(context, idOf(param(context, 'id')), COST.export)
      const query = queryOf(context, ['what', 'format', 'timeZone', 'separator'])
      const asked = {
        what: single(query, 'what'),
        format: single(query, 'format'),
        timeZone: single(query, 'timeZone'),
        separator: single(query, 'separator'),
      }
      // Nothing is read before its pieces are: what is refused takes no place.
      const { fileName, contentType, pieces } = valueOf(await parts.exports.open(actor, asked))
      const leave = acquireSlot(parts.exporting, actor, MAX_EXPORTS)
      const headers = {
        'content-type': contentType,
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      }
      return new Response(streamedBody(pieces, context.env as NodeBindings | undefined, { onError: parts.onError, onEnd: leave }), {
        headers,
      })
    },
  })

  for (const path of ROUTES.map(patternOf)) if (!served.has(path)) at(path, {})

  app.all('*', async (context) => {
    const { path, method } = context.req
    if (method !== 'GET' && method !== 'HEAD') throw new RefusedRequest('method_not_allowed')
    const page = pageAt(path, context.req.query('code'))
    if (page !== null && 'redirect' in page) return context.redirect(page.redirect)
    const response = await parts.files.respond(page?.file ?? path, context.req.raw)
    return response ?? missing(context)
  })

  /** A browser gets a page that helps on, a program the refusal. */
  const missing = async (context: Context): Promise<Response> => {
    const { path } = context.req
    const isPage = !path.startsWith('/api/') && /\btext\/html\b/.test(context.req.header('accept') ?? '')
    const page = isPage ? await parts.files.respond(MISSING_PAGE, context.req.raw) : null
    if (page === null) throw new RefusedRequest('not_found')
    parts.metrics.refused('not_found')
    parts.admission.refused(context, 'not_found')
    return page.status === 200 ? new Response(page.body, { status: 404, headers: page.headers }) : page
  }

  app.onError((error, context) => {
    const refused = refusalOf(error, parts.onError)
    parts.metrics.refused(refused.code)
    parts.admission.refused(context, refused.code)
    return problemResponse(refused)
  })
  return app
}

/** A route's path as the router writes it. */
function patternOf({ path }: Route): string {
  return path.replace('{id}', ':id')
}

function plannedAt(path: string): Method[] {
  return ROUTES.filter((route) => !route.isBuilt && patternOf(route) === path).map(({ method }) => method)
}

function refusalOf(error: unknown, onError: (error: unknown) => void): RefusedRequest['refusal'] {
  if (error instanceof RefusedRequest) return error.refusal
  onError(error)
  return error instanceof StoreUnavailable ? refusal('unavailable', { retryAfterMs: 1_000 }) : refusal('internal', { retryAfterMs: 1_000 })
}

/** The value of an outcome; a refusal goes to the adapter's one place for them. */
function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new RefusedRequest(outcome.refusal)
  return outcome.value
}

/** A place among those of a credential, or the refusal: the ones that it has are not cut off for a new one. */
function acquireSlot(slots: Slots<object>, { sessionId, id }: Actor, most: number): () => void {
  const key = `${sessionId} ${id}`
  if (most > 0 && slots.count(key) >= most) throw new RefusedRequest(refusal('rate_limited', { retryAfterMs: SLOT_WAIT_MS }))
  return slots.acquire(key, {})
}

function param(context: Context, name: string): string {
  return context.req.param(name) ?? ''
}

/** The query, holding no other parameters than these: a misspelt one would be ignored in silence. */
function queryOf(context: Context, names: readonly string[]): URLSearchParams {
  const query = new URL(context.req.url).searchParams
  for (const name of query.keys()) {
    if (!names.includes(name))
      throw new RefusedRequest('bad_request', `There is no parameter ${JSON.stringify(name.slice(0, 40))}; there are ${names.join(', ')}.`)
  }
  return query
}

/** A position is an epoch and an id: with either missing there is none, and a snapshot answers (SYNC-3). */
function positionOf(query: URLSearchParams): Position | null {
  const epoch = single(query, 'epoch')
  const lastEventId = wholeNumber(query, 'lastEventId', 0, Number.MAX_SAFE_INTEGER)
  if (epoch === null || lastEventId === null) return null
  if (!v.is(EpochSchema, epoch)) throw new RefusedRequest('bad_request', 'The parameter epoch is not one that this server gives.')
  return { epoch, lastEventId }
}

function json(value: unknown, status = 200): Response {
  return jsonText(JSON.stringify(value), status)
}

/** Nothing of the API may be kept by a browser, a proxy or a captive portal. */
function jsonText(body: string | Buffer<ArrayBuffer>, status = 200): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  })
}
