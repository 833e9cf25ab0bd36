import {
  JoinedSchema,
  OnlinePageSchema,
  type OnlinePage,
  type PollAnswer,
  PollAnswerSchema,
  type Position,
  PostedMessageSchema,
  type WallMessage,
} from '@guestwall/protocol'
import type { SendMessageEntry } from '../core/outbox.ts'
import { parse } from '../core/parse.ts'
import type { HttpAnswer, HttpExchange, HttpRequest, Trouble } from '../types.ts'

/** What a client asks in HTTP, in its own terms. No call rejects. */
export interface Api {
  join(guestName: string, abort: AbortSignal): Promise<ApiAnswer<Joined>>
  poll(position: Position | null, waitS: number, abort: AbortSignal): Promise<ApiAnswer<PollAnswer>>
  post(entry: SendMessageEntry, abort: AbortSignal): Promise<ApiAnswer<{ message: WallMessage }>>
  onlinePage(cursor: string | null, limit: number, abort: AbortSignal): Promise<ApiAnswer<OnlinePage>>
}
export type Joined = { guest: { id: string; name: string }; token: string }
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
    schema: Parameters<typeof parse<Value>>[0],
    request: Pick<HttpRequest, 'method' | 'url' | 'body'>,
    abort: AbortSignal,
    waitS = 0,
  ): Promise<ApiAnswer<Value>> {
    const asked = { ...request, url: url + request.url, token: token(), timeoutMs: waitS * 1_000 + HTTP_LIMIT_MS }
    const answer = readAnswer(schema, await exchange(asked, abort))
    // An exchange that we gave up ourselves says nothing about the network.
    if (!abort.aborted) onTrouble(troubleOf(answer))
    return answer
  }

  /** An exchange of somebody else's making may throw, whatever it promised. */
  async function exchange(request: HttpRequest, abort: AbortSignal): Promise<HttpAnswer> {
    try {
      return await http(request, abort)
    } catch {
      return { kind: 'network' }
    }
  }

  return {
    join: (guestName, abort) =>
      call(JoinedSchema, { method: 'POST', url: `/api/sessions/${encodeURIComponent(session)}/guests`, body: { guestName } }, abort),
    poll(position, waitS, abort) {
      const from = position === null ? {} : { epoch: position.epoch, lastEventId: String(position.lastEventId) }
      const query = new URLSearchParams({ session, ...from, wait: String(waitS) })
      return call(PollAnswerSchema, { method: 'GET', url: `/api/realtime/poll?${query}` }, abort, waitS)
    },
    post({ key, content, guestName }, abort) {
      return call(PostedMessageSchema, { method: 'POST', url: '/api/realtime/messages', body: { session, key, content, guestName } }, abort)
    },
    onlinePage(cursor, limit, abort) {
      const query = new URLSearchParams({ session, ...(cursor === null ? {} : { cursor }), limit: String(limit) })
      return call(OnlinePageSchema, { method: 'GET', url: `/api/realtime/online?${query}` }, abort)
    },
  }
}

/** An answer in JSON that is not in the form asked for is not ours either (CONN-7). */
function readAnswer<Value>(schema: Parameters<typeof parse<Value>>[0], answer: HttpAnswer): ApiAnswer<Value> {
  if (answer.kind !== 'ok') return answer
  const value = parse(schema, answer.body)
  return value === null ? { kind: 'foreign' } : { kind: 'ok', value }
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
