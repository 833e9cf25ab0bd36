import type { Guest, OnlinePage, PollAnswer, Position, WallMessage } from '@guestwall/protocol'
import type { Guard } from '../core/guard.ts'
import type { SendMessageEntry } from '../core/outbox.ts'
import { isJoined, isOnlinePage, isPollAnswer, isPosted } from '../core/wire-guards.ts'
import type { HttpAnswer, HttpExchange, HttpRequest, Trouble } from '../types.ts'

/** What a client asks in HTTP, in its own terms. No call rejects. */
export interface Api {
  join(guestName: string, abort: AbortSignal): Promise<ApiAnswer<Joined>>
  poll(position: Position | null, waitS: number, abort: AbortSignal): Promise<ApiAnswer<PollAnswer>>
  post(entry: SendMessageEntry, abort: AbortSignal): Promise<ApiAnswer<{ message: WallMessage }>>
  onlinePage(cursor: string | null, limit: number, abort: AbortSignal): Promise<ApiAnswer<OnlinePage>>
}
export type Joined = { guest: Guest; token: string }
export type ApiAnswer<Value> = { readonly kind: 'ok'; readonly value: Value } | Exclude<HttpAnswer, { kind: 'ok' }>

/** How long an exchange may take beyond what it was asked to wait: three round trips on the worst network that still works. */
export const HTTP_LIMIT_MS = 10_000

export interface ApiParts {
  readonly http: HttpExchange
  /** Without a slash at the end. */
  readonly url: string
  readonly session: string
  token(): string | null
  /** Hears what every exchange says about the way to the server. */
  onTrouble(trouble: Trouble | null): void
}

export function createApi({ http, url, session, token, onTrouble }: ApiParts): Api {
  async function call<Value>(
    isOurs: Guard<Value>,
    request: Pick<HttpRequest, 'method' | 'url' | 'body'>,
    abort: AbortSignal,
    waitS = 0,
  ): Promise<ApiAnswer<Value>> {
    const asked = { ...request, url: url + request.url, token: token(), timeoutMs: waitS * 1_000 + HTTP_LIMIT_MS }
    const answer = readAnswer(isOurs, await http(asked, abort).catch(noAnswer))
    // An exchange that we gave up ourselves says nothing about the network.
    if (!abort.aborted) onTrouble(troubleOf(answer))
    return answer
  }

  /** An exchange of somebody else's making may reject, whatever it promised. */
  function noAnswer(): HttpAnswer {
    return { kind: 'network' }
  }

  function get<Value>(isOurs: Guard<Value>, path: string, query: Record<string, string>, abort: AbortSignal, waitS = 0) {
    return call(isOurs, { method: 'GET', url: `/api/realtime/${path}?${new URLSearchParams({ session, ...query })}` }, abort, waitS)
  }

  return {
    join: (guestName, abort) =>
      call(isJoined, { method: 'POST', url: `/api/sessions/${encodeURIComponent(session)}/guests`, body: { guestName } }, abort),
    poll(position, waitS, abort) {
      const from = position === null ? {} : { epoch: position.epoch, lastEventId: `${position.lastEventId}` }
      return get(isPollAnswer, 'poll', { ...from, wait: `${waitS}` }, abort, waitS)
    },
    post({ key, content, guestName }, abort) {
      return call(isPosted, { method: 'POST', url: '/api/realtime/messages', body: { session, key, content, guestName } }, abort)
    },
    onlinePage(cursor, limit, abort) {
      return get(isOnlinePage, 'online', { ...(cursor === null ? {} : { cursor }), limit: `${limit}` }, abort)
    },
  }
}

/** An answer in JSON that is not in the form asked for is not ours either (CONN-7). */
function readAnswer<Value>(isOurs: Guard<Value>, answer: HttpAnswer): ApiAnswer<Value> {
  if (answer.kind !== 'ok') return answer
  return isOurs(answer.body) ? { kind: 'ok', value: answer.body } : { kind: 'foreign' }
}

function troubleOf(answer: ApiAnswer<unknown>): Trouble | null {
  switch (answer.kind) {
    case 'ok':
      return null
    case 'network':
      return 'network'
    case 'foreign':
      // A gateway's own error page means that the server behind it is away.
      return (answer.status ?? 0) >= 500 ? 'server' : 'portal'
    case 'refused':
      return answer.status >= 500 || answer.status === 429 ? 'server' : null
    default:
      return answer satisfies never
  }
}
