import {
  CLOSE,
  type ClientCommand,
  type ClientFrame,
  ClientFrameSchema,
  COMMANDS,
  encodeFrame,
  ERRORS,
  HEARTBEAT_MS,
  type Hello,
  prepareName,
  type Refusal,
  type Role,
  refusal,
  type ServerFrame,
} from '@guestwall/protocol'
import * as v from 'valibot'
import type { Actor } from '../../domain/actor.ts'
import { checkAccess } from '../access.ts'
import type { Standing } from '../leaky-buckets.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { type Clock, pause } from '../../domain/ports.ts'
import { isReservedName } from '../../handlers/reserved-names.ts'
import type { JoinHandler } from '../../handlers/join-handler.ts'
import type { MessageHandler } from '../../handlers/message-handler.ts'
import type { VoteHandler } from '../../handlers/vote-handler.ts'
import type { LiveSession } from '../../feed/live-session.ts'
import type { LiveSessions } from '../../feed/live-sessions.ts'
import type { Connection, ConnectionPool } from '../../feed/connection-pool.ts'
import { Reader, type ReaderSocket } from '../../feed/reader.ts'
import { textFrame } from '../../feed/text-frame.ts'
import type { Presence } from '../../cluster/presence/presence.ts'
import { socketCommand } from './socket-commands.ts'
import { snapshotFrame } from './snapshot-frame.ts'
import type { KnownCredentials } from '../known-credentials.ts'
import type { FrameBytes, PeerSocket } from './peer-socket.ts'
import type { Slots } from '../slots.ts'
import { parseStrictJson } from '../http/strict-json.ts'
import type { Credentials, Holder } from '../tokens.ts'
import { type Account, COST, costOf, holdMs, refusedCost, type Traffic } from '../traffic.ts'

/** Commands that came while the credential was checked. */
const MAX_EARLY_FRAMES = 32
/** Frames of any kind, pings and pongs included, before it is known who sends them. */
const MAX_UNKNOWN_FRAMES = 64
/** Commands of a wrong form: one may be a fault of a program, the third is its habit. */
const MAX_MALFORMED = 3
/** What was on its way when the connection was closed. */
const MAX_FRAMES_AFTER_END = 8
/** A screen that finds no place asks again after this. */
const FULL_MS = 10_000
/** A normal close: the guest left on purpose (ONLINE-2). A page that reloads says 1001. */
const CLEAN_CLOSE = 1000

/** Who reads before anybody has said who it is: a guest without a ballot. */
const ANONYMOUS = { role: 'guest', id: '' } as const

/** What a connection works with. */
export interface ConnectionParts {
  readonly credentials: Credentials
  readonly join: JoinHandler
  readonly messages: MessageHandler
  readonly votes: VoteHandler
  readonly presence: Presence
  readonly live: LiveSessions
  readonly pool: ConnectionPool
  readonly traffic: Traffic
  /** The sockets of each credential. */
  readonly slots: Slots<SocketConnection>
  /** How many sockets a credential may have; 0: no limit. */
  readonly maxSockets: (role: Role) => number
  /** Credentials that were good lately. */
  readonly known: KnownCredentials
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
  /** Who pays: the address, and once it is known the credential. */
  #account: Account
  readonly #addressAccount: Account
  #unknownFrames = 0
  #malformed = 0
  #framesAfterEnd = 0
  /** Ends the time in which nothing is read of a sender that was too fast; `null` when it is read. */
  #endSlow: (() => void) | null = null
  #state: State = { name: 'unknown' }
  #reader: Reader
  lastActivityMs: number
  /** Called when the connection has said who it is. */
  onKnown: () => void = () => {}
  /** Called once, when the socket is gone. */
  onClosed: () => void = () => {}

