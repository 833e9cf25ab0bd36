import {
  CLOSE,
  type ClientCommand,
  type ClientFrame,
  ClientFrameSchema,
  DEFAULT_PAGE_SIZE,
  ERRORS,
  HEARTBEAT_MS,
  type Hello,
  prepareName,
  type Refusal,
  refusal,
} from '@guestwall/protocol'
import * as v from 'valibot'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Clock } from '../domain/ports.ts'
import { RateLimiter } from '../domain/rate-limit.ts'
import { isReservedName } from '../domain/reserved-names.ts'
import type { JoinHandler } from '../handlers/join-handler.ts'
import type { MessageHandler } from '../handlers/message-handler.ts'
import type { VoteHandler } from '../handlers/vote-handler.ts'
import type { LiveSession } from '../live/live-session.ts'
import type { LiveSessions } from '../live/live-sessions.ts'
import type { Connection, ConnectionPool } from '../pool/connection-pool.ts'
import { Reader, type ReaderSocket } from '../pool/reader.ts'
import { textFrame } from '../pool/text-frame.ts'
import type { Presence } from '../presence/presence.ts'
import { parseStrictJson } from './strict-json.ts'
import type { PeerSocket } from './peer-socket.ts'
import type { Credentials, Holder } from './tokens.ts'

/** Frames of one connection: far more than a person makes, far fewer than a flood. */
const FRAMES = { perSecond: 500, burst: 2_000 }
/** Frames that came while the credential was checked. */
const MAX_EARLY_FRAMES = 32
/** A normal close: the guest left on purpose (ONLINE-2). A page that reloads says 1001. */
const CLEAN_CLOSE = 1000

/** Who reads before anybody has said who it is: a guest without a ballot. */
const NOBODY = { role: 'guest', id: '' } as const

/** What a connection works with. */
export interface ConnectionParts {
  readonly credentials: Credentials
  readonly join: JoinHandler
  readonly messages: MessageHandler
  readonly votes: VoteHandler
  readonly presence: Presence
  readonly live: LiveSessions
  readonly pool: ConnectionPool
  readonly clock: Clock
  /** Told of every refusal, for the metrics. */
  readonly onRefused: (code: Refusal['code']) => void
  /** Told of what should not have happened. */
  readonly onError: (error: unknown) => void
}

/** What a connection is: each state holds only what exists in it. */
type State =
  | { readonly name: 'unknown' }
  | { readonly name: 'authenticating'; readonly early: ClientFrame[] }
  | { readonly name: 'joined'; readonly actor: Actor; readonly leave: (isClean: boolean) => void }
  | { readonly name: 'closed' }

/** One WebSocket from open to close: the first frame says who it is, the others are commands (CONN-1, Wire v1). */
export class SocketConnection implements Connection {
  readonly #sessionId: string
  readonly #webSocket: PeerSocket
  readonly #socket: ReaderSocket
  readonly #parts: ConnectionParts
  readonly #frames = new RateLimiter()
  #state: State = { name: 'unknown' }
  #reader: Reader
  lastHeardMs: number
  /** Called when the connection has said who it is. */
  onKnown: () => void = () => {}
  /** Called once, when the socket is gone. */
  onClosed: () => void = () => {}

