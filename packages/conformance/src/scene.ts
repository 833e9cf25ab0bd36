import {
  type Ballot,
  CastBallotSchema,
  JoinedSchema,
  type PollAnswer,
  PollAnswerSchema,
  PostedMessageSchema,
  type Position,
  type WallEvent,
  type WallMessage,
} from '@guestwall/protocol'
import { randomBytes } from 'node:crypto'
import type * as v from 'valibot'
import { equal, RuleBroken, shown } from './check.ts'
import { parseEvent, parseExactly, parseJson, parseProblem } from './parse.ts'
import { type FrameOf, SocketClient } from './socket-client.ts'
import type { HostedSession, HttpQuestion, HttpReply, Target, VoteWish } from './target.ts'

export type Problem = ReturnType<typeof parseProblem>

/** One guest, by credential. */
export interface Guest {
  readonly id: string
  readonly token: string
}

/** Everything that one rule works with: a session of its own, and what guests can do in it. */
export class Scene {
  readonly target: Target
  readonly session: HostedSession
  readonly #sockets: SocketClient[] = []
  /** The newest event that an acknowledgement has told of. */
  #acknowledged = 0

  private constructor(target: Target, session: HostedSession) {
    this.target = target
    this.session = session
  }

  static async begin(target: Target): Promise<Scene> {
    return new Scene(target, await target.createSession())
  }