  constructor(sessionId: string, webSocket: PeerSocket, socket: ReaderSocket, address: string, parts: ConnectionParts) {
    this.#sessionId = sessionId
    this.#webSocket = webSocket
    this.#socket = socket
    this.#parts = parts
    this.#account = this.#addressAccount = parts.traffic.from(address)
    this.#reader = new Reader(socket, ANONYMOUS, 0)
    this.lastActivityMs = parts.clock.now()
    webSocket.on('message', (data, isBinary) => this.#onMessage(data, isBinary))
    webSocket.on('ping', (data) => this.#onPing(data))
    webSocket.on('pong', () => this.#onPong())
    // A broken frame: the library closes with its code; the close tells us.
    webSocket.on('error', () => {})
    webSocket.on('close', (code) => this.#onClose(code))
    // Who does not read is not read from: the answers would fill our memory.
    socket.onDrain(() => this.#readOn())
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

  #onActivity(): void {
    this.lastActivityMs = this.#parts.clock.now()
  }

  #onPing(data: Buffer): void {
    this.#onActivity()
    if (this.#mayCost(COST.request) && this.#reader.isOpen) this.#webSocket.pong(data)
  }

  /** Counted as any frame: a flood of pongs costs what another flood costs. */
  #onPong(): void {
    this.#onActivity()
    this.#mayCost(COST.request)
  }

  /** Size and rate are asked before anything is made of the bytes. */
  #onMessage(data: FrameBytes, isBinary: boolean): void {
    this.#onActivity()
    const units = costOf(data.length)
    if (!this.#mayCost(units)) return
    if (!this.#reader.isOpen && !this.#reader.isReading) this.#webSocket.pause()
    const frame = isBinary ? null : parse(data.toString())
    if (frame === null || (this.#state.name !== 'joined' && !('frame' in frame))) {
      this.refuse(refusal('bad_frame'))
    } else if ('frame' in frame) {
      this.#onFrame(frame.frame, units)
    } else {
      this.#onMalformed(frame, units)
    }
  }

  #onMalformed({ ref, type }: { readonly ref: number; readonly type: string }, units: number): void {
    this.#malformed += 1
    if (this.#malformed < MAX_MALFORMED) {
      this.#answer(ref, refused(refusal('bad_request', { detail: `The ${type} is not of the documented form.` })), units)
    } else {
      this.refuse(refusal('bad_frame', { detail: `${MAX_MALFORMED} commands were not of the documented form.` }))
    }
  }

  /** Whether the sender may cost that much more. One that is too fast is not read for a while; one that goes on is closed. */
  #mayCost(units: number): boolean {
    if (this.#state.name === 'closed') {
      this.#framesAfterEnd += 1
      // It does not heed the close: what it still sends is not even taken apart until the connection is cut.
      if (this.#framesAfterEnd > MAX_FRAMES_AFTER_END) this.#webSocket.pause()
      return false
    }
    if (this.#state.name !== 'joined') {
      this.#unknownFrames += 1
      if (this.#unknownFrames > MAX_UNKNOWN_FRAMES) {
        this.refuse(refusal('rate_limited', { retryAfterMs: 1_000 }))
        return false
      }
    }
    return this.#settle(this.#account.charge(units))
  }

  #settle(standing: Standing): boolean {
    if (standing.isOver) this.refuse(refusal('rate_limited', { retryAfterMs: standing.waitMs }))
    else if (standing.waitMs > 0) this.#slowDown(holdMs(standing))
    return !standing.isOver
  }

  #slowDown(forMs: number): void {
    this.#endSlow?.()
    this.#webSocket.pause()
    this.#endSlow = this.#parts.clock.setTimer(forMs, () => {
      this.#endSlow = null
      this.#readOn()
    })
  }

  /** Reads on, unless the sender is being slowed down or its answers are not read. */
  #readOn(): void {
    if (this.#framesAfterEnd > MAX_FRAMES_AFTER_END) return
    if (this.#endSlow === null && (this.#reader.isOpen || this.#reader.isReading)) this.#webSocket.resume()
  }

  #onFrame(frame: ClientFrame, units: number): void {
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
        this.#onJoinedFrame(frame, this.#state.actor, units)
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
        else for (const frame of early) this.#onFrame(frame, COST.request)
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
    // From here on the credential pays, over all its sockets and requests.
    this.#account = this.#parts.traffic.of(actor)
    const standing = this.#account.charge(COST.hello)
    if (standing.isOver) {
      // One that goes on opening sockets costs its address, and is checked no faster than a stranger.
      if (hello.token !== undefined) this.#parts.known.forget(hello.token)
      this.#addressAccount.charge(refusedCost('rate_limited', COST.hello))
      return refused(refusal('rate_limited', { retryAfterMs: standing.waitMs }))
    }
    const token = await this.#parts.credentials.issue(actor)
    const held = await this.#parts.live.hold(this.#sessionId)
    if (held === null) return refused(refusal('session_not_found'))
    await this.#parts.live.reach(held.session, hello.position ?? null, actor).catch(this.#parts.onError)
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
    const releaseSlot = this.#acquireSlot(actor)
    if (releaseSlot === null) {
      leaveSession(false)
      return refused(refusal('full', { retryAfterMs: FULL_MS }))
    }
    // From here to the pool nothing waits: what is said, what is caught up and what is live meet without a gap (SYNC-4).
    this.#welcome(actor, token, held.session, hello)
    const leavePool = this.#parts.pool.add(held.session, this, online)
    const leave = (isClean: boolean) => {
      leavePool()
      releaseSlot()
      leaveSession(isClean)
    }
    this.#state = { name: 'joined', actor, leave }
    return accepted(undefined)
  }

  /**
   * A place among the sockets of the credential. A person's oldest one gives way: it is the tab that was left behind, or a socket whose phone
   * is gone. Nobody sits at a wall screen to bring it back, so there the new one is told that all slots are taken.
   */
  #acquireSlot(actor: Actor): (() => void) | null {
    const { slots, maxSockets } = this.#parts
    const key = `${actor.sessionId} ${actor.id}`
    const most = maxSockets(actor.role)
    if (most > 0 && slots.count(key) >= most) {
      if (actor.role === 'wall') return null
      slots.oldest(key)?.refuse(refusal('replaced'))
    }
    return slots.acquire(key, this)
  }

