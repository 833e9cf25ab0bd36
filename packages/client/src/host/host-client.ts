import { type CreateSessionBody, type GuestAddressList, type HostedSession, ROUTES, type ServerFacts } from '@guestwall/protocol'
import { type RequestOptions, requestsOf } from '../requests/options.ts'
import { RequestError } from '../requests/request-error.ts'
import type { CallOptions, Requests } from '../requests/send-request.ts'
import { callRoute } from './call-route.ts'
import { SessionHost } from './session-host.ts'

export interface HostClientOptions extends RequestOptions {
  /** The operator's token. `signIn` sets it as well. */
  readonly operatorToken?: string | null
}

/**
 * Everything that an operator does on a server; `session` has everything that a host does in one session. Each method rejects with a
 * `RequestError`, and with the signal's reason when its signal ends it.
 *
 * ```ts
 * const host = new HostClient({ url: 'https://wall.example', operatorToken })
 * const { session, hostToken } = await host.createSession({ title: '小明 & 小红' })
 * const vote = await host.session(session.id, hostToken).createVote({ question: '?', options: ['A', 'B'] })
 * ```
 */
export class HostClient {
  readonly #requests: Requests
  #operatorToken: string | null

  constructor({ operatorToken = null, ...options }: HostClientOptions = {}) {
    this.#requests = requestsOf(options, { mayJoin: false })
    this.#operatorToken = operatorToken
  }

  /** The operator's token, given or from `signIn`; keep it for the next start of the program. */
  get operatorToken(): string | null {
    return this.#operatorToken
  }

  /** Signs in with the one-time key of the terminal's link, or with the operator's token. Returns the operator's token. */
  async signIn(key: string, { signal }: CallOptions = {}): Promise<string> {
    const { operatorToken } = await callRoute(this.#requests, ROUTES.signIn, { body: { key }, signal })
    this.#operatorToken = operatorToken
    return operatorToken
  }

  signOut(): void {
    this.#operatorToken = null
  }

  /** Creates a session. There is no key, so this request is never repeated. */
  createSession(session: CreateSessionBody, { signal }: CallOptions = {}): Promise<HostedSession> {
    return callRoute(this.#requests, ROUTES.createSession, { token: this.#operatorToken, body: session, signal })
  }

  /** Lists the newest sessions with a valid credential of each kind, newest first. */
  async listSessions({ signal }: CallOptions = {}): Promise<readonly HostedSession[]> {
    return (await callRoute(this.#requests, ROUTES.listSessions, { token: this.#operatorToken, signal })).sessions
  }

  /** Reads one session with valid credentials, new ones where they were revoked. Rejects with `session_not_found`. */
  async renewCredentials(sessionId: string, options: CallOptions = {}): Promise<HostedSession> {
    const hosted = (await this.listSessions(options)).find(({ session }) => session.id === sessionId)
    if (hosted === undefined) {
      throw new RequestError(
        { code: 'session_not_found', message: 'This session is not among the newest ones.', retryable: false },
        404,
        false,
      )
    }
    return hosted
  }

  /** Lists the addresses at which guests may find the server, best first. */
  listAddresses({ signal }: CallOptions = {}): Promise<GuestAddressList> {
    return callRoute(this.#requests, ROUTES.listAddresses, { token: this.#operatorToken, signal })
  }

  /** Chooses the address that QR codes and links show; `null` chooses the best one. */
  chooseAddress(url: string | null, { signal }: CallOptions = {}): Promise<GuestAddressList> {
    return callRoute(this.#requests, ROUTES.chooseAddress, { token: this.#operatorToken, body: { url }, signal })
  }

  /** Reads the address that guests use, the version, and whether the store works. */
  getServer({ signal }: CallOptions = {}): Promise<ServerFacts> {
    return callRoute(this.#requests, ROUTES.getServer, { signal })
  }

  /** Everything that a host does in one session, with the session's host credential. */
  session(id: string, hostToken: string): SessionHost {
    return new SessionHost(this.#requests, id, hostToken)
  }
}
