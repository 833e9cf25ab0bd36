import { type AnswerOf, type BodyOf, type PathIdOf, type QueryInputOf, type Route } from '@guestwall/protocol'
import * as v from 'valibot'
import { type CallOptions, type Requests, sendRequest } from '../requests/send-request.ts'

/** The request of a route, by the table of routes. */
export type CallOf<R extends Route> = CallOptions &
  (PathIdOf<R> extends string ? { readonly id: string } : { readonly id?: never }) &
  (BodyOf<R> extends null ? { readonly body?: never } : { readonly body: BodyOf<R> }) & {
    readonly token?: string | null
    readonly query?: QueryInputOf<R>
  }

/** Calls one route of the table. Resolves with the checked answer; rejects with a `RequestError`. */
export function callRoute<R extends Route>(requests: Requests, route: R, call: CallOf<R>): Promise<AnswerOf<R>> {
  const schema = Object.values(route.answers)[0]
  if (schema === undefined || 'mediaType' in schema) throw new TypeError(`${route.path} has no JSON answer`)
  const isOurs = (body: unknown): body is AnswerOf<R> => v.is(schema, body)
  return sendRequest(requests, route, isOurs, { ...call, isRepeatable: isRepeatable(route, call.body) })
}

/** Only routes of a session have commands with keys: the key of a sign-in works once. */
function isRepeatable({ method, access }: Route, body: unknown): boolean {
  return method === 'GET' || (typeof access !== 'string' && typeof body === 'object' && body !== null && 'key' in body)
}
