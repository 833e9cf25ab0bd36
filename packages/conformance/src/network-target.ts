import { type CreateVoteBody, HostedSessionSchema, HostVoteSchema, SUBPROTOCOL, type Vote } from '@guestwall/protocol'
import * as v from 'valibot'
import { WebSocket } from 'ws'
import { RuleBroken, shown } from './check.ts'
import { parseExactly, parseJson } from './parse.ts'
import { freshKey, pause } from './scene.ts'
import type { HostedSession, HttpQuestion, HttpReply, Need, SocketListener, Target, TargetSocket, VoteWish } from './target.ts'

/** A refused upgrade or a dead address is known by then, in milliseconds. */
const CONNECT_MS = 10_000
const REQUEST_MS = 40_000

/**
 * A server that is reached over the network, or several that serve the same sessions: each socket and each request goes to the next address.
 * It makes a session for each rule, which takes the operator's token.
 */
export class NetworkTarget implements Target {
  readonly name: string
  readonly lacks: ReadonlySet<Need> = new Set()
  readonly #addresses: readonly string[]
  readonly #operatorToken: string
  #next = 0

  /** `addresses`: origins such as `http://127.0.0.1:8787`. */
  constructor(addresses: readonly string[], operatorToken: string) {
    this.name = addresses.join(', ')
    this.#addresses = addresses.map((address) => address.replace(/\/+$/, ''))
    this.#operatorToken = operatorToken
  }

  async createSession(): Promise<HostedSession> {
    // The rules say the same texts again and again.
    const body = { title: 'Guestwall conformance', filter: 'off' }
    const created = await this.#do('POST', '/api/sessions', this.#operatorToken, body, HostedSessionSchema)
    const { session, hostToken } = created
    const act = (path: string) => this.#do('POST', path, hostToken, { key: freshKey() }, v.unknown())
    let hasEnded = false
    return {
      id: session.id,
      code: session.code,
      state: session.state,
      hostToken,
      openVote: (wish = {}) => this.#openVote(session.id, hostToken, wish),
      closeVote: async (voteId) => void (await act(`/api/host/votes/${voteId}/close`)),
      removeMessage: async (messageId) => void (await act(`/api/host/messages/${messageId}/remove`)),
      end: async () => {
        if (hasEnded) return
        hasEnded = true
        await act(`/api/host/sessions/${session.id}/end`)
      },
    }
  }

  openSocket(sessionId: string, listener: SocketListener, subprotocol: string = SUBPROTOCOL): Promise<TargetSocket> {
    const url = `${this.#address().replace(/^http/, 'ws')}/api/realtime/ws?session=${encodeURIComponent(sessionId)}`
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, subprotocol, { perMessageDeflate: false, handshakeTimeout: CONNECT_MS })
      socket.on('open', () =>
        resolve({
          send: (text) => socket.send(text),
          close: (code) => socket.close(code),
        }),
      )
      socket.on('message', (data, isBinary) => listener.onText(isBinary ? 'a binary frame' : (data as Buffer).toString()))
      socket.on('close', (code) => listener.onClose(code))
      socket.on('error', (error) => reject(new RuleBroken(`the socket could not be opened: ${error.message}`)))
    })
  }

  async ask({ method, path, token, body, headers }: HttpQuestion): Promise<HttpReply> {
    const isText = typeof body === 'string'
    const response = await fetch(this.#address() + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(REQUEST_MS),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    })
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
  }

  async #openVote(sessionId: string, hostToken: string, { options = ['饺子', '面条', '米饭'], ...rest }: VoteWish): Promise<Vote> {
    const body: CreateVoteBody = { key: freshKey(), question: '晚饭吃什么？', options: [...options], ...rest }
    const { vote } = await this.#do('POST', `/api/host/sessions/${sessionId}/votes`, hostToken, body, HostVoteSchema)
    return (await this.#do('POST', `/api/host/votes/${vote.id}/open`, hostToken, { key: freshKey() }, HostVoteSchema)).vote
  }

  /** Asks until no limit refuses it. */
  async #do<Schema extends v.GenericSchema>(
    method: string,
    path: string,
    token: string,
    body: unknown,
    schema: Schema,
  ): Promise<v.InferOutput<Schema>> {
    for (;;) {
      const reply = await this.ask({ method, path, token, body })
      if (reply.status < 400) return parseExactly(`the answer of ${method} ${path}`, schema, parseJson('an answer', reply.text))
      const { retryable = false, retryAfterMs = 1_000, code } = parseJson('a refusal', reply.text) as Partial<Refused>
      if (!retryable) throw new RuleBroken(`${method} ${path} answers ${reply.status} ${code ?? shown(reply.text)}`)
      await pause(retryAfterMs)
    }
  }

  #address(): string {
    this.#next += 1
    return this.#addresses[this.#next % this.#addresses.length] as string
  }
}

interface Refused {
  readonly code: string
  readonly retryable: boolean
  readonly retryAfterMs: number
}
