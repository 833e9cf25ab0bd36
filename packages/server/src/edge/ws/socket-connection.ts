import { CLOSE, type ClientFrame, encodeFrame, ERRORS, type Hello, type Refusal, refusal, type ServerFrame } from '@guestwall/protocol'
import type { Actor } from '../../domain/actor.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { heartbeatMsOf, type Peer, type Pulse } from '../../feed/heartbeats.ts'
import type { LiveSession } from '../../feed/live-session.ts'
import type { HeldSession } from '../../feed/live-sessions.ts'
import { Reader, type ReaderSocket } from '../../feed/reader.ts'
import { textFrame } from '../../feed/text-frame.ts'
import { type Account, answerCost, COST, costOf } from '../traffic.ts'
import { CommandRunner } from './command-runner.ts'
import type { ConnectionParts } from './connection-parts.ts'
import { identify } from './identify.ts'
import { parseFrame } from './parse-frame.ts'
import type { FrameBytes, PeerListener, PeerSocket } from './peer-socket.ts'
import { snapshotFrame } from './snapshot-frame.ts'
import { SocketReading } from './socket-reading.ts'

/** Commands that may arrive while the credential is checked. */
const MAX_EARLY_FRAMES = 32
/** A wall screen without a slot retries after this time. */
const FULL_MS = 10_000
/** Closes after which the guest is gone at once: it left on purpose (ONLINE-2), or a host removed it. A page that reloads closes with 1001. */
const CLEAN_CLOSES: readonly number[] = [1000, CLOSE.forbidden]

const REVOKED = refusal('unauthorised', { detail: 'The host revoked this credential.' })

/** The view of a peer that is not identified yet: a guest without a ballot. */
const ANONYMOUS = { role: 'guest', id: '' } as const

/** The state of a connection. Each state has only the data that exists in it. */
type State =
  | { readonly name: 'unknown' }
  | { readonly name: 'authenticating'; readonly early: ClientFrame[] }
  | { readonly name: 'joined'; readonly actor: Actor; readonly seat: Seat }
  | { readonly name: 'closed' }

/** What a joined connection holds until it ends. */
interface Seat {
  readonly held: HeldSession
  /** The name that the session shows. */
  readonly guestName: string
  /** Ends the watch for a revocation; most credentials cannot be revoked. */
  readonly unwatch: (() => void) | null
}

/** The owner of the connections. */
export interface ConnectionObserver {
  /** The first frame has arrived. */
  onKnown(connection: SocketConnection): void
  /** The socket is closed. Called once. */
  onClosed(connection: SocketConnection): void
}

/** One WebSocket from open to close: the first frame identifies the peer, the others are commands (CONN-1, Wire v1). */
export class SocketConnection implements Peer, PeerListener {
  /** Of the address, and once joined that of the session: the same text for all its connections. */
  #sessionId: string
  readonly #webSocket: PeerSocket
  readonly #socket: ReaderSocket
  readonly #parts: ConnectionParts
  readonly #reading: SocketReading
  readonly #commands: CommandRunner
  readonly #address: string
  /** The account of the credential, which pays as soon as it is known. */
  #account: Account | null = null
  #state: State = { name: 'unknown' }
  #reader: Reader
  lastActivityMs: number
  pulse: Pulse | null = null
  readonly #observer: ConnectionObserver

  constructor(
    sessionId: string,
    webSocket: PeerSocket,
    socket: ReaderSocket,
    address: string,
    parts: ConnectionParts,
    observer: ConnectionObserver,
  ) {
    this.#observer = observer
    this.#sessionId = sessionId
    this.#webSocket = webSocket
    this.#socket = socket
    this.#parts = parts
    this.#address = address
    this.#reader = new Reader(socket, ANONYMOUS, 0)
    this.#reading = new SocketReading(webSocket, parts.clock, this)
    this.#commands = new CommandRunner(parts, this.#reading, socket)
    this.lastActivityMs = parts.clock.now()
    webSocket.listen(this)
  }

  get reader(): Reader {
    return this.#reader
  }

  get account(): Account | null {
    return this.#account
  }

  get isJoined(): boolean {
    return this.#state.name === 'joined'
  }

  get isClosed(): boolean {
    return this.#state.name === 'closed'
  }

  get isDraining(): boolean {
    return this.#reader.isOpen || this.#reader.isReading
  }

