import {
  applyEvent,
  type Ballot,
  CAST_VOTE,
  GET_ONLINE,
  POLL,
  SEND_MESSAGE,
  CLOSE,
  type ClientCommand,
  type ClientFrame,
  ERRORS,
  type Guest,
  type ServerFrame,
  type Vote,
  type VotePayload,
  type Wall,
  type WallEvent,
  type WallMessage,
} from '@guestwall/protocol'
import { aSession, aVote, aWall, parseClientFrame } from '@guestwall/protocol/testing'
import type { ClientRefusal, Clock, HttpAnswer, HttpRequest, SocketFactory, Transports } from '../types.ts'
import { fakeHttp, jsonAnswer, refusedAnswer } from './fake-http.ts'
import { SocketPair } from './socket-pair.ts'

const BALLOT_PATH = new RegExp(`^${CAST_VOTE.path.replace('{id}', '([^/]+)')}$`)

/** How sockets fare: `refuse` closes at once, `hang` never opens, `silent` opens and says nothing. */
export type SocketMode = 'serve' | 'refuse' | 'hang' | 'silent'
/** How HTTP fares: `down` fails at once, `portal` answers in the server's place, `busy` says 503. */
export type HttpMode = 'serve' | 'down' | 'portal' | 'busy'

type Transport = 'socket' | 'http'

/** A ballot that was taken: of a guest's in one vote the last stands. */
interface TakenBallot extends Ballot {
  readonly guestId: string
  readonly key: string
  /** The log's head then. */
  readonly eventId: number
}

interface Connection {
  readonly pair: SocketPair
  guest: Guest | null
  lastEventId: number
}

/**
 * A server of one session with one log, in memory and virtual time: enough of Wire v1 to try a client against every way that
 * servers and networks fail. Things arrive one `latencyMs` after they were said.
 */
export class FakeServer {
  socketMode: SocketMode = 'serve'
  httpMode: HttpMode = 'serve'
  hasLongPoll = true
  latencyMs = 0
  /** A reader further behind than this gets a snapshot (SYNC-3), unless it asks for all (SYNC-8). */
  replayEvents = Number.POSITIVE_INFINITY
  /** Events in a page of a poll. */
  pageEvents = Number.POSITIVE_INFINITY
  /** How long every answer over HTTP is on its way. */
  httpLatencyMs = 0
  /** The value in `welcome`. The test sends the heartbeats. */
  heartbeatMs = 20_000
  epoch = 'epoch-1'
  /** New messages wait for the host. */
  isModerated = false
  /** Decides over each post before it is stored; `null` lets it pass. */
  refusePost: (key: string, content: string) => ClientRefusal | null = () => null
  /** Likewise over each ballot. */
  refuseBallot: (key: string, ballot: Ballot) => ClientRefusal | null = () => null
  /** The refusals of joins, hellos, polls and lists; `null` serves them. */
  readonly refusals: Record<'join' | 'hello' | 'poll' | 'online', ClientRefusal | null> = {
    join: null,
    hello: null,
    poll: null,
    online: null,
  }
  /** Every welcome brings a new credential for the same guest. */
  renewsTokens = false
  /** Takes the command and never answers: the answer was lost. */
  losesAnswers = false
  readonly pairs: SocketPair[] = []
  readonly requests: HttpRequest[]
  readonly transports: Transports
  /** Every `sendMessage`, over either transport, as it arrived. */
  readonly posts: { readonly key: string; readonly via: Transport }[] = []
  /** Every `castVote`, likewise. */
  readonly casts: (Ballot & { readonly key: string; readonly via: Transport })[] = []
  readonly events: WallEvent[] = []
  readonly #clock: Clock
  readonly #connections = new Set<Connection>()
  readonly #guests = new Map<string, Guest>()
  readonly #results = new Map<string, WallMessage>()
  #ballots: TakenBallot[] = []
  /** Waiting polls to answer when something happens. */
  #waiting = new Set<() => void>()
  #base: Wall

