import {
  GET_BALLOT,
  GET_HISTORY,
  GET_SERVER,
  GET_SESSION,
  type Guest,
  isJoined,
  JOIN,
  type OwnBallot,
  type PublicSession,
  type ServerFacts,
  type WallMessage,
} from '@guestwall/protocol'
import { isHistory, isOwnBallot, isPublicSession, isServerFacts } from './guest-guards.ts'
import { type RequestOptions, requestsOf } from '../requests/options.ts'
import { type CallOptions, type Requests, sendRequest } from '../requests/send-request.ts'

/** A page of the history: newest first. `nextBefore` begins the next page; `null` after the last. */
export interface HistoryPage {
  readonly messages: readonly WallMessage[]
  readonly nextBefore: number | null
}

export interface HistoryOptions extends CallOptions {
  /** The size of the page, 1 to 100; 50 by default. */
  readonly limit?: number
}

/**
 * The requests of a guest that need no live connection: find a session, join, read older messages and the own receipt. `RealtimeClient` does
 * not contain them, so that its bundle stays small.
 *
 * ```ts
 * const guest = new GuestClient({ url: 'https://wall.example' })
 * const session = await guest.findSession('ABC234')
 * const page = await guest.session(session.id, token).history(before)
 * ```
 */
export class GuestClient {
  readonly #requests: Requests

  constructor(options: RequestOptions = {}) {
    this.#requests = requestsOf(options, { mayJoin: true })
  }

  /** Reads the public facts of a session, by id or by join code as people type it. */
  findSession(idOrCode: string, { signal }: CallOptions = {}): Promise<PublicSession> {
    return sendRequest(this.#requests, GET_SESSION, isPublicSession, { id: idOrCode, isRepeatable: true, signal })
  }

  /** Joins as a new guest. `previous`: the credential that this person had (PEOPLE-5). A repetition makes another guest, so this request is never repeated. */
  join(
    sessionId: string,
    guestName: string,
    { signal, previous }: CallOptions & { readonly previous?: string | undefined } = {},
  ): Promise<{ readonly guest: Guest; readonly token: string }> {
    return sendRequest(this.#requests, JOIN, isJoined, { id: sessionId, body: { guestName, previous }, isRepeatable: false, signal })
  }

  /** Reads the address that guests use, the version, and whether the store works. */
  getServer({ signal }: CallOptions = {}): Promise<ServerFacts> {
    return sendRequest(this.#requests, GET_SERVER, isServerFacts, { isRepeatable: true, signal })
  }

  /** The requests of one credential: of a guest, a host or a wall screen. */
  session(id: string, token: string): SessionReader {
    return new SessionReader(this.#requests, id, token)
  }
}

/** Reads what a credential may read, without a live connection. */
export class SessionReader {
  readonly #requests: Requests
  readonly #id: string
  readonly #token: string

  constructor(requests: Requests, id: string, token: string) {
    this.#requests = requests
    this.#id = id
    this.#token = token
  }

  /** Reads a page of the messages before an event, newest first. Without `before` it is the newest page. */
  history(before: number | null = null, { limit, signal }: HistoryOptions = {}): Promise<HistoryPage> {
    const request = { id: this.#id, token: this.#token, query: { before, limit }, isRepeatable: true, signal }
    return sendRequest(this.#requests, GET_HISTORY, isHistory, request)
  }

  /** Reads the own ballot of a vote and its receipt. Both are `null` before the first ballot, the receipt also while counts are hidden. */
  ballot(voteId: string, { signal }: CallOptions = {}): Promise<OwnBallot> {
    return sendRequest(this.#requests, GET_BALLOT, isOwnBallot, { id: voteId, token: this.#token, isRepeatable: true, signal })
  }
}
