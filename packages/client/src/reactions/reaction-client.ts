import { GET_REACTIONS, objectOf, type Reaction, type ReactionKind, REACT } from '@guestwall/protocol'
import { systemClock } from '../io/system-clock.ts'
import { webSocketFactory } from '../io/web-socket.ts'
import { type RequestOptions, requestsOf } from '../requests/options.ts'
import { RequestError } from '../requests/request-error.ts'
import { type Requests, sendRequest } from '../requests/send-request.ts'
import type { Clock, Socket, SocketFactory } from '../types.ts'
import { type MessageReactions, ReactionBook } from './reaction-book.ts'
import { isReaction, isReactions, type ReactionFrame, readReactionFrame } from './reaction-frame.ts'

/** Beyond any ref of the client itself, and of a screen's reports. */
const FIRST_REF = 2 ** 41
/** A reaction without an answer for this long is sent again: it changes nothing where it was counted (REACT-1). */
const ANSWER_LIMIT_MS = 5_000
const RETRY_MS = 1_000
/** Without a socket the counts are read so often. */
const POLL_MS = 5_000

const isReacted = objectOf<{ reaction: Reaction }>({ reaction: isReaction })
const isRead = objectOf({ reactions: isReactions })

export interface ReactionClientOptions extends RequestOptions {
  readonly session: string
  readonly socket?: SocketFactory | null
  readonly clock?: Clock
}

/**
 * The reactions to the messages on the wall: give `open` to a `RealtimeClient` as `transports.socket`. Reactions come and go on the same connection, in
 * frames that the client never sees. Without a socket they are read and sent by HTTP, once `authorise` has a credential.
 *
 * ```ts
 * const reactions = new ReactionClient({ session })
 * const client = new RealtimeClient({ session, guestName, transports: { socket: reactions.open } })
 * reactions.react(messageId, 'love')
 * ```
 */
export class ReactionClient {
  readonly open: SocketFactory | null
  readonly #session: string
  readonly #requests: Requests
  readonly #clock: Clock
  readonly #book = new ReactionBook()
  readonly #listeners = new Set<() => void>()
  /** The messages whose reaction is to be sent, in order. */
  readonly #queue = new Set<string>()
  #socket: Socket | null = null
  #token: string | null = null
  #lastRef = FIRST_REF
  #watchRef = 0
  #inFlight: string | null = null
  #cancelLimit: (() => void) | null = null
  #cancelPoll: (() => void) | null = null
  #isClosed = false