  constructor(clock: Clock, base: Wall = emptyWall()) {
    this.#clock = clock
    this.#base = base
    const http = fakeHttp(clock, async (request, abort) => {
      const answer = await this.#answer(request, abort)
      if (this.httpLatencyMs > 0) await new Promise<void>((resolve) => clock.setTimer(this.httpLatencyMs, resolve))
      return answer
    })
    this.requests = http.requests
    this.transports = { socket: this.#factory, http: http.exchange }
  }

  get head(): number {
    return this.events.length
  }

  get wall(): Wall {
    return this.events.reduce(applyEvent, this.#base)
  }

  get guests(): readonly Guest[] {
    return [...new Set(this.#guests.values())]
  }

  /** Requests whose path begins so, such as `GET /api/realtime/poll`. */
  requestsTo(methodAndPath: string): HttpRequest[] {
    return this.requests.filter(({ method, url }) => `${method} ${url.replace(/^https?:\/\/[^/]+/, '')}`.startsWith(methodAndPath))
  }

  /** Somebody else posts. */
  say(content: string, guest: Guest = { id: 'other', name: '小红' }): WallMessage {
    return this.#store(guest, `other-key-${this.head + 1}`, content)
  }

  append(make: (id: number, at: string) => WallEvent): void {
    this.events.push(make(this.head + 1, new Date(this.#clock.wallTime()).toISOString()))
    for (const connection of this.#connections) if (connection.guest !== null) this.#catchUp(connection)
    const waiting = [...this.#waiting]
    this.#waiting = new Set()
    for (const answer of waiting) answer()
  }

  /** The host publishes a message that waits. */
  show(message: WallMessage): void {
    this.append((id, at) => ({ id, type: 'message.shown', at, data: { ...message, status: 'shown' } }))
  }

  remove(message: WallMessage): void {
    this.append((id, at) => ({ id, type: 'message.removed', at, data: { id: message.id, wasShown: true } }))
  }

  openVote(vote: Vote): void {
    this.append((id, at) => ({ id, type: 'vote.opened', at, data: vote }))
  }

  /** With the final tally (VOTE-3). */
  closeVote(voteId: string): void {
    this.#appendVote(voteId, 'vote.closed', { state: 'closed' })
  }

  revealVote(voteId: string): void {
    this.#appendVote(voteId, 'vote.revealed', { revealed: true })
  }

  /** Ballots go on being counted, and no reader is told. */
  hideVote(voteId: string): void {
    this.#appendVote(voteId, 'vote.revealed', { revealed: false })
  }

  /** Somebody else votes. */
  cast(voteId: string, optionIds: string[], guest: Guest = { id: 'other', name: '小红' }): void {
    this.#cast(guest, `other-key-${this.#ballots.length + 1}`, { voteId, optionIds })
  }

  /** The choice of a guest that counts. */
  countedOf(guest: Pick<Guest, 'id'> | undefined, voteId: string): readonly string[] | null {
    return this.#standing(voteId).get(guest?.id ?? '')?.optionIds ?? null
  }

  tally(data: VotePayload): void {
    this.append((id, at) => ({ id, type: 'vote.tally', at, data }))
  }

  /** A restore from backup: another epoch, whose log ends after `keep` events of the old one (LOG-4). */
  restore(epoch: string, keep: number): void {
    const lost = this.events.splice(keep)
    for (const event of lost) if (event.type === 'message.created') this.#results.delete(`${event.data.guestId} ${event.data.key}`)
    this.#ballots = this.#ballots.filter((ballot) => ballot.eventId <= keep)
    this.epoch = epoch
    this.cutAll()
  }

  /** Every socket dies, noticed by both ends unless `silently`. */
  cutAll(silently = false): void {
    for (const { pair } of this.#connections) pair.cut(silently)
    this.#connections.clear()
  }

  /** Says something over every socket. */
  broadcast(frame: ServerFrame): void {
    for (const { pair } of this.#connections) this.#send(pair, frame)
  }

  /** Ends every connection with a reason, as the server does. */
  refuseAll(refusal: ClientRefusal): void {
    for (const { pair } of this.#connections) this.#refuse(pair, refusal)
    this.#connections.clear()
  }

  #refuse(pair: SocketPair, refusal: ClientRefusal): void {
    this.#send(pair, { type: 'error', ...refusal })
    pair.close((ERRORS as Readonly<Record<string, { close: number | null }>>)[refusal.code]?.close ?? CLOSE.badFrame)
    this.#flushSoon(pair)
  }

  closeAll(code: number): void {
    for (const { pair } of this.#connections) {
      pair.close(code)
      this.#flushSoon(pair)
    }
    this.#connections.clear()
  }

  readonly #factory: SocketFactory = (url, subprotocol, listener) => {
    const pair = new SocketPair(url, subprotocol, listener)
    this.pairs.push(pair)
    if (this.socketMode === 'refuse') pair.close(1006)
    if (this.socketMode === 'silent') pair.accept({ onText() {}, onClose() {} })
    if (this.socketMode === 'serve') this.#serve(pair)
    this.#flushSoon(pair)
    return {
      send: (text) => {
        pair.client.send(text)
        this.#clock.setTimer(this.latencyMs, () => pair.flushOneToServer())
      },
      close: (code) => {
        pair.client.close(code)
        this.#clock.setTimer(this.latencyMs, () => pair.flushOneToServer())
      },
    }
  }

  #flushSoon(pair: SocketPair): void {
    this.#clock.setTimer(this.latencyMs, () => pair.flushOneToClient())
  }

  #send(pair: SocketPair, frame: ServerFrame): void {
    pair.send(JSON.stringify(frame))
    this.#flushSoon(pair)
  }

  #serve(pair: SocketPair): void {
    const connection: Connection = { pair, guest: null, lastEventId: 0 }
    this.#connections.add(connection)
    pair.accept({
      onText: (text) => this.#take(connection, parseClientFrame(text)),
      onClose: () => this.#connections.delete(connection),
    })
  }

  #take(connection: Connection, frame: ClientFrame): void {
    switch (frame.type) {
      case 'hello':
        return this.#welcome(connection, frame)
      case 'ping':
        return this.#send(connection.pair, { type: 'pong' })
      default:
        return this.#command(connection, frame)
    }
  }

  #welcome(connection: Connection, { token = '', position }: Extract<ClientFrame, { type: 'hello' }>): void {
    if (this.refusals.hello !== null) return this.#refuse(connection.pair, this.refusals.hello)
    const guest = this.#guests.get(token)
    if (guest === undefined) {
      connection.pair.close(4401)
      return this.#flushSoon(connection.pair)
    }
    connection.guest = guest
    const renewed = this.renewsTokens ? `${token}+` : token
    this.#guests.set(renewed, guest)
    const recovered = position?.epoch === this.epoch && this.#canReplay(position.lastEventId)
    const { epoch, head: lastEventId } = this
    this.#send(connection.pair, {
      type: 'welcome',
      guest,
      token: renewed,
      role: 'guest',
      epoch,
      lastEventId,
      recovered,
      heartbeatMs: this.heartbeatMs,
    })
    connection.lastEventId = recovered ? position.lastEventId : lastEventId
    if (recovered) this.#catchUp(connection)
    else this.#send(connection.pair, { type: 'snapshot', epoch, lastEventId, wall: this.wall })
  }

  #canReplay(from: number, most = this.replayEvents): boolean {
    return from <= this.head && this.head - from <= most
  }

  #catchUp(connection: Connection): void {
    if (connection.lastEventId === this.head) return
    const { lastEventId: from } = connection
    connection.lastEventId = this.head
    this.#send(connection.pair, { type: 'events', from, to: this.head, events: this.#slice(from) })
  }

  /** Guests do not see what waits for the host (LOG-6). */
  #slice(from: number, to?: number): WallEvent[] {
    return this.events.slice(from, to).filter((event) => event.type !== 'message.created' || event.data.status === 'shown')
  }

