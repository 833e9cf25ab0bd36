import type { AnswerOf, BodyOf, RouteName, PathIdOf, QueryOf, Routes } from '@guestwall/protocol'
import type { Context } from 'hono'
import type { Actor } from '../../domain/actor.ts'
import type { Reply } from './reply.ts'

/** A request after all checks that the table of routes declares. */
export interface RouteRequest<Name extends RouteName> {
  /** The id in the path. */
  readonly id: PathIdOf<Routes[Name]>
  /** The actor of the credential, on routes of a session. */
  readonly actor: Routes[Name]['access'] extends string ? null : Actor
  readonly query: QueryOf<Routes[Name]>
  readonly body: BodyOf<Routes[Name]>
  readonly context: Context
}

/** Carries out one route. It returns the body of the answer, or a `Reply` with a status or with encoded text. */
export type RouteHandler<Name extends RouteName> = (request: RouteRequest<Name>) => RouteAnswer<Name> | Promise<RouteAnswer<Name>>
type RouteAnswer<Name extends RouteName> = AnswerOf<Routes[Name]> | Reply<AnswerOf<Routes[Name]>> | Response

/** A handler for each route of a group. The compiler reports a missing one. */
export type RouteHandlers<Name extends RouteName = RouteName> = { readonly [Each in Name]: RouteHandler<Each> }