  /** Closes what was opened. */
  async finish(): Promise<void> {
    for (const socket of this.#sockets) socket.close()
    await this.session.end()
  }

  /** A new guest over HTTP. */
  async guest(guestName = '小明', source?: string): Promise<Guest> {
    const path = `/api/sessions/${this.session.id}/guests`
    const { guest, token } = await this.answer(201, JoinedSchema, { method: 'POST', path, body: { guestName, ...(source && { source }) } })
    return { id: guest.id, token }
  }

  /** A socket that has caught up. */
  async connect(hello: { token: string; position?: Position }): Promise<SocketClient> {
    return this.keep(await SocketClient.join(this.target, this.session.id, pick(hello)))
  }

  /** A socket that has said nothing yet. */
  async open(subprotocol?: string): Promise<SocketClient> {
    return this.keep(await SocketClient.open(this.target, this.session.id, subprotocol))
  }

  keep(socket: SocketClient): SocketClient {
    this.#sockets.push(socket)
    return socket
  }

  message(content: string, key: string = freshKey()): { type: 'sendMessage'; key: string; content: string; guestName: string } {
    return { type: 'sendMessage', key, content, guestName: '小明' }
  }

  /** Sends a message over the socket until it is taken. */
  async post(socket: SocketClient, content: string, key?: string): Promise<WallMessage> {
    const { message } = await this.acknowledged(socket, this.message(content, key))
    if (message === undefined) throw new RuleBroken('the acknowledgement of a message has no message')
    return this.#noted(message)
  }

  async vote(socket: SocketClient, voteId: string, optionIds: readonly string[], key = freshKey()): Promise<Ballot> {
    const { ballot } = await this.acknowledged(socket, { type: 'castVote', key, voteId, optionIds })
    if (ballot === undefined) throw new RuleBroken('the acknowledgement of a ballot has no ballot')
    return ballot
  }

  /** Sends a command, again under the same key where a limit asks for it (SEND-4), and answers the acknowledgement. */
  async acknowledged(socket: SocketClient, command: object): Promise<FrameOf<'ack'>> {
    const answer = await this.settled(socket, command)
    if (answer.type === 'error') throw new RuleBroken(`the command ${shown(command)} was refused: ${answer.code}`)
    return answer
  }

  /** Sends a command, again where a limit asks for it, and answers what it came to. */
  async settled(socket: SocketClient, command: object): Promise<FrameOf<'ack'> | FrameOf<'error'>> {
    for (;;) {
      const answer = await socket.command(command)
      if (answer.type === 'ack' || !answer.retryable) return answer
      await pause(answer.retryAfterMs ?? 1_000)
    }
  }

  /** Posts over HTTP, again where a limit asks for it. */
  async postOverHttp(guest: Guest, content: string, key: string = freshKey()): Promise<{ status: number; message: WallMessage }> {
    const body = { session: this.session.id, key, content, guestName: '小明' }
    const reply = await this.settledReply({ method: 'POST', path: '/api/realtime/messages', token: guest.token, body })
    return { status: reply.status, message: this.#noted(this.parse(reply, PostedMessageSchema).message) }
  }

  async voteOverHttp(guest: Guest, voteId: string, optionIds: readonly string[], key = freshKey()): Promise<Ballot> {
    const path = `/api/realtime/votes/${voteId}/ballot`
    const reply = await this.settledReply({ method: 'PUT', path, token: guest.token, body: { key, optionIds } })
    return this.parse(reply, CastBallotSchema).ballot
  }

  async poll(guest: Pick<Guest, 'token'>, position?: Position, more: Readonly<Record<string, string>> = {}): Promise<PollAnswer> {
    const query = new URLSearchParams({
      session: this.session.id,
      ...(position === undefined ? {} : { epoch: position.epoch, lastEventId: String(position.lastEventId) }),
      ...more,
    })
    const answer = await this.answer(200, PollAnswerSchema, {
      method: 'GET',
      path: `/api/realtime/poll?${query.toString()}`,
      token: guest.token,
    })
    if ('events' in answer) answer.events.forEach(parseEvent)
    return answer
  }

  /**
   * Every event after `position`, by polls with `replay=all` (SYNC-8). Each poll may meet another server, which learns a moment later what was
   * acknowledged elsewhere: so it goes on until it has all that this scene has been told. The rule's time limit ends it.
   */
  async replay(guest: Pick<Guest, 'token'>, position: Position): Promise<WallEvent[]> {
    const events: WallEvent[] = []
    let { lastEventId } = position
    for (;;) {
      const page = await this.poll(guest, { ...position, lastEventId }, { replay: 'all' })
      if (!('events' in page)) throw new RuleBroken(`a poll with replay=all from ${lastEventId} got a snapshot`)
      equal('the start of a page', page.from, lastEventId)
      events.push(...(page.events as WallEvent[]))
      lastEventId = page.to
      if (page.hasMore) continue
      if (lastEventId >= this.#told()) return events
      await pause(LOOK_AGAIN_MS)
    }
  }

  #noted(message: WallMessage): WallMessage {
    this.#acknowledged = Math.max(this.#acknowledged, message.eventId)
    return message
  }

  /** The newest event that an acknowledgement or a socket of this scene has told of. */
  #told(): number {
    return Math.max(this.#acknowledged, ...this.#sockets.map(({ told }) => told))
  }

  openVote(wish?: VoteWish) {
    return this.session.openVote(wish)
  }

  ask(question: HttpQuestion): Promise<HttpReply> {
    return this.target.ask(question)
  }

  /** The answer of a request that is to succeed. */
  async answer<Schema extends v.GenericSchema>(status: number, schema: Schema, question: HttpQuestion): Promise<v.InferOutput<Schema>> {
    const reply = await this.settledReply(question)
    if (reply.status !== status) {
      throw new RuleBroken(`${question.method} ${question.path} answers ${reply.status} ${shown(reply.text)}, expected ${status}`)
    }
    return this.parse(reply, schema)
  }

  /** Asks, again where a limit asks for it. */
  async settledReply(question: HttpQuestion): Promise<HttpReply> {
    for (;;) {
      const reply = await this.target.ask(question)
      if (reply.status < 400) return reply
      const problem = parseProblem(reply.text)
      if (!problem.retryable) return reply
      await pause(problem.retryAfterMs ?? 1_000)
    }
  }

  /** The refusal of a request that is to be refused. */
  async refusal(question: HttpQuestion): Promise<Problem> {
    const reply = await this.settledReply(question)
    if (reply.status < 400) throw new RuleBroken(`${question.method} ${question.path} answers ${reply.status}, expected a refusal`)
    const problem = parseProblem(reply.text)
    equal('the status in the problem document', problem.status, reply.status)
    return problem
  }

  parse<Schema extends v.GenericSchema>(reply: HttpReply, schema: Schema): v.InferOutput<Schema> {
    return parseExactly('the answer', schema, parseJson('an answer', reply.text))
  }
}

export function freshKey(): string {
  return `conformance-${randomBytes(9).toString('base64url')}`
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** The fields of a guest that `hello` has. */
function pick({ token, position }: { token: string; position?: Position }): { token: string; position?: Position } {
  return { token, ...(position === undefined ? {} : { position }) }
}

/** Between two looks at something that is about to change. */
const LOOK_AGAIN_MS = 100

/** Waits until it holds: an act reaches another server a moment after it was acknowledged. The rule's time limit ends it. */
export async function becomes(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(LOOK_AGAIN_MS)
}