  #command(connection: Connection, frame: ClientCommand): void {
    const { ref } = frame
    if (frame.type === 'getOnlineList') {
      return this.#send(connection.pair, { type: 'ack', ref, online: this.#online(frame.cursor, frame.limit ?? 100) })
    }
    const { guest } = connection
    if (guest === null || (frame.type !== 'castVote' && frame.type !== 'sendMessage')) return
    const result = frame.type === 'castVote' ? this.#takeBallot(guest, frame, 'socket') : this.#takePost(guest, frame, 'socket')
    if (this.losesAnswers) return
    if ('code' in result) this.#send(connection.pair, { type: 'error', ref, ...result })
    else this.#send(connection.pair, { type: 'ack', ref, ...result })
  }

  #takePost(guest: Guest, { key, content }: { key: string; content: string }, via: Transport): { message: WallMessage } | ClientRefusal {
    this.posts.push({ key, via })
    const result = this.#post(guest, key, content)
    return 'code' in result ? result : { message: result }
  }

  #takeBallot(guest: Guest, { key, voteId, optionIds }: Ballot & { key: string }, via: Transport): { ballot: Ballot } | ClientRefusal {
    this.casts.push({ key, voteId, optionIds, via })
    const result = this.#cast(guest, key, { voteId, optionIds })
    return 'code' in result ? result : { ballot: result }
  }

  #cast(guest: Guest, key: string, ballot: Ballot): Ballot | ClientRefusal {
    const known = this.#ballots.find((taken) => taken.guestId === guest.id && taken.key === key)
    if (known !== undefined) return { voteId: known.voteId, optionIds: known.optionIds }
    const refusal = this.refuseBallot(key, ballot) ?? this.#ballotRefusal(guest, ballot)
    if (refusal !== null) return refusal
    const vote = this.#vote(ballot.voteId)
    this.#ballots.push({ ...ballot, guestId: guest.id, key, eventId: this.head + 1 })
    const tally = vote === undefined ? null : this.#tallyOf(vote)
    if (tally !== null) this.tally(tally)
    return ballot
  }

  #ballotRefusal(guest: Guest, { voteId, optionIds }: Ballot): ClientRefusal | null {
    const refusal = (code: string) => ({ code, message: code, retryable: false })
    const vote = this.#vote(voteId)
    if (vote === undefined) return refusal('vote_not_found')
    if (vote.state !== 'open') return refusal('vote_closed')
    const different = new Set(optionIds.filter((id) => vote.options.some((option) => option.id === id)))
    if (different.size < optionIds.length || different.size > vote.maxChoices) return refusal('invalid_choice')
    return !vote.changeable && this.#standing(voteId).has(guest.id) ? refusal('vote_final') : null
  }

  #vote(voteId: string): Vote | undefined {
    return this.wall.votes.find((vote) => vote.id === voteId)
  }

  /** The ballot that counts, by guest. */
  #standing(voteId: string): ReadonlyMap<string, TakenBallot> {
    return new Map(this.#ballots.filter((ballot) => ballot.voteId === voteId).map((ballot) => [ballot.guestId, ballot]))
  }

  /** A recount (VOTE-2) as the next event tells it, `null` where it is hidden. */
  #tallyOf({ id, options, state, revealed }: Vote): VotePayload | null {
    if (revealed === false) return null
    const chosen = [...this.#standing(id).values()].map((ballot) => ballot.optionIds)
    const counts = Object.fromEntries(options.map((option) => [option.id, chosen.filter((ids) => ids.includes(option.id)).length]))
    return { voteId: id, version: this.head + 1, state, counts, ballots: chosen.length }
  }

  #appendVote(voteId: string, type: 'vote.closed' | 'vote.revealed', change: Partial<Vote>): void {
    const vote = this.#vote(voteId)
    if (vote === undefined) return
    const next = { ...vote, ...change }
    this.append((id, at) => ({ id, type, at, data: { ...next, tally: this.#tallyOf(next) } }))
  }

  #post(guest: Guest, key: string, content: string): WallMessage | ClientRefusal {
    const known = this.#results.get(`${guest.id} ${key}`)
    return known ?? this.refusePost(key, content) ?? this.#store(guest, key, content)
  }

  #store(guest: Guest, key: string, content: string): WallMessage {
    const id = this.head + 1
    const message: WallMessage = {
      id: `message-${this.epoch}-${id}`,
      guestId: guest.id,
      guestName: guest.name,
      content,
      status: this.isModerated ? 'pending' : 'shown',
      pinned: false,
      createdAt: new Date(this.#clock.wallTime()).toISOString(),
      eventId: id,
      key,
    }
    this.#results.set(`${guest.id} ${key}`, message)
    this.append((eventId, at) => ({ id: eventId, type: 'message.created', at, data: message }))
    return message
  }

  #online(cursor: string | null, limit: number) {
    const all = this.guests.map(({ id, name }) => ({ id, name, since: '2026-11-22T10:00:00.000Z' }))
    const from = Number(cursor ?? 0)
    const next = from + limit
    return { count: all.length, guests: all.slice(from, next), nextCursor: next < all.length ? String(next) : null }
  }

  #answer(request: HttpRequest, abort: AbortSignal): HttpAnswer | null | Promise<HttpAnswer | null> {
    if (this.httpMode === 'down') return { kind: 'network' }
    if (this.httpMode === 'portal') return { kind: 'foreign' }
    if (this.httpMode === 'busy') return refusedAnswer(503, 'unavailable', true, 5_000)
    const { pathname, searchParams } = new URL(request.url)
    const { join, poll, online } = this.refusals
    const refusal = pathname.endsWith('/guests') ? join : pathname.endsWith('/poll') ? poll : pathname.endsWith('/online') ? online : null
    if (refusal !== null) return { kind: 'refused', status: 400, refusal }
    if (pathname.endsWith('/guests')) return this.#join(request.body as { guestName: string })
    const guest = this.#guests.get(request.token ?? '')
    if (guest === undefined) return refusedAnswer(401, 'unauthorised')
    if (pathname === POLL.path) return this.#poll(searchParams, abort)
    if (pathname === GET_ONLINE.path)
      return jsonAnswer(200, this.#online(searchParams.get('cursor'), Number(searchParams.get('limit') ?? 100)))
    if (pathname === SEND_MESSAGE.path) {
      const command = request.body as { key: string; content: string }
      const isKnown = this.#results.has(`${guest.id} ${command.key}`)
      return this.#answerCommand(isKnown ? 200 : 201, this.#takePost(guest, command, 'http'))
    }
    const voteId = request.method === 'PUT' ? BALLOT_PATH.exec(pathname)?.[1] : undefined
    if (voteId !== undefined) {
      return this.#answerCommand(
        200,
        this.#takeBallot(guest, { ...(request.body as { key: string; optionIds: string[] }), voteId }, 'http'),
      )
    }
    return refusedAnswer(404, 'not_found')
  }

  /** Makes a guest, as joining does. */
  admit(
    name: string,
    token: string = `token-${this.guests.length + 1}`,
    id: string = `guest-${this.guests.length + 1}`,
  ): { guest: Guest; token: string } {
    const guest = { id, name }
    this.#guests.set(token, guest)
    return { guest, token }
  }

  /** A guest that shows its old credential keeps it, and is the same guest (PEOPLE-5). */
  #join({ guestName, previous = '' }: { guestName: string; previous?: string }): HttpAnswer {
    const known = this.#guests.get(previous)
    return jsonAnswer(201, known === undefined ? this.admit(guestName) : this.admit(guestName, previous, known.id))
  }

  #answerCommand(status: number, result: ClientRefusal | { message: WallMessage } | { ballot: Ballot }): HttpAnswer | null {
    if (this.losesAnswers) return null
    return 'code' in result ? { kind: 'refused', status: 422, refusal: result } : jsonAnswer(status, result)
  }

  #poll(query: URLSearchParams, abort: AbortSignal): HttpAnswer | Promise<HttpAnswer> {
    const position = query.has('lastEventId') ? Number(query.get('lastEventId')) : null
    const most = query.get('replay') === 'all' ? Number.POSITIVE_INFINITY : undefined
    const answer = () => jsonAnswer(200, this.#read(query.get('epoch'), position, most))
    const waitMs = this.hasLongPoll && position === this.head && query.get('epoch') === this.epoch ? Number(query.get('wait')) * 1_000 : 0
    if (waitMs === 0) return answer()
    return new Promise((resolve) => {
      const finish = () => {
        cancel()
        this.#waiting.delete(finish)
        resolve(answer())
      }
      const cancel = this.#clock.setTimer(waitMs, finish)
      abort.addEventListener('abort', finish)
      this.#waiting.add(finish)
    })
  }

  #read(epoch: string | null, position: number | null, most?: number) {
    const online = { count: this.guests.length }
    if (position === null || epoch !== this.epoch || !this.#canReplay(position, most)) {
      return { snapshot: { epoch: this.epoch, lastEventId: this.head, wall: this.wall }, online }
    }
    const to = Math.min(this.head, position + this.pageEvents)
    return { epoch: this.epoch, from: position, to, events: this.#slice(position, to), hasMore: to < this.head, online }
  }
}

/** An open vote between `a`, `b` and `c`. */
export function openVoteOf(id: string, changes: Partial<Vote> = {}): Vote {
  const options = ['a', 'b', 'c'].map((option) => ({ id: option, label: option.toUpperCase() }))
  return aVote({ id, question: `${id}?`, options, ...changes })
}

/** A wall before the first event. */
export function emptyWall(): Wall {
  return aWall({ session: aSession({ id: 'session-1', code: 'ABCDEF', title: '婚礼' }) })
}