  constructor(sessionId: string, webSocket: PeerSocket, socket: ReaderSocket, parts: ConnectionParts) {
    this.#sessionId = sessionId
    this.#webSocket = webSocket
    this.#socket = socket
    this.#parts = parts
    this.#reader = new Reader(socket, NOBODY, 0)
    this.lastHeardMs = parts.clock.now()
    webSocket.on('message', (data, isBinary) => this.#onMessage(data, isBinary))
    webSocket.on('ping', (data) => this.#onPing(data))
    webSocket.on('pong', () => this.#onPong())
    // A broken frame: the library closes with its code; the close tells us.
    webSocket.on('error', () => {})
    webSocket.on('close', (code) => this.#onClose(code))
    // Who does not read is not read from: the answers would fill our memory.
    socket.onDrain(() => webSocket.resume())
  }

  get reader(): Reader {
    return this.#reader
  }

  /** Says why, and closes. The peer may go on sending until it has read that: nothing of it is taken. */
  refuse(why: Refusal): void {
    if (this.#state.name === 'closed') return
    this.#send({ type: 'error', ...why })
    this.#parts.onRefused(why.code)
    this.#socket.close(ERRORS[why.code].close ?? CLOSE.badFrame, why.code)
    this.#end(false)
  }

  terminate(): void {
    this.#webSocket.terminate()
  }

  #heard(): void {
    this.lastHeardMs = this.#parts.clock.now()
  }

  #onPing(data: Buffer): void {
    this.#heard()
    if (this.#takesFrame() && this.#reader.isOpen) this.#webSocket.pong(data)
  }

  /** Counted as any frame: a flood of pongs costs what another flood costs. */
  #onPong(): void {
    this.#heard()
    this.#takesFrame()
  }

  #onMessage(data: { toString(): string }, isBinary: boolean): void {
    this.#heard()
    if (!this.#takesFrame()) return
    if (!this.#reader.isOpen && !this.#reader.isReading) this.#webSocket.pause()
    const frame = isBinary ? null : parse(data.toString())
    if (frame === null || (this.#state.name !== 'joined' && !('frame' in frame))) {
      this.refuse(refusal('bad_frame'))
    } else if ('frame' in frame) {
      this.#onFrame(frame.frame)
    } else {
      this.#answer(frame.ref, refused(refusal('bad_request', { detail: `The ${frame.type} is not of the documented form.` })))
    }
  }

  /** Whether the connection may send one more; a flood is closed. */
  #takesFrame(): boolean {
    if (this.#state.name === 'closed') return false
    const waitMs = this.#frames.take('frames', FRAMES, this.#parts.clock.now())
    if (waitMs > 0) this.refuse(refusal('rate_limited', { retryAfterMs: waitMs + 1_000 }))
    return waitMs === 0
  }

  #onFrame(frame: ClientFrame): void {
    switch (this.#state.name) {
      case 'unknown':
        if (frame.type === 'hello') this.#authenticate(frame)
        else this.refuse(refusal('unauthorised', { detail: 'Say hello first.' }))
        return
      case 'authenticating':
        if (frame.type === 'hello') this.refuse(refusal('bad_frame', { detail: 'A connection says hello once.' }))
        else if (this.#state.early.length < MAX_EARLY_FRAMES) this.#state.early.push(frame)
        else this.refuse(refusal('rate_limited', { retryAfterMs: 1_000 }))
        return
      case 'joined':
        this.#onJoinedFrame(frame, this.#state.actor)
        return
      case 'closed':
        return
      default:
        this.#state satisfies never
    }
  }

  #authenticate(hello: Hello): void {
    const early: ClientFrame[] = []
    this.#state = { name: 'authenticating', early }
    this.onKnown()
    this.#join(hello).then(
      (outcome) => {
        if (!outcome.ok) this.refuse(outcome.refusal)
        else for (const frame of early) this.#onFrame(frame)
      },
      (error: unknown) => {
        this.#parts.onError(error)
        this.refuse(refusal('unavailable', { retryAfterMs: 1_000 }))
      },
    )
  }

  async #join(hello: Hello): Promise<Outcome<void>> {
    const known = await this.#identify(hello)
    if (!known.ok) return known
    const actor = known.value
    const token = await this.#parts.credentials.issue(actor)
    const held = await this.#parts.live.hold(this.#sessionId)
    if (held === null) return refused(refusal('session_not_found'))
    await held.session.reach(hello.position ?? null).catch(this.#parts.onError)
    // Here before the count is read: nobody is told that nobody is here.
    const isGuest = actor.role === 'guest'
    if (isGuest) this.#parts.presence.enter(this.#sessionId, { id: actor.id, name: actor.name })
    const leaveSession = (isClean: boolean) => {
      if (isGuest) this.#parts.presence.leave(this.#sessionId, actor.id, isClean)
      held.release()
    }
    const online = await this.#parts.presence.count(this.#sessionId).catch(() => 0)
    // The socket may have gone meanwhile.
    if (this.#state.name !== 'authenticating') {
      leaveSession(false)
      return accepted(undefined)
    }
    // From here to the pool nothing waits: what is said, what is caught up and what is live meet without a gap (SYNC-4).
    this.#welcome(actor, token, held.session, hello)
    const leavePool = this.#parts.pool.add(held.session, this, online)
    const leave = (isClean: boolean) => {
      leavePool()
      leaveSession(isClean)
    }
    this.#state = { name: 'joined', actor, leave }
    return accepted(undefined)
  }

  /** Who says hello: a credential's actor, under a new name if one is given, or a new guest. */
  async #identify({ token, guestName }: Hello): Promise<Outcome<Actor | Holder>> {
    if (token === undefined) {
      if (guestName === undefined) return refused(refusal('unauthorised', { detail: 'Give a token, or a guestName to join with.' }))
      return this.#parts.join.join(this.#sessionId, guestName)
    }
    const actor = await this.#parts.credentials.verify(token)
    if (actor === null) return refused(refusal('unauthorised'))
    if (actor.sessionId !== this.#sessionId) return refused(refusal('forbidden', { detail: 'The credential is for another session.' }))
    if (guestName === undefined || actor.role !== 'guest') return accepted(actor)
    const name = prepareName(guestName)
    if (!name.ok) return refused(refusal(name.code))
    return isReservedName(name.text) ? refused(refusal('name_reserved')) : accepted({ ...actor, name: name.text })
  }

  #welcome(actor: Actor, token: string, session: LiveSession, hello: Hello): void {
    const position = hello.position ?? null
    const recovered = session.canReplay(position)
    this.#send({
      type: 'welcome',
      guest: { id: actor.id, name: actor.name },
      token,
      role: actor.role,
      epoch: session.epoch,
      lastEventId: session.head,
      recovered,
      heartbeatMs: HEARTBEAT_MS,
    })
    // `{"type":"snapshot",…}` around what was encoded once for everybody.
    if (!recovered)
      this.#socket.write(textFrame(`{"type":"snapshot",${session.snapshotJson(session.viewOf(actor.role, actor.id)).slice(1)}`))
    this.#reader = new Reader(this.#socket, actor, recovered ? position.lastEventId : session.head)
  }