  /** Sends the refusal and closes. Frames that arrive afterwards are ignored. */
  refuse(why: Refusal): void {
    if (this.#state.name === 'closed') return
    this.#send({ type: 'error', ...why })
    this.#parts.onRefused(why.code)
    this.#socket.close(ERRORS[why.code].close ?? CLOSE.badFrame, why.code)
    this.#end(false)
  }

  expire(): void {
    this.#socket.close(CLOSE.goingAway, 'silent')
    this.#end(false)
  }

  terminate(): void {
    this.#webSocket.terminate()
  }

  #onActivity(): void {
    this.lastActivityMs = this.#parts.clock.now()
    if (this.#state.name === 'joined') this.#parts.uses.note(this.#state.actor)
  }

  onPing(data: Buffer): void {
    this.#onActivity()
    if (this.#reading.mayCost(COST.request) && this.#reader.isOpen) this.#webSocket.pong(data)
  }

  /** A pong costs as much as any frame, so that a flood of pongs is limited too. */
  onPong(): void {
    this.#onActivity()
    this.#reading.mayCost(COST.request)
  }

  /** Size and rate are checked before the bytes are decoded. */
  onMessage(data: FrameBytes, isBinary: boolean): void {
    this.#onActivity()
    const units = costOf(data.length)
    if (!this.#reading.mayCost(units)) return
    this.#reading.pauseUnlessDraining()
    const frame = isBinary ? null : parseFrame(data.toString())
    if (frame === null || (this.#state.name !== 'joined' && !('frame' in frame))) {
      this.refuse(refusal('bad_frame'))
    } else if ('frame' in frame) {
      this.#onFrame(frame.frame, units)
    } else {
      const why = this.#commands.refuseMalformed(frame, units)
      if (why !== null) this.refuse(why)
    }
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
    this.#observer.onKnown(this)
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
    const known = await identify(hello, this.#sessionId, this.#address, this.#parts)
    if (!known.ok) return known
    let { actor } = known.value
    // From now on the credential pays, over all its sockets and requests.
    this.#account = this.#parts.traffic.of(actor)
    const standing = this.#account.charge(COST.hello)
    if (standing.isOver) {
      // A credential that keeps opening sockets loses its priority over strangers.
      if (hello.token !== undefined) this.#parts.known.forget(hello.token)
      return refused(refusal('rate_limited', { retryAfterMs: standing.waitMs }))
    }
    const token = known.value.token ?? (await this.#parts.credentials.issue(actor))
    const held = await this.#parts.live.hold(this.#sessionId)
    if (held === null) return refused(refusal('session_not_found'))
    this.#sessionId = held.session.id
    actor = { ...actor, sessionId: held.session.id }
    await this.#parts.live.reach(held.session, hello.position ?? null, actor).catch(this.#parts.onError)
    // Enter before the count is read, so that the count includes this guest.
    const name = held.session.guests.nameOf(actor)
    if (actor.role === 'guest') this.#parts.presence.enter(this.#sessionId, { id: actor.id, name })
    const online = await this.#parts.presence.count(this.#sessionId).catch(() => 0)
    // The socket may have closed meanwhile.
    if (this.#state.name !== 'authenticating') {
      this.#leave(actor, held, name, false)
      return accepted(undefined)
    }
    // It may have been revoked since it was verified, and its guest removed; from here on the log says so.
    const gone = held.session.isRevoked(actor) ? REVOKED : held.session.guests.refusalOf(actor)
    if (gone !== null) {
      this.#leave(actor, held, name, true)
      return refused(gone)
    }
    if (!this.#acquireSlot(actor)) {
      this.#leave(actor, held, name, false)
      return refused(refusal('full', { retryAfterMs: FULL_MS }))
    }
    this.#parts.log.noteGuest({ ...actor, name })
    // Nothing awaits from here to the pool, so that welcome, catch-up and live events follow without a gap (SYNC-4).
    this.#socket.together(() => {
      this.#welcome({ ...actor, name }, token, held.session, hello)
      this.#parts.pool.add(held.session, this, online)
    })
    const unwatch = actor.isRevocable === true ? this.#watchRevocation(held.session, actor) : null
    this.#state = { name: 'joined', actor, seat: { held, guestName: name, unwatch } }
    return accepted(undefined)
  }

  /** Takes back what every connection of a session holds. */
  #leave(actor: Actor, held: HeldSession, name: string, isClean: boolean): void {
    if (actor.role === 'guest') this.#parts.presence.leave(this.#sessionId, actor.id, isClean)
    this.#parts.log.noteGuest({ ...actor, name })
    held.release()
  }

  /**
   * Acquires a slot among the sockets of the credential. The oldest socket of a person is replaced: it is an old tab or a lost phone. Nobody
   * attends a wall screen to reconnect it, so there the new socket is refused.
   */
  #acquireSlot(actor: Actor): boolean {
    const { slots, maxSockets } = this.#parts
    const key = slotKey(actor)
    const most = maxSockets(actor.role)
    if (most > 0 && slots.count(key) >= most) {
      if (actor.role === 'wall') return false
      slots.oldest(key)?.refuse(refusal('replaced'))
    }
    slots.acquire(key, this)
    return true
  }

  /** Closes the socket when its credential is revoked (CRED-3). */
  #watchRevocation(session: LiveSession, actor: Actor): () => void {
    return session.onAdvance(() => {
      if (session.isRevoked(actor)) this.refuse(REVOKED)
    })
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
      heartbeatMs: heartbeatMsOf(actor.role),
    })
    if (!recovered) {
      const frame = snapshotFrame(session.snapshot(session.viewOf(actor.role, actor.id)))
      this.#socket.write(frame)
      this.#account?.charge(answerCost(frame.length))
    }
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
        this.#commands.run(frame, actor, units)
    }
  }

  #send(frame: ServerFrame): void {
    this.#socket.write(textFrame(encodeFrame(frame)))
  }

  onClose(code: number): void {
    this.#end(CLEAN_CLOSES.includes(code))
    this.#observer.onClosed(this)
  }

  /** The peer drains our writes again: it is read again, and gets what it lacks. */
  onDrain(): void {
    this.#reading.resume()
    this.#commands.runWaiting()
    this.#reader.delivery?.deliver(this.#reader)
  }

  /** Releases everything that the connection holds. */
  #end(isClean: boolean): void {
    const state = this.#state
    this.#state = { name: 'closed' }
    this.#reading.stop()
    this.#commands.end()
    if (state.name !== 'joined') return
    const { actor, seat } = state
    seat.unwatch?.()
    this.#parts.pool.remove(this.#sessionId, this)
    this.#parts.slots.release(slotKey(actor), this)
    this.#leave(actor, seat.held, seat.guestName, isClean)
  }
}

function slotKey({ sessionId, id }: Actor): string {
  return `${sessionId} ${id}`
}
