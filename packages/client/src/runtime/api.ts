import {
  type Address,
  CAST_VOTE,
  GET_ONLINE,
  type Guard,
  type Guest,
  isCast,
  isJoined,
  isOnlinePage,
  isPollAnswer,
  isPosted,
  JOIN,
  type OnlinePage,
  POLL,
  type PollAnswer,
  pathOf,
  type Position,
  SEND_MESSAGE,
} from '@guestwall/protocol'
import type { EntryCommand, EntryResult } from '../core/outbox.ts'
import type { Clock, HttpAnswer, HttpExchange, HttpRequest, Trouble } from '../types.ts'

/** What a client asks in HTTP, in its own terms. No call rejects. */
export interface Api {
  join(guestName: string, abort: AbortSignal): Promise<ApiAnswer<Joined>>
  poll(position: Position | null, waitS: number, abort: AbortSignal): Promise<ApiAnswer<PollAnswer>>
  send(command: EntryCommand, abort: AbortSignal): Promise<ApiAnswer<EntryResult>>
  onlinePage(cursor: string | null, limit: number, abort: AbortSignal): Promise<ApiAnswer<OnlinePage>>
}
export type Joined = { guest: Guest; token: string }
export type ApiAnswer<Value> = { readonly kind: 'ok'; readonly value: Value } | Exclude<HttpAnswer, { kind: 'ok' }>

/** How long an exchange may take beyond what it was asked to wait: three round trips on the worst network that still works. */
export const HTTP_LIMIT_MS = 10_000
/** An answer that takes longer than this beyond what it was asked to wait is late: news then lags so far that a person is told. */
export const LATE_ANSWER_MS = 2_000

export interface ApiParts {
  readonly http: HttpExchange
  /** Without a slash at the end. */
  readonly url: string
  readonly session: string
  token(): string | null
  /** Polls ask for pages of the log however far behind their position is (SYNC-8). */
  isWhole(): boolean
  readonly clock: Pick<Clock, 'now'>
  /** Hears what every exchange says about the way to the server. */
  onTrouble(trouble: Trouble | null, isLate: boolean): void
}

export function createApi({ http, url, session, token, clock, isWhole, onTrouble }: ApiParts): Api {
  async function call<Value>(
    isOurs: Guard<Value>,
    address: Address & Pick<HttpRequest, 'method'>,
    { id = '', query, body, waitS = 0 }: Question,
    abort: AbortSignal,
  ): Promise<ApiAnswer<Value>> {
    const path = pathOf(address, id) + (query ? `?${new URLSearchParams({ session, ...query })}` : '')
    const asked = { method: address.method, url: url + path, body, token: token(), timeoutMs: waitS * 1_000 + HTTP_LIMIT_MS }
    const beganMs = clock.now()
    let answer: ApiAnswer<Value> = { kind: 'network' }
    try {
      answer = readAnswer(isOurs, await http(asked, abort))
    } catch {
      // An exchange of somebody else's making may throw or reject, whatever it promised.
    }
    // An exchange that we gave up ourselves says nothing about the network.
    if (!abort.aborted) onTrouble(troubleOf(answer), clock.now() - beganMs > waitS * 1_000 + LATE_ANSWER_MS)
    return answer
  }

  return {
    join: (guestName, abort) => call(isJoined, JOIN, { id: session, body: { guestName } }, abort),
    poll: (position, waitS, abort) =>
      call(isPollAnswer, POLL, { query: { ...position, wait: waitS, ...(isWhole() && { replay: 'all' }) }, waitS }, abort),
    send({ type: _, ...command }, abort) {
      if ('content' in command) return call(isPosted, SEND_MESSAGE, { body: { session, ...command } }, abort)
      const { voteId: id, ...body } = command
      return call(isCast, CAST_VOTE, { id, body }, abort)
    },
    onlinePage: (cursor, limit, abort) => call(isOnlinePage, GET_ONLINE, { query: { ...(cursor !== null && { cursor }), limit } }, abort),
  }
}

/** What a request asks besides its address: `id` is the one in the path. */
interface Question {
  readonly id?: string
  readonly query?: Record<string, string | number>
  readonly body?: unknown
  /** How long the server is asked to wait with the answer, in seconds. */
  readonly waitS?: number
}

/** An answer in JSON that is not in the form asked for is not ours either (CONN-7). */
function readAnswer<Value>(isOurs: Guard<Value>, answer: HttpAnswer): ApiAnswer<Value> {
  if (answer.kind !== 'ok') return answer
  return isOurs(answer.body) ? { kind: 'ok', value: answer.body } : { kind: 'foreign' }
}

function troubleOf(answer: ApiAnswer<unknown>): Trouble | null {
  if (answer.kind === 'ok') return null
  if (answer.kind === 'network') return 'network'
  const { kind, status = 0 } = answer
  // A gateway's own page of this kind means that the server behind it is away.
  if (status >= 500 || status === 429) return 'server'
  return kind === 'foreign' ? 'portal' : null
}