  #onJoinedFrame(frame: ClientFrame, actor: Actor): void {
    switch (frame.type) {
      case 'hello':
        this.refuse(refusal('bad_frame', { detail: 'A connection says hello once.' }))
        return
      case 'ping':
        this.#send({ type: 'pong' })
        return
      case 'sendMessage':
      case 'castVote':
      case 'getOnlineList':
        this.#carryOut(frame, actor).then(
          (outcome) => this.#answer(frame.ref, outcome),
          (error: unknown) => {
            this.#parts.onError(error)
            this.#answer(frame.ref, refused(refusal('unavailable', { retryAfterMs: 1_000 })))
          },
        )
        return
      default:
        frame satisfies never
    }
  }

  async #carryOut(command: ClientCommand, actor: Actor): Promise<Outcome<object>> {
    switch (command.type) {
      case 'sendMessage': {
        const outcome = await this.#parts.messages.send(actor, command)
        return outcome.ok ? accepted({ message: outcome.value.message }) : outcome
      }
      case 'getOnlineList':
        return accepted({ online: await this.#parts.presence.page(this.#sessionId, command.cursor, command.limit ?? DEFAULT_PAGE_SIZE) })
      case 'castVote': {
        const outcome = await this.#parts.votes.cast(actor, command)
        return outcome.ok ? accepted({ ballot: outcome.value }) : outcome
      }
      default:
        return command satisfies never
    }
  }

  #answer(ref: number, outcome: Outcome<object>): void {
    if (outcome.ok) {
      this.#send({ type: 'ack', ref, ...outcome.value })
      return
    }
    this.#parts.onRefused(outcome.refusal.code)
    this.#send({ type: 'error', ref, ...outcome.refusal })
  }

  #send(frame: object): void {
    this.#socket.write(textFrame(JSON.stringify(frame)))
  }

  #onClose(code: number): void {
    this.#end(code === CLEAN_CLOSE)
    this.onClosed()
  }

  /** From here on the connection takes part in nothing. */
  #end(isClean: boolean): void {
    const state = this.#state
    this.#state = { name: 'closed' }
    if (state.name === 'joined') state.leave(isClean)
  }
}

type Parsed = { readonly frame: ClientFrame } | { readonly ref: number; readonly type: string }

/** A frame; a command that can at least be answered; or `null`, for what is not of this wire at all. */
function parse(text: string): Parsed | null {
  let value: unknown
  try {
    value = parseStrictJson(text)
  } catch {
    return null
  }
  const parsed = v.safeParse(ClientFrameSchema, value)
  if (parsed.success) return { frame: parsed.output }
  const command = v.safeParse(
    v.object({ type: v.picklist(['sendMessage', 'castVote', 'getOnlineList']), ref: v.pipe(v.number(), v.safeInteger()) }),
    value,
  )
  return command.success ? command.output : null
}
