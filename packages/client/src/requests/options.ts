import { fetchExchange } from '../io/fetch-exchange.ts'
import { systemClock } from '../io/system-clock.ts'
import { addressOf } from '../runtime/address.ts'
import type { Clock, HttpExchange } from '../types.ts'
import type { Requests } from './send-request.ts'

/** Options of `HostClient` and `GuestClient`. */
export interface RequestOptions {
  /** The server's address; the page's own origin by default. It may have a path. */
  readonly url?: string | undefined
  /** How often a read, or a command with a key, is tried again after a failure. 2 by default. Nothing else is ever repeated. */
  readonly retries?: number
  readonly http?: HttpExchange
  readonly clock?: Pick<Clock, 'setTimer'>
}

export function requestsOf(
  { url, retries = 2, http = fetchExchange(), clock = systemClock }: RequestOptions,
  { mayJoin }: Pick<Requests, 'mayJoin'>,
): Requests {
  return { url: addressOf(url), http, clock, retries, mayJoin }
}
