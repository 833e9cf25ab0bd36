import type { Socket, SocketFactory, SocketListener } from '../types.ts'

/** The listener of the server's end of a pair. */
export interface ServerEndListener {
  onText(text: string): void
  /** The client closed. */
  onClose(code: number): void
}

type Delivery =
  | { readonly kind: 'open' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close'; readonly code: number }

/**
 * Two ends with a queue each way. Nothing arrives before the test flushes, so that a test decides what crosses what on the way.
 * Closing keeps what was sent before it, as TCP does; `cut` loses it.
 */
export class SocketPair {
  readonly url: string
  readonly subprotocol: string
  /** The client's end, as a socket factory returns it. */
  readonly client: Socket
  /** Frames of the client that the server has not taken yet. */
  readonly toServer: Delivery[] = []
  /** Frames of the server that the client has not taken yet. */
  readonly toClient: Delivery[] = []
  #clientListener: SocketListener
  #serverListener: ServerEndListener | null = null
  #isClientOver = false
  #isServerOver = false
  /** Nothing passes any more and nobody was told, as when a network goes away without a word. */
  #isSevered = false

  constructor(url: string, subprotocol: string, listener: SocketListener) {
    this.url = url
    this.subprotocol = subprotocol
    this.#clientListener = listener
    this.client = {
      send: (text) => {
        if (!this.#isClientOver && !this.#isSevered) this.toServer.push({ kind: 'text', text })
      },
      close: (code = 1000) => {
        if (this.#isClientOver) return
        if (!this.#isSevered) this.toServer.push({ kind: 'close', code })
        this.#endClient(code)
      },
    }
  }

  get isOver(): boolean {
    return this.#isClientOver
  }

  /** The server takes the connection. */
  accept(listener: ServerEndListener): void {
    this.#serverListener = listener
    this.toClient.push({ kind: 'open' })
  }

  /** The server says something. */
  send(text: string): void {
    if (!this.#isServerOver && !this.#isSevered) this.toClient.push({ kind: 'text', text })
  }

  /** The server closes; before `accept` that refuses the connection. */
  close(code: number): void {
    if (this.#isServerOver) return
    this.#isServerOver = true
    if (!this.#isSevered) this.toClient.push({ kind: 'close', code })
  }

  /** Everything on its way is lost; each end notices at once, or, with `silently`, neither does. */
  cut(silently = false): void {
    this.toClient.length = 0
    this.toServer.length = 0
    this.#isSevered = true
    if (silently) return
    this.#endServer(1006)
    this.#endClient(1006)
  }

  /** Delivers one thing to the server. `false` when there is nothing. */
  flushOneToServer(): boolean {
    const next = this.toServer.shift()
    if (next?.kind === 'text' && !this.#isServerOver) this.#serverListener?.onText(next.text)
    if (next?.kind === 'close') this.#endServer(next.code)
    return next !== undefined
  }

  /** Delivers one thing to the client. `false` when there is nothing. */
  flushOneToClient(): boolean {
    const next = this.toClient.shift()
    if (next === undefined) return false
    if (this.#isClientOver) return true
    if (next.kind === 'open') this.#clientListener.onOpen()
    if (next.kind === 'text') this.#clientListener.onText(next.text)
    if (next.kind === 'close') this.#endClient(next.code)
    return true
  }

  /** Delivers, both ways in turn, until nothing is on its way. */
  flush(): void {
    let isMoving = true
    while (isMoving) {
      const hasServed = this.flushOneToServer()
      isMoving = this.flushOneToClient() || hasServed
    }
  }

  #endClient(code: number): void {
    if (this.#isClientOver) return
    this.#isClientOver = true
    this.#clientListener.onClose(code)
  }

  #endServer(code: number): void {
    if (this.#isServerOver) return
    this.#isServerOver = true
    this.#serverListener?.onClose(code)
  }
}

/** A socket factory that hands each new pair to the test. */
export function socketPairs(onOpen: (pair: SocketPair) => void = () => {}): {
  readonly factory: SocketFactory
  readonly pairs: SocketPair[]
} {
  const pairs: SocketPair[] = []
  return {
    pairs,
    factory(url, subprotocol, listener) {
      const pair = new SocketPair(url, subprotocol, listener)
      pairs.push(pair)
      onOpen(pair)
      return pair.client
    },
  }
}