  /** Who says hello: a credential's actor, under a new name if one is given, or a new guest. */
  async #identify({ token, guestName }: Hello): Promise<Outcome<Actor | Holder>> {
    if (token === undefined) {
      if (guestName === undefined) return refused(refusal('unauthorised', { detail: 'Give a token, or a guestName to join with.' }))
      const wait = await this.#strangerWaits(COST.join)
      return wait ?? this.#parts.join.join(this.#sessionId, guestName)
    }
    const { known } = this.#parts
    const wait = known.has(token) ? null : await this.#strangerWaits(COST.request)
    if (wait !== null) return wait
    const actor = await this.#parts.credentials.verify(token)
    if (actor === null) {
      this.#addressAccount.charge(refusedCost('unauthorised', COST.request))
      return refused(refusal('unauthorised'))
    }
    known.add(token)
    if (actor.sessionId !== this.#sessionId) return refused(refusal('forbidden', { detail: 'The credential is for another session.' }))
    if (guestName === undefined || actor.role !== 'guest') return accepted(actor)
    const name = prepareName(guestName)
    if (!name.ok) return refused(refusal(name.code))
    return isReservedName(name.text) ? refused(refusal('name_reserved')) : accepted({ ...actor, name: name.text })
  }

  /** Holds up who has shown no good credential while its address is ahead of what an address may cost. */
  async #strangerWaits(units: number): Promise<{ readonly ok: false; readonly refusal: Refusal } | null> {
    const standing = this.#addressAccount.charge(units)
    if (standing.isOver) return refused(refusal('rate_limited', { retryAfterMs: standing.waitMs }))
    if (standing.waitMs > 0) await pause(this.#parts.clock, standing.waitMs)
    return null
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
    if (!recovered) this.#socket.write(snapshotFrame(session.snapshot(session.viewOf(actor.role, actor.id))))
    this.#reader = new Reader(this.#socket, actor, recovered ? position.lastEventId : session.head)
  }

  #onJoinedFrame(frame: ClientFrame, actor: Actor, units: number): void {
    switch (frame.type) {
      case 'hello':
        this.refuse(refusal('bad_frame', { detail: 'A connection says hello once.' }))
        return
      case 'ping':
        this.#send({ type: 'pong' })
        return
      default:
        this.#onCommand(frame, actor, units)
    }
  }

  #onCommand(command: ClientCommand, actor: Actor, units: number): void {
    const { access, cost, run } = socketCommand(command)
    if (cost > 0 && !this.#mayCost(cost)) return
    const forbidden = checkAccess(access, actor)
    const answered = forbidden === null ? run(command, actor, this.#parts) : Promise.resolve(refused(forbidden))
    answered.then(
      (outcome) => this.#answer(command.ref, outcome, units),
      (error: unknown) => {
        this.#parts.onError(error)
        this.#answer(command.ref, refused(refusal('unavailable', { retryAfterMs: 1_000 })), units)
      },
    )
  }

  /** `units`: what the command cost when it came; refused it costs more. */
  #answer(ref: number, outcome: Outcome<object>, units: number): void {
    if (outcome.ok) {
      this.#send({ type: 'ack', ref, ...outcome.value })
      return
    }
    this.#parts.onRefused(outcome.refusal.code)
    this.#send({ type: 'error', ref, ...outcome.refusal })
    const extra = refusedCost(outcome.refusal.code, units)
    if (extra > 0 && this.#state.name !== 'closed') this.#settle(this.#account.charge(extra))
  }

  #send(frame: ServerFrame): void {
    this.#socket.write(textFrame(encodeFrame(frame)))
  }

  #onClose(code: number): void {
    this.#end(code === CLEAN_CLOSE)
    this.onClosed()
  }

  /** From here on the connection takes part in nothing. */
  #end(isClean: boolean): void {
    const state = this.#state
    this.#state = { name: 'closed' }
    this.#endSlow?.()
    if (state.name === 'joined') state.leave(isClean)
  }
}

/** As much of a command as an answer needs. */
const CommandHeadSchema = v.object({
  type: v.picklist(Object.keys(COMMANDS)),
  ref: v.pipe(v.number(), v.safeInteger()),
})

type Parsed = { readonly frame: ClientFrame } | { readonly ref: number; readonly type: string }

/** A frame; a command that can at least be answered; or `null`, for what is not of this wire at all. */
function parse(text: string): Parsed | null {
  let value: unknown
  try {
    value = parseStrictJson(text)
  } catch {
    return null
  }
  // Of what is wrong the first thing is enough.
  const parsed = v.safeParse(ClientFrameSchema, value, { abortEarly: true })
  if (parsed.success) return { frame: parsed.output }
  const command = v.safeParse(CommandHeadSchema, value)
  return command.success ? command.output : null
}