  constructor({ session, socket = webSocketFactory(), clock = systemClock, ...options }: ReactionClientOptions) {
    this.#session = session
    this.#clock = clock
    this.#requests = requestsOf({ ...options, clock }, { mayJoin: true })
    this.open = socket && ((url, subprotocol, listener) => this.#open(socket, url, subprotocol, listener))
  }

  /** The reactions to a message, and the guest's own. The same object until something of it changes. */
  readonly of = (messageId: string): MessageReactions => this.#book.of(messageId)

  /** Calls after each change. Returns the unsubscribe. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The guest's credential, with which reactions are read and sent while there is no socket; `null`: not yet. */
  authorise(token: string | null): void {
    if (token === this.#token) return
    this.#token = token
    this.#pollSoon(POLL_MS)
    this.#sendNext()
  }

  /** Sets the one reaction of the guest to a message, or takes it back (`null`): shown at once, and sent. Of several the last one counts. */
  react(messageId: string, kind: ReactionKind | null): void {
    this.#book.want(messageId, kind, this.#clock.wallTime())
    this.#queue.add(messageId)
    this.#changed()
    this.#sendNext()
  }

  /** Stops for good. Reactions that are not sent yet are lost. */
  close(): void {
    this.#isClosed = true
    this.#cancelLimit?.()
    this.#cancelPoll?.()
    this.#socket = null
  }

  #open(factory: SocketFactory, ...[url, subprotocol, listener]: Parameters<SocketFactory>): Socket {
    const opened = factory(url, subprotocol, {
      onOpen: () => listener.onOpen(),
      onText: (text) => {
        const frame = readReactionFrame(text, FIRST_REF)
        if (frame === null || frame.is === 'welcome') listener.onText(text)
        // After the client: it may have closed the socket.
        if (frame !== null) this.#take(frame, opened)
      },
      onClose: (code) => {
        if (this.#socket === opened) this.#end()
        listener.onClose(code)
      },
    })
    return opened
  }

  #take(frame: ReactionFrame, from: Socket): void {
    switch (frame.is) {
      case 'welcome':
        this.#socket = from
        this.#watchRef = this.#nextRef()
        from.send(JSON.stringify({ type: 'watchReactions', ref: this.#watchRef }))
        this.#settle()
        return
      case 'counts':
        this.#book.count(frame.messages)
        return this.#changed()
      case 'reactions':
        this.#book.readAll(frame.reactions)
        return this.#changed()
      case 'reacted':
        if (frame.ref === this.#lastRef) this.#answered(null)
        return
      case 'refused':
        if (frame.ref === this.#watchRef) return
        if (frame.ref === this.#lastRef) this.#answered(frame.retryable ? (frame.retryAfterMs ?? RETRY_MS) : 'never')
        return
      default:
        frame satisfies never
    }
  }

  /** The reaction in flight is counted (`null`), refused for good, or to be sent again in so many milliseconds. */
  #answered(again: number | 'never' | null): void {
    const messageId = this.#inFlight
    if (messageId === null) return
    if (again === 'never') this.#book.giveUp(messageId)
    if (again === null) this.#forgetDelta(messageId)
    if (typeof again === 'number') {
      this.#queue.add(messageId)
      this.#wait(again)
      this.#inFlight = null
      return
    }
    this.#settle()
    this.#changed()
  }

  /** The counts that follow have the reaction in them; where none follow, they are unchanged by it. */
  #forgetDelta(messageId: string): void {
    this.#book.settle(messageId)
    this.#clock.setTimer(RETRY_MS, () => {
      this.#book.forget(messageId)
      this.#changed()
    })
  }

  #sendNext(): void {
    const [messageId] = this.#queue
    const own = messageId === undefined ? undefined : this.#book.wanted(messageId)
    if (messageId === undefined || own === undefined || this.#cancelLimit !== null || this.#isClosed) return
    if (this.#socket === null && this.#token === null) return
    this.#queue.delete(messageId)
    this.#inFlight = messageId
    this.#wait(ANSWER_LIMIT_MS, () => this.#queue.add(messageId))
    if (this.#socket !== null) this.#socket.send(JSON.stringify({ type: 'react', ref: this.#nextRef(), messageId, ...own }))
    else void this.#sendByHttp(messageId, own)
  }

  async #sendByHttp(messageId: string, own: { readonly kind: ReactionKind | null; readonly order: number }): Promise<void> {
    try {
      await sendRequest(this.#requests, REACT, isReacted, { id: messageId, token: this.#token, body: own, isRepeatable: true })
      if (this.#inFlight === messageId) this.#answered(null)
      this.#pollSoon(0)
    } catch (error) {
      const isFinal = error instanceof RequestError && !error.retryable
      if (this.#inFlight === messageId) this.#answered(isFinal ? 'never' : RETRY_MS)
    }
  }

  #wait(ms: number, onTime: () => void = () => {}): void {
    this.#cancelLimit?.()
    this.#cancelLimit = this.#clock.setTimer(ms, () => {
      onTime()
      this.#settle()
    })
  }

  #settle(): void {
    this.#cancelLimit?.()
    this.#cancelLimit = null
    this.#inFlight = null
    this.#sendNext()
  }

  #end(): void {
    this.#socket = null
    if (this.#inFlight !== null) this.#queue.add(this.#inFlight)
    this.#settle()
    this.#pollSoon(POLL_MS)
  }

  #pollSoon(ms: number): void {
    this.#cancelPoll?.()
    this.#cancelPoll = this.#clock.setTimer(ms, () => {
      this.#cancelPoll = null
      if (this.#socket === null && this.#token !== null && !this.#isClosed) void this.#poll(this.#token)
    })
  }

  async #poll(token: string): Promise<void> {
    try {
      const { reactions } = await sendRequest(this.#requests, GET_REACTIONS, isRead, {
        token,
        query: { session: this.#session },
        isRepeatable: false,
      })
      this.#book.readAll(reactions)
      this.#changed()
    } catch (error) {
      // A guest who is out, or a session that is no more: nothing would change.
      if (error instanceof RequestError && !error.retryable) return
    }
    if (this.#cancelPoll === null && !this.#isClosed) this.#pollSoon(POLL_MS)
  }

  #nextRef(): number {
    this.#lastRef += 1
    return this.#lastRef
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
