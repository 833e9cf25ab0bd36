import { SUBPROTOCOL, type Vote } from '@guestwall/protocol'
import { FakeServer, openVoteOf } from '@guestwall/client/testing'
import type { HostedSession, HttpQuestion, HttpReply, Need, SocketListener, Target, TargetSocket, VoteWish } from '../src/target.ts'

const REQUEST_MS = 40_000
const STARTED_MS = performance.now()

/** Real time: the rules wait for what happens, not for the clock. */
const CLOCK = {
  now: () => performance.now() - STARTED_MS,
  wallTime: () => Date.UTC(2026, 10, 25),
  setTimer(delayMs: number, callback: () => void) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

/** The client's fake server, held against the rules that it is made for: reading, posting, votes. */
export class FakeTarget implements Target {
  readonly name = 'the fake server of the client’s tests'
  readonly lacks: ReadonlySet<Need> = new Set(['host', 'history', 'hostile', 'addresses', 'time'])
  readonly #servers = new Map<string, FakeServer>()

  createSession(): Promise<HostedSession> {
    const id = `session-${this.#servers.size + 1}`
    const server = new FakeServer(CLOCK)
    this.#servers.set(id, server)
    return Promise.resolve({
      id,
      code: 'ABCDEF',
      hostToken: null,
      state: 'open',
      openVote: (wish = {}) => Promise.resolve(openVote(server, wish)),
      closeVote: (voteId) => Promise.resolve(server.closeVote(voteId)),
      removeMessage: () => Promise.reject(new Error('the fake server has no host')),
      end: () => Promise.resolve(),
    })
  }

  openSocket(sessionId: string, listener: SocketListener, subprotocol: string = SUBPROTOCOL): Promise<TargetSocket> {
    const { socket: factory } = this.#server(sessionId).transports
    if (factory === undefined || factory === null) throw new Error('the fake server has sockets')
    return new Promise((resolve) => {
      const socket = factory(`ws://fake/api/realtime/ws?session=${sessionId}`, subprotocol, {
        onOpen: () => resolve(socket),
        onText: listener.onText,
        onClose: listener.onClose,
      })
    })
  }

  async ask({ method, path, token, body }: HttpQuestion): Promise<HttpReply> {
    const sessionId = /session-\d+/.exec(path + JSON.stringify(body ?? ''))?.[0]
    const server = sessionId === undefined ? [...this.#servers.values()].find((one) => ownsVote(one, path)) : this.#server(sessionId)
    const { http } = server?.transports ?? {}
    if (http === undefined) throw new Error(`no session in ${path}`)
    const request = { method: method as 'GET', url: `http://fake${path}`, body, token: token ?? null, timeoutMs: REQUEST_MS }
    const answer = await http(request, new AbortController().signal)
    if (answer.kind === 'ok')
      return { status: answer.status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(answer.body) }
    if (answer.kind !== 'refused') throw new Error(`the fake server did not answer ${path}`)
    const { message, ...refusal } = answer.refusal
    const problem = { type: `urn:guestwall:${refusal.code}`, title: message, status: answer.status, ...refusal }
    return { status: answer.status, headers: { 'content-type': 'application/problem+json' }, text: JSON.stringify(problem) }
  }

  #server(sessionId: string): FakeServer {
    const server = this.#servers.get(sessionId)
    if (server === undefined) throw new Error(`there is no ${sessionId}`)
    return server
  }
}

function openVote(server: FakeServer, { options = ['a', 'b', 'c'], ...rest }: VoteWish): Vote {
  const id = `vote-${server.pairs.length}-${Math.floor(performance.now() * 1_000)}`
  server.openVote(openVoteOf(id, { options: options.map((label, index) => ({ id: `o${index}`, label })), ...rest }))
  return server.wall.votes.find((vote) => vote.id === id) as Vote
}

function ownsVote(server: FakeServer, path: string): boolean {
  return server.wall.votes.some(({ id }) => path.includes(id))
}
